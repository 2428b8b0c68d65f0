import type { Watch } from '../bert/inBatches';
import type { JudgedRow, Judgement } from '../bert/judge';

/** How well masked words are guessed. */
export interface Accuracy {
  /** Mean cross-entropy, in nats per masked token. */
  readonly loss: number;
  /** exp(loss), or the largest number there is. */
  readonly perplexity: number;
  /** Share of masked tokens that are the first guess, and among the first five. */
  readonly top1: number;
  readonly top5: number;
  readonly maskedTokens: number;
}

/** A model that says how well it would have guessed. */
interface Guesser {
  judge(rows: readonly JudgedRow[], watch?: Watch): Promise<Judgement[]>;
}

export function accuracyOf(judgements: readonly Judgement[]): Accuracy {
  const maskedTokens = judgements.length;
  const loss = judgements.reduce((sum, judgement) => sum + judgement.loss, 0) / maskedTokens;
  const within = (guesses: number): number =>
    judgements.filter(({ rank }) => rank < guesses).length / maskedTokens;
  return {
    loss,
    perplexity: Math.min(Math.exp(loss), Number.MAX_VALUE),
    top1: within(1),
    top5: within(5),
    maskedTokens,
  };
}

export async function evaluate(model: Guesser, rows: readonly JudgedRow[], watch?: Watch): Promise<Accuracy> {
  return accuracyOf(await model.judge(rows, watch));
}
