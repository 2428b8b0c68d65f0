import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';

const unreadable = '\ufffd';

/**
 * Refuses a text at hand that was decoded as what it is not: of GB18030 read as UTF-8, for example, little is left but
 * replacement characters.
 *
 * @param name of its document
 * @throws UserError
 */
export function requireRightEncoding(text: string, name: string): void {
  if (!text.includes(unreadable) || balanceOf(text) >= 0) return;
  throw new UserError(
    l10n.t(
      '“{0}” was opened in another encoding than it was saved in, so it cannot be read. Reopen it in the right one (“Reopen with Encoding”), or fine-tune on the file itself, whose encoding is recognised.',
      name,
    ),
  );
}

/** How many more Chinese characters there are than unreadable ones. */
function balanceOf(text: string): number {
  let balance = 0;
  for (const character of text) {
    if (character === unreadable) balance--;
    else if (/\p{Script=Han}/u.test(character)) balance++;
  }
  return balance;
}
