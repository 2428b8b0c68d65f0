import type { Example } from '../corpus/examples';
import { randomFor } from '../random';
import { meanOf } from './mean';

/** The examples of one pass over a corpus, in batches. */
export type Epoch = readonly (readonly number[])[];

/** Batches that are sorted by length together: enough to find neighbours of like length, few enough to stay mixed. */
const batchesSortedTogether = 16;

/**
 * One pass over the examples in a new order, as batches of examples of like length (as their numbers): no batch has
 * more than `batchTokens` tokens, each example counted as the longest of them, unless one alone has.
 */
export function epochOf(
  examples: readonly Example[],
  batchTokens: number,
  seed: number,
  epoch: number,
): Epoch {
  const random = randomFor(seed, 'order', epoch);
  const order = random.shuffle(examples.map((_, index) => index));
  const lengthOf = (index: number): number => examples[index]?.ids.length ?? 0;
  const batches: number[][] = [];
  for (const part of inParts(order, (batchTokens * batchesSortedTogether) / meanOf(order.map(lengthOf)))) {
    let batch: number[] = [];
    for (const index of part.sort((a, b) => lengthOf(a) - lengthOf(b))) {
      if (batch.length > 0 && (batch.length + 1) * lengthOf(index) > batchTokens) {
        batches.push(batch);
        batch = [];
      }
      batch.push(index);
    }
    batches.push(batch);
  }
  return random.shuffle(batches);
}

function inParts(items: readonly number[], size: number): number[][] {
  const count = Math.max(1, Math.round(items.length / Math.max(1, size)));
  return Array.from({ length: count }, (_, part) =>
    items.slice(Math.floor((part * items.length) / count), Math.floor(((part + 1) * items.length) / count)),
  ).filter((part) => part.length > 0);
}

/** Of more passes than these the batches are not counted one by one, which would take minutes for a million. */
const mostPassesCounted = 100;

/** How many batches so many passes over the examples are, of a last one only a part. */
export function stepsOf(
  epochs: number,
  examples: readonly Example[],
  batchTokens: number,
  seed: number,
): number {
  const counted = Math.min(epochs, mostPassesCounted);
  let steps = 0;
  for (let epoch = 0; epoch < counted; epoch++) {
    steps += Math.min(1, counted - epoch) * epochOf(examples, batchTokens, seed, epoch).length;
  }
  return Math.max(1, Math.round(steps * (epochs / counted)));
}

/** Finds the batch of any step, epochs one after the other. */
export class BatchOrder {
  private epoch = 0;
  private firstStep = 0;
  private batches: Epoch;

  constructor(
    private readonly examples: readonly Example[],
    private readonly batchTokens: number,
    private readonly seed: number,
  ) {
    this.batches = epochOf(examples, batchTokens, seed, 0);
  }

  /** @param step not before the step asked for last. */
  at(step: number): { epoch: number; batch: readonly number[] } {
    while (step >= this.firstStep + this.batches.length) {
      this.firstStep += this.batches.length;
      this.epoch++;
      this.batches = epochOf(this.examples, this.batchTokens, this.seed, this.epoch);
    }
    return { epoch: this.epoch, batch: this.batches[step - this.firstStep] ?? [] };
  }
}
