import { tokenCount, type Row } from './batch';

const tokensPerBatch = 2048;
/** Rows times the square of the longest one: what attention takes, as it pads them to that. */
const attendedPerBatch = 2 ** 21;

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
export function* inBatches<R extends Row>(
  rows: readonly R[],
  { signal, onProgress }: Watch = {},
): Iterable<R[]> {
  const asked = rows.filter(({ positions }) => positions.length > 0);
  const all = tokenCount(asked);
  let read = 0;
  for (const batch of cutIntoBatches(asked)) {
    signal?.throwIfAborted();
    yield batch;
    read += tokenCount(batch);
    onProgress?.(read / all);
  }
}

function* cutIntoBatches<R extends Row>(rows: readonly R[]): Iterable<R[]> {
  let batch: R[] = [];
  let tokens = 0;
  let longest = 0;
  for (const row of rows) {
    const { length } = row.ids;
    const attended = (batch.length + 1) * Math.max(longest, length) ** 2;
    if (batch.length > 0 && (tokens + length > tokensPerBatch || attended > attendedPerBatch)) {
      yield batch;
      [batch, tokens, longest] = [[], 0, 0];
    }
    batch.push(row);
    tokens += length;
    longest = Math.max(longest, length);
  }
  if (batch.length > 0) yield batch;
}
