import * as l10n from '@vscode/l10n';
import { gapsOf, longestGap, mostSlots } from '../../src/protocol/gaps';

/**
 * Of each sentence, what keeps it from being filled, and what to do about it, whichever model is to fill it. An empty
 * one is not to be filled, and has no flaw.
 */
export function flawsOf(sentences: readonly string[]): (string | undefined)[] {
  return sentences.map((sentence) => (sentence.trim() === '' ? undefined : flawOf(sentence)));
}

function flawOf(sentence: string): string | undefined {
  const slots = gapsOf(sentence).map((gap) => gap.slots);
  const all = slots.reduce((sum, each) => sum + each, 0);
  const longest = Math.max(...slots);
  if (all === 0) {
    return l10n.t('There is no gap in this sentence yet. Write [MASK] where a word is to be guessed.');
  }
  if (longest > longestGap) {
    return l10n.t(
      'A gap of {0} neighbouring [MASK] is too long; at most {1} can be filled together. Write some of the words yourself.',
      longest,
      longestGap,
    );
  }
  if (all > mostSlots) {
    return l10n.t(
      'This sentence has {0} [MASK], more than the {1} that can be filled at once. Write some of the words yourself.',
      all,
      mostSlots,
    );
  }
  return undefined;
}
