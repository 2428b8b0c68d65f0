import type { Watch } from '../bert/inBatches';
import type { Teacher } from '../bert/teacher';
import type { Example } from '../corpus/examples';
import { Masker, type MaskedExample } from '../masking/masker';
import { randomFor, type Random } from '../random';
import type { Tokenizer } from '../tokenizer/tokenizer';
import type { TrainingRow } from './trainingRow';
import { Cropper } from './cropper';
import { withGap, withNoise } from './variations';

/** Words of the base model's prediction that are kept for a slot; the rest has a few hundredths of the probability. */
export const replayChoices = 256;

/** Share of the tokens of a replayed sentence that are masked: more than usual, to learn more from each. */
const replayMaskRate = 0.4;
/** Different masks of each replayed sentence: with the same ones again and again, only they would be kept. */
const maskedVariants = 3;
/** … and different gaps: what is learnt of a person's own words is not to be what a gap means. */
const gapVariants = 3;
/** In how many ways each plain sentence is replayed. */
export const replayVariants = maskedVariants + gapVariants;

/** Of so many gaps only a part of the sentence around them is shown, as around such words. */
const gapCropShare = 0.5;

/** In all but one of them up to this share of the other tokens is random: what is learnt is not to be what noise means. */
const replayNoise = 0.4;

/** Plain sentences with the masks that are replayed. */
export function replayMasks(plain: readonly Example[], tokenizer: Tokenizer, seed: number): MaskedExample[] {
  const masker = new Masker({ tokenizer, terms: [], rate: replayMaskRate });
  const cropper = new Cropper(tokenizer);
  const noisy = (masked: MaskedExample, random: Random): MaskedExample =>
    withNoise(masked, plain, replayNoise * random.next(), random);
  const masked = plainVariants(plain, maskedVariants, (example, variant, index) => {
    const random = randomFor(seed, 'replay masks', variant, index);
    const result = masker.mask(example, random);
    return variant === 0 ? result : noisy(result, random);
  });
  const gaps = plainVariants(plain, gapVariants, (example, variant, index) => {
    const random = randomFor(seed, 'replay gaps', variant, index);
    const gap = withGap(example, tokenizer.special.mask, random);
    return noisy(random.next() < gapCropShare ? cropper.crop(gap, random) : gap, random);
  });
  return [...masked, ...gaps];
}

function plainVariants(
  plain: readonly Example[],
  variants: number,
  make: (example: Example, variant: number, index: number) => MaskedExample,
): MaskedExample[] {
  return Array.from({ length: variants }, (_, variant) =>
    plain.map((example, index) => make(example, variant, index)),
  ).flat();
}

/**
 * Keeping general knowledge: plain sentences to be replayed in training, with what the base model predicts for their
 * masks as the target instead of the true words. Learning from them holds the model to what it knew: knowledge
 * distillation from the base model (Hinton et al. 2015; Li & Hoiem, "Learning without Forgetting", 2016).
 *
 * @param watch the reading takes a large base model minutes.
 */
export async function replayRows(
  base: Pick<Teacher, 'answer'>,
  examples: readonly MaskedExample[],
  watch: Watch,
): Promise<TrainingRow[]> {
  const answers = await base.answer(examples, watch);
  return answers.flatMap(({ choices, ids: targets, probabilities: targetWeights }, index) => {
    const example = examples[index];
    return example
      ? [{ ids: example.ids, positions: example.positions, choices, targets, targetWeights }]
      : [];
  });
}
