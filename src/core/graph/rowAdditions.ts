import assert from 'node:assert/strict';
import type { Tensor as OrtTensor } from 'onnxruntime-node';
import { partsOfRowAddition } from './operators/indexing';
import type { Tensor } from './tensor';

interface Parts {
  readonly rows: string;
  readonly values: string;
}

/**
 * The last step of outputs that are a table with rows added to it, as is the gradient of word embeddings that the output
 * layer shares. The runtime would copy the whole table for it, since what it hands over has memory of its own. So it
 * hands over table and rows, and the rows are added here: the same sums, in the same order.
 */
export class RowAdditions {
  private constructor(private readonly parts: ReadonlyMap<string, Parts>) {}

  /**
   * @returns the additions, which keep nothing of the graph; and what the runtime computes: the outputs, and in place of
   * each such sum its table, its rows and their values.
   */
  static among(outputs: Readonly<Record<string, Tensor>>): {
    additions: RowAdditions;
    computed: Readonly<Record<string, Tensor>>;
  } {
    const allParts = new Map<string, Parts>();
    const computed = { ...outputs };
    for (const [name, output] of Object.entries(outputs)) {
      const addition = partsOfRowAddition(output);
      if (!addition) continue;
      const parts = { rows: `rows of ${name}`, values: `values of ${name}` };
      const { table, rows, values } = addition;
      Object.assign(computed, { [name]: table, [parts.rows]: rows, [parts.values]: values });
      allParts.set(name, parts);
    }
    return { additions: new RowAdditions(allParts), computed };
  }

  /** What to fetch for an output. */
  needed(output: string): readonly string[] {
    const parts = this.parts.get(output);
    return parts ? [output, parts.rows, parts.values] : [output];
  }

  /** Adds rows to the tables that were fetched. @returns the outputs alone */
  complete(fetched: Readonly<Record<string, OrtTensor>>): [name: string, OrtTensor][] {
    const outputs = new Map(Object.entries(fetched));
    for (const [name, parts] of this.parts) {
      const { [name]: table, [parts.rows]: rows, [parts.values]: values } = fetched;
      if (!table || !rows || !values) continue;
      addRows(table.data, rows.data, values.data);
      for (const part of [parts.rows, parts.values]) outputs.delete(part);
    }
    return [...outputs];
  }
}

/** table [n, width] += values [m, width] in its rows [m]. */
function addRows(table: OrtTensor['data'], rows: OrtTensor['data'], values: OrtTensor['data']): void {
  assert(table instanceof Float32Array && rows instanceof Int32Array && values instanceof Float32Array);
  const width = values.length / rows.length;
  for (const [place, row] of rows.entries()) {
    for (let column = 0; column < width; column++) {
      table[row * width + column] =
        (table[row * width + column] ?? 0) + (values[place * width + column] ?? 0);
    }
  }
}
