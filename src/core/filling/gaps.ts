import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { describeTooLong } from './gapWords';
import { gapsOf, isTooLong, mostSlots, type WrittenGap } from './writtenGaps';

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
}

/** Cuts a text at its gaps, of which it must have one at least and none that cannot be filled. */
export function parseCloze(text: string): ClozeText {
  if (text.trim() === '') {
    throw new UserError(
      l10n.t('The text is empty. Write a sentence with [MASK] where words are to be filled in.'),
    );
  }
  const written = gapsOf(text);
  const gaps: Gap[] = [];
  let slots = 0;
  for (const { slots: length, start, end } of written) {
    gaps.push({ first: slots, length, start, end });
    slots += length;
  }
  refuseUnfillable(written, slots);
  return { text, gaps };
}

function refuseUnfillable(gaps: readonly WrittenGap[], slots: number): void {
  if (slots === 0) {
    throw new UserError(
      l10n.t('There is no [MASK] in the text. Write [MASK] for each character to be filled in.'),
    );
  }
  const tooLong = gaps.find(isTooLong);
  if (tooLong) throw new UserError(describeTooLong(tooLong));
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
