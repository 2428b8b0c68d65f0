/** What is said of a gap, wherever a person meets it: in the editor, in the sidebar, in a terminal. */
import * as l10n from '@vscode/l10n';

import { longestGap, type WrittenGap } from './writtenGaps';

/** Why a gap that is too long cannot be filled, and what to do about it. */
export function describeTooLong({ slots }: Pick<WrittenGap, 'slots'>): string {
  return l10n.t(
    'A gap of {0} neighbouring [MASK] is too long; at most {1} can be filled together. Write some of the words yourself.',
    slots,
    longestGap,
  );
}
