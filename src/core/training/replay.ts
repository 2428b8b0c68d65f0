import type { Predictor } from '../bert/predictor';
import type { Example } from '../corpus/examples';
import { createMasker, type MaskedExample } from '../masking/masker';
import { randomFor } from '../random';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { slotScores } from './evaluation';
import type { TrainingRow } from './trainingRow';

/** Words of the base model's prediction that are kept for a slot; the rest has a few hundredths of the probability. */
const choices = 64;
/** Words that are e⁻⁸ times as likely as the likeliest are not looked at. */
const scoreMargin = 8;
/** Rows whose scores are held at a time. */
const rowsAtATime = 32;

/** Share of the tokens of a replayed sentence that are masked: more than usual, to learn more from each. */
const replayMaskRate = 0.4;
/** Different masks of each replayed sentence: with the same ones again and again, only they would be kept. */
export const replayVariants = 3;

/** Plain sentences with the masks that are replayed. */
export function replayMasks(plain: readonly Example[], tokenizer: Tokenizer, seed: number): MaskedExample[] {
  const masker = createMasker({ tokenizer, terms: [], rate: replayMaskRate });
  return Array.from({ length: replayVariants }, (_, variant) =>
    plain.map((example, index) => masker.mask(example, randomFor(seed, 'replay masks', variant, index))),
  ).flat();
}

/**
 * Keeping general knowledge: plain sentences to be replayed in training, with what `base` predicts for their masks as
 * the target instead of the true words. Learning from them holds the model to what it knew: knowledge distillation
 * from the base model (Hinton et al. 2015; Li & Hoiem, "Learning without Forgetting", 2016).
 */
export async function replayRows(
  base: Pick<Predictor, 'predict' | 'vocabularySize'>,
  examples: readonly MaskedExample[],
): Promise<TrainingRow[]> {
  const rows: TrainingRow[] = [];
  for (let start = 0; start < examples.length; start += rowsAtATime) {
    const part = examples.slice(start, start + rowsAtATime);
    const scores = await base.predict(part);
    part.forEach((example, index) => rows.push(rowTowards(example, scores[index], base.vocabularySize)));
  }
  return rows;
}

function rowTowards(
  { ids, positions }: MaskedExample,
  scores: Float32Array | undefined,
  vocabularySize: number,
): TrainingRow {
  const targets = new Int32Array(positions.length * choices);
  const targetWeights = new Float32Array(positions.length * choices);
  positions.forEach((_, slot) => {
    const ofSlot = slotScores(scores, slot, vocabularySize);
    const likeliest = likeliestWords(ofSlot);
    targets.set(likeliest, slot * choices);
    targetWeights.set(softmax(likeliest.map((id) => ofSlot[id] ?? -Infinity)), slot * choices);
  });
  return { ids, positions, choices, targets, targetWeights };
}

/** The ids of the highest scores, highest first. */
function likeliestWords(scores: Float32Array): number[] {
  const least = scores.reduce((most, score) => Math.max(most, score), -Infinity) - scoreMargin;
  const candidates: number[] = [];
  scores.forEach((score, id) => {
    if (score >= least) candidates.push(id);
  });
  return candidates.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0)).slice(0, choices);
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
