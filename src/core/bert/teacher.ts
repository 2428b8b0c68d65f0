import { softmax, toFloat, topK } from '../graph/operators';
import { Program, type RunInputs, type RuntimeOptions } from '../graph/runtime';
import type { BertConfig } from '../modelFiles/config';
import { batchInputs, type Row } from './batch';
import { inBatches, type Watch } from './inBatches';
import type { Layers } from './layers';
import { bertInputs, logits } from './network';

/** The likeliest words for the slots of a row, likeliest first. */
export interface Answer {
  /** How many words there are for each slot. */
  readonly choices: number;
  /** Their ids [slots · choices]. */
  readonly ids: Int32Array;
  /** Their probabilities among themselves [slots · choices]: they sum to 1 for each slot. */
  readonly probabilities: Float32Array;
}

/** A model whose likeliest predictions another one is to learn (Hinton et al. 2015). */
export class Teacher {
  private constructor(
    private readonly program: Program<'words' | 'probabilities'>,
    private readonly choices: number,
    private readonly given: () => RunInputs,
  ) {}

  /**
   * A teacher over any weights.
   *
   * @param given returns the weights that `layers` takes as inputs, as they are by then.
   */
  static async over(
    config: BertConfig,
    layers: Layers,
    given: () => RunInputs,
    { most, ...options }: RuntimeOptions & { most: number },
  ): Promise<Teacher> {
    const choices = Math.min(most, config.vocabSize);
    const { values, indices } = topK(logits(config, layers, bertInputs()), choices);
    const outputs = { words: toFloat(indices), probabilities: softmax(values) };
    return new Teacher(await Program.load(outputs, options), choices, given);
  }

  /** One answer for each row, in order; an empty one to a row without slots. */
  async answer(rows: readonly Row[], watch?: Watch): Promise<Answer[]> {
    const answers = new Map<Row, Answer>();
    for (const part of inBatches(rows, watch)) {
      const { words, probabilities } = await this.program.run({ ...batchInputs(part), ...this.given() });
      let start = 0;
      for (const row of part) {
        const end = start + row.positions.length * this.choices;
        answers.set(row, {
          choices: this.choices,
          ids: Int32Array.from(words.subarray(start, end)),
          probabilities: probabilities.slice(start, end),
        });
        start = end;
      }
    }
    const empty = { choices: this.choices, ids: new Int32Array(), probabilities: new Float32Array() };
    return rows.map((row) => answers.get(row) ?? empty);
  }

  async release(): Promise<void> {
    await this.program.release();
  }
}
