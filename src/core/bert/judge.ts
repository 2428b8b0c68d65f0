import { greater, input, logSoftmax, negate, pick, sum } from '../graph/operators';
import { Program, type RunInputs, type RuntimeOptions } from '../graph/runtime';
import type { BertConfig } from '../modelFiles/config';
import { batchInputs, type Row } from './batch';
import { inBatches, type Watch } from './inBatches';
import type { Layers } from './layers';
import { bertInputs, logits } from './network';

/** A row whose slots have a true word each [slots]. */
export interface JudgedRow extends Row {
  readonly targets: Int32Array;
}

/** What a model makes of one masked token. */
export interface Judgement {
  /** Cross-entropy, in nats. */
  readonly loss: number;
  /** How many words score higher than the true one: 0 if it is the first guess. NaN where the scores are NaN. */
  readonly rank: number;
}

/**
 * Tells how well a model would have guessed words that are known. The graph computes two numbers for each slot, so that
 * the scores of all words need not be handed over.
 */
export class Judge {
  private constructor(
    private readonly program: Program<'losses' | 'ranks'>,
    private readonly given: () => RunInputs,
  ) {}

  /**
   * A judge over any weights.
   *
   * @param given returns the weights that `layers` takes as inputs, as they are by then.
   */
  static async over(
    config: BertConfig,
    layers: Layers,
    given: () => RunInputs,
    options: RuntimeOptions = {},
  ): Promise<Judge> {
    const targets = input('targets', 'int32', ['slots', 1]);
    const scores = logits(config, layers, bertInputs());
    const outputs = {
      losses: negate(pick(logSoftmax(scores), targets)),
      ranks: sum(greater(scores, pick(scores, targets)), [-1]),
    };
    return new Judge(await Program.load(outputs, options), given);
  }

  /** One judgement for each slot, in order; rows without slots have none. */
  async judge(rows: readonly JudgedRow[], watch?: Watch): Promise<Judgement[]> {
    const judgements: Judgement[] = [];
    for (const batch of inBatches(rows, watch)) {
      const targets = Int32Array.from(batch.flatMap((row) => [...row.targets]));
      const { losses, ranks } = await this.program.run({
        ...batchInputs(batch),
        targets: { data: targets, shape: [targets.length, 1] },
        ...this.given(),
      });
      losses.forEach((loss, slot) => {
        judgements.push({ loss, rank: Number.isNaN(loss) ? NaN : (ranks[slot] ?? NaN) });
      });
    }
    return judgements;
  }

  async release(): Promise<void> {
    await this.program.release();
  }
}
