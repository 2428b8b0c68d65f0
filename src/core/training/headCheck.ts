import * as l10n from '@vscode/l10n';
import { Predictor } from '../bert/predictor';
import { toExamples } from '../corpus/examples';
import { replaySentences, retentionSentences } from '../corpus/plainSentences';
import type { Model } from '../modelFiles/modelFolder';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { evaluate } from './accuracy';
import { retentionMasks } from './lesson';

/** Of the sentences that no run learns from, every third tells enough: a mean over some 180 masked tokens. */
const interval = 3;

/** What a model makes of plain sentences. */
export interface HeadCheck {
  /** Mean loss, in nats per masked token; infinite for a model that knows none of their characters. */
  readonly loss: number;
  readonly isTrained: boolean;
}

/**
 * Finds out whether the part of a model that completes [MASK] has been trained. Some releases of Chinese models come
 * with one that has not: their weights are all there, and random.
 *
 * @param signal ends it.
 */
export async function checkHead(
  { config, weights, tokenizer }: Model,
  signal?: AbortSignal,
): Promise<HeadCheck> {
  const sentences = retentionSentences.filter((_, index) => index % interval === 0);
  const examples = toExamples(sentences, tokenizer, config.maxPositions);
  const predictor = await Predictor.of(config, weights);
  try {
    const masked = retentionMasks(examples, tokenizer, 1);
    const { loss, maskedTokens } = await evaluate(predictor, masked, { signal });
    return maskedTokens === 0
      ? { loss: Infinity, isTrained: false }
      : { loss, isTrained: isTrainedBy(loss, tokenizer) };
  } finally {
    await predictor.release();
  }
}

/**
 * Whether a loss on plain sentences is below that of guessing by the frequencies of their tokens, without a look at the
 * sentence. The embedded model has 4.9 nats where that has 6.3, with a random head 9.0, which is all that its
 * vocabulary's size allows, and with a random head whose bias knows the frequencies 7.2.
 */
export function isTrainedBy(loss: number, tokenizer: Tokenizer): boolean {
  return loss < frequencyLoss(tokenizer);
}

/** The entropy of the tokens of all plain sentences, in nats. */
function frequencyLoss(tokenizer: Tokenizer): number {
  const counts = new Map<number, number>();
  for (const sentence of [...replaySentences, ...retentionSentences]) {
    for (const id of tokenizer.encode(sentence).ids) {
      if (id !== tokenizer.special.unk) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts.values()].reduce((sum, count) => sum - (count / total) * Math.log(count / total), 0);
}

/** To be said before anyone trains on such a model. */
export function untrainedHeadWarning(): string {
  return l10n.t(
    'This model completes plain Chinese sentences no better than by chance: the part of it that completes [MASK] is untrained, or it was made for other languages. Fine-tuning hardly helps; please start from another model.',
  );
}
