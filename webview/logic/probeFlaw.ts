import * as l10n from '@vscode/l10n';
import { describeTooLong, gapsOf, isTooLong, mostSlots } from '../../src/protocol/gaps';

/**
 * Of each sentence, what keeps it from being filled, and what to do about it, whichever model is to fill it. An empty
 * one is not to be filled, and has no flaw.
 */
export function flawsOf(sentences: readonly string[]): (string | undefined)[] {
  return sentences.map((sentence) => (sentence.trim() === '' ? undefined : flawOf(sentence)));
}

function flawOf(sentence: string): string | undefined {
  const gaps = gapsOf(sentence);
  if (gaps.length === 0) {
    return l10n.t('There is no gap in this sentence yet. Write [MASK] where a word is to be guessed.');
  }
  const tooLong = gaps.find(isTooLong);
  if (tooLong) return describeTooLong(tooLong);
  const all = gaps.reduce((sum, { slots }) => sum + slots, 0);
  if (all > mostSlots) {
    return l10n.t(
      'This sentence has {0} [MASK], more than the {1} that can be filled at once. Write some of the words yourself.',
      all,
      mostSlots,
    );
  }
  return undefined;
}
