import type { Teacher } from '../bert/teacher';
import type { Example } from '../corpus/examples';
import { createMasker, type MaskedExample } from '../masking/masker';
import { randomFor } from '../random';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { withNoise } from './lesson';
import type { TrainingRow } from './trainingRow';

/** Words of the base model's prediction that are kept for a slot; the rest has a few hundredths of the probability. */
export const replayChoices = 256;

/** Share of the tokens of a replayed sentence that are masked: more than usual, to learn more from each. */
const replayMaskRate = 0.4;
/** Different masks of each replayed sentence: with the same ones again and again, only they would be kept. */
export const replayVariants = 3;

/** In all but one of them up to this share of the other tokens is random: what is learnt is not to be what noise means. */
const replayNoise = 0.4;

/** Plain sentences with the masks that are replayed. */
export function replayMasks(plain: readonly Example[], tokenizer: Tokenizer, seed: number): MaskedExample[] {
  const masker = createMasker({ tokenizer, terms: [], rate: replayMaskRate });
  return Array.from({ length: replayVariants }, (_, variant) =>
    plain.map((example, index) => {
      const random = randomFor(seed, 'replay masks', variant, index);
      const masked = masker.mask(example, random);
      return variant === 0 ? masked : withNoise(masked, plain, replayNoise * random.next(), random);
    }),
  ).flat();
}

/**
 * Keeping general knowledge: plain sentences to be replayed in training, with what the base model predicts for their
 * masks as the target instead of the true words. Learning from them holds the model to what it knew: knowledge
 * distillation from the base model (Hinton et al. 2015; Li & Hoiem, "Learning without Forgetting", 2016).
 */
export async function replayRows(
  base: Pick<Teacher, 'answer'>,
  examples: readonly MaskedExample[],
): Promise<TrainingRow[]> {
  const answers = await base.answer(examples);
  return answers.flatMap(({ choices, ids: targets, probabilities: targetWeights }, index) => {
    const example = examples[index];
    return example
      ? [{ ids: example.ids, positions: example.positions, choices, targets, targetWeights }]
      : [];
  });
}
