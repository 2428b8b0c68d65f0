import { slotCount, tokenCount } from '../bert/batch';
import type { Watch } from '../bert/inBatches';
import type { Judgement } from '../bert/judge';
import type { Predictor } from '../bert/predictor';
import { requireSound, type Device } from '../graph/devices/device';
import type { MaskedExample } from '../masking/masker';
import { accuracyOf, evaluate } from './accuracy';
import type { Metrics } from './events';
import { frozenMasks, retentionMasks } from './lesson';
import { meanOf } from './mean';
import type { Preparation } from './preparation';

/** What an evaluation has found. */
export interface Evaluation {
  readonly metrics: Metrics;
  /** Of each sentence kept back, the mean over its masked tokens, in nats. */
  readonly losses: readonly number[];
  /** The loss on plain sentences, in nats. */
  readonly plainLoss: number;
}

/** Measures the weights of a predictor, as they are by then, on masks that are the same each time. */
export class Evaluator {
  private readonly validation: readonly MaskedExample[][];
  private readonly retention: readonly MaskedExample[];

  constructor(
    private readonly predictor: Predictor,
    private readonly device: Device,
    { validation, retention, model, terms, settings }: Preparation,
  ) {
    const { tokenizer } = model;
    this.validation = frozenMasks(validation, { tokenizer, terms }, settings.seed);
    this.retention = retentionMasks(retention, tokenizer, settings.retentionCopies);
  }

  /** @throws DeviceFailure; what the watch's signal was aborted with */
  async evaluate({ signal, onProgress }: Watch = {}): Promise<Evaluation> {
    const judged = this.validation.flat();
    const plainShare = tokenCount(this.retention) / (tokenCount(this.retention) + tokenCount(judged));
    const plain = await evaluate(this.predictor, this.retention, {
      signal,
      onProgress: (share) => onProgress?.(share * plainShare),
    });
    const judgements = await this.predictor.judge(judged, {
      signal,
      onProgress: (share) => onProgress?.(plainShare + share * (1 - plainShare)),
    });
    const { loss, perplexity, top1, top5 } = accuracyOf(judgements);
    if (this.device !== 'cpu') requireSound([loss, plain.loss]);
    return {
      metrics: { loss, perplexity, top1, top5, retention: plain.top1 },
      losses: lossesBySentence(this.validation, judgements),
      plainLoss: plain.loss,
    };
  }
}

/** The mean loss of each sentence over its masked tokens, however it was masked. */
function lossesBySentence(
  sentences: readonly MaskedExample[][],
  judgements: readonly Pick<Judgement, 'loss'>[],
): number[] {
  let next = 0;
  return sentences.flatMap((masked) => {
    const slots = slotCount(masked);
    const losses = judgements.slice(next, (next += slots)).map(({ loss }) => loss);
    return slots > 0 ? [meanOf(losses)] : [];
  });
}
