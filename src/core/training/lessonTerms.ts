import * as l10n from '@vscode/l10n';
import { cleanText } from '../corpus/clean';
import { matcherOf } from '../masking/termMatcher';
import { findTerms } from '../masking/terms';
import { specialIds } from '../masking/vocabulary';
import type { Tokenizer } from '../tokenizer/tokenizer';
import type { FineTuneRequest } from './request';

/** The words to be learnt whole, those that the person gave first; and why others of them cannot be. */
export function termsFor(
  { moreTerms = [], terms: given }: FineTuneRequest,
  sentences: readonly string[],
  tokenizer: Tokenizer,
): { terms: string[]; flaws: string[] } {
  const asked = cleanTerms([...moreTerms, ...(given ?? findTerms(sentences))]);
  const flawOf = new Map(
    asked.map((term) => [term, flawOfTerm(term, tokenizer) ?? absenceOfTerm(term, sentences)]),
  );
  return {
    terms: asked.filter((term) => flawOf.get(term) === undefined),
    flaws: [...flawOf.values()].filter((flaw) => flaw !== undefined),
  };
}

/** Words as they stand in sentences that were cleaned, each once. */
function cleanTerms(terms: readonly string[]): string[] {
  return [...new Set(terms.map(cleanText))].filter((term) => term !== '');
}

/** Why a word cannot be learnt as one: [MASK] is no word, nor is what has a character that nothing is known of. */
function flawOfTerm(term: string, tokenizer: Tokenizer): string | undefined {
  const special = specialIds(tokenizer);
  const found = tokenizer.encode(term).ids.filter((id) => special.has(id));
  if (found.length === 0) return undefined;
  return found.every((id) => id === tokenizer.special.unk)
    ? l10n.t(
        '“{0}” is not learnt as a word of yours: neither the model nor the text has all of its characters.',
        term,
      )
    : l10n.t(
        '“{0}” is not learnt as a word of yours: it has a gap or another special mark of the model in it.',
        term,
      );
}

/** That a word is not learnt because it is nowhere to learn it from. */
function absenceOfTerm(term: string, sentences: readonly string[]): string | undefined {
  const findTermIn = matcherOf([term]);
  if (sentences.some((sentence) => findTermIn(sentence).length > 0)) return undefined;
  return l10n.t('“{0}” is not learnt as a word of yours: it is nowhere in the text that is learnt.', term);
}
