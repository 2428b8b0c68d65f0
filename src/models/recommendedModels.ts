/**
 * Chinese models of hubs that are known to complete [MASK]: BERTs whose authors published the part that does so along
 * with the rest. Others, well known for other tasks, lack it or have an untrained one in its place.
 */
import * as l10n from '@vscode/l10n';

export interface RecommendedModel {
  readonly id: string;
  /** What is downloaded, in MB. */
  readonly megabytes: number;
  readonly goodAt: string;
}

/** Smallest first. */
export function recommendedModels(): readonly RecommendedModel[] {
  return [
    {
      id: 'uer/chinese_roberta_L-4_H-256',
      megabytes: 35,
      goodAt: l10n.t('As small as the embedded model, with more words and longer texts'),
    },
    {
      id: 'uer/chinese_roberta_L-4_H-512',
      megabytes: 96,
      goodAt: l10n.t('A first step up: news, comments, encyclopaedias and everyday Chinese'),
    },
    {
      id: 'uer/chinese_roberta_L-8_H-512',
      megabytes: 146,
      goodAt: l10n.t(
        'Trained on the same kinds of text as L-4_H-512, more certain in long sentences; takes longer to fine-tune',
      ),
    },
    {
      id: 'uer/chinese_roberta_L-12_H-768',
      megabytes: 409,
      goodAt: l10n.t('The largest model of this family, and the most certain; slow to fine-tune'),
    },
    {
      id: 'google-bert/bert-base-chinese',
      megabytes: 412,
      goodAt: l10n.t(
        'The best-known one, trained on Chinese Wikipedia: knows facts, and traditional characters too; slow to fine-tune',
      ),
    },
  ];
}
