import { tokenCount, type Row } from './batch';

const tokensPerRun = 2048;

/** How a reading of many rows is ended and followed from outside. */
export interface Watch {
  /** Ends it between two runs of the graph; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Is told after each of them which share of the tokens has been read. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * Cuts the rows that have a slot, in their order, into batches that are large enough to keep the processor busy and small
 * in memory. The runtime fails on a batch without any slot.
 */
export function* inRuns<R extends Row>(
  rows: readonly R[],
  { signal, onProgress }: Watch = {},
): Iterable<R[]> {
  const asked = rows.filter(({ positions }) => positions.length > 0);
  const all = tokenCount(asked);
  let read = 0;
  for (const run of cutIntoRuns(asked)) {
    signal?.throwIfAborted();
    yield run;
    read += tokenCount(run);
    onProgress?.(read / all);
  }
}

function* cutIntoRuns<R extends Row>(rows: readonly R[]): Iterable<R[]> {
  let run: R[] = [];
  let tokens = 0;
  for (const row of rows) {
    if (run.length > 0 && tokens + row.ids.length > tokensPerRun) {
      yield run;
      [run, tokens] = [[], 0];
    }
    run.push(row);
    tokens += row.ids.length;
  }
  if (run.length > 0) yield run;
}
