import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { gapsOf, longestGap, mostSlots } from './writtenGaps';

/** Neighbouring mask slots, to be filled by one expression. */
export interface Gap {
  /** Numbers of its slots among all slots of the text: `first` and the `length - 1` that follow. */
  first: number;
  length: number;
  /** `[start, end)` of the gap in the text, in UTF-16 units. */
  start: number;
  end: number;
}

/** A text cut at its gaps. */
export interface ClozeText {
  text: string;
  gaps: Gap[];
  slots: number;
}

/** Cuts a text at its gaps, of which it must have one at least and none that cannot be filled. */
export function parseCloze(text: string): ClozeText {
  if (text.trim() === '') {
    throw new UserError(
      l10n.t('The text is empty. Write a sentence with [MASK] where words are to be filled in.'),
    );
  }
  const gaps: Gap[] = [];
  let slots = 0;
  for (const { slots: length, start, end } of gapsOf(text)) {
    gaps.push({ first: slots, length, start, end });
    slots += length;
  }
  refuseUnfillable(gaps, slots);
  return { text, gaps, slots };
}

function refuseUnfillable(gaps: readonly Gap[], slots: number): void {
  if (slots === 0) {
    throw new UserError(
      l10n.t('There is no [MASK] in the text. Write [MASK] for each character to be filled in.'),
    );
  }
  const longest = Math.max(...gaps.map(({ length }) => length));
  if (longest > longestGap) {
    throw new UserError(
      l10n.t(
        'A gap of {0} neighbouring [MASK] is too long; at most {1} can be filled together. Write some of the words yourself.',
        longest,
        longestGap,
      ),
    );
  }
  if (slots > mostSlots) {
    throw new UserError(
      l10n.t(
        'The text has {0} [MASK], more than the {1} that can be filled at once. Fill it in parts.',
        slots,
        mostSlots,
      ),
    );
  }
}
