import type { Predictor } from '../bert/predictor';
import type { MaskedExample } from '../masking/masker';

/** What a model makes of one masked token. */
export interface Judgement {
  /** Cross-entropy, in nats. */
  readonly loss: number;
  /** The place of the true word among all words by their scores; 0 is the first guess. */
  readonly rank: number;
}

/** How well masked words are guessed. */
export interface Accuracy {
  /** Mean cross-entropy, in nats per masked token. */
  readonly loss: number;
  /** exp(loss). */
  readonly perplexity: number;
  /** Share of masked tokens that are the first guess, and among the first five. */
  readonly top1: number;
  readonly top5: number;
  readonly maskedTokens: number;
}

type Scorer = Pick<Predictor, 'predict' | 'vocabularySize'>;

/** Rows whose scores are held at a time. */
const rowsAtATime = 32;

/** One judgement for each masked token, in order. */
export async function judge(scorer: Scorer, examples: readonly MaskedExample[]): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (let start = 0; start < examples.length; start += rowsAtATime) {
    const rows = examples.slice(start, start + rowsAtATime);
    const scores = await scorer.predict(rows);
    rows.forEach(({ targets }, row) => {
      targets.forEach((target, slot) => {
        judgements.push(judgementOf(slotScores(scores[row], slot, scorer.vocabularySize), target));
      });
    });
  }
  return judgements;
}

export function accuracyOf(judgements: readonly Judgement[]): Accuracy {
  const maskedTokens = judgements.length;
  const loss = judgements.reduce((sum, judgement) => sum + judgement.loss, 0) / maskedTokens;
  const within = (guesses: number): number =>
    judgements.filter(({ rank }) => rank < guesses).length / maskedTokens;
  return { loss, perplexity: Math.exp(loss), top1: within(1), top5: within(5), maskedTokens };
}

export async function evaluate(scorer: Scorer, examples: readonly MaskedExample[]): Promise<Accuracy> {
  return accuracyOf(await judge(scorer, examples));
}

/** The scores of all words for one slot of a row. */
export function slotScores(
  scores: Float32Array | undefined,
  slot: number,
  vocabularySize: number,
): Float32Array {
  return (scores ?? new Float32Array()).subarray(slot * vocabularySize, (slot + 1) * vocabularySize);
}

function judgementOf(scores: Float32Array, target: number): Judgement {
  const score = scores[target] ?? NaN;
  const largest = scores.reduce((most, other) => Math.max(most, other), -Infinity);
  let rank = 0;
  let total = 0;
  for (const other of scores) {
    if (other > score) rank++;
    total += Math.exp(other - largest);
  }
  return { rank, loss: largest + Math.log(total) - score };
}
