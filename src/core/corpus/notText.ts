/** Files that are no text, though a person may take them for it. */
import { extname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';

/** What word processors and their like write. */
const wordDocuments: ReadonlySet<string> = new Set(
  ['doc', 'docx', 'epub', 'odt', 'pages', 'pdf', 'rtf', 'wps', 'xls', 'xlsx'].map((ending) => `.${ending}`),
);

/** Whether a file of that name is full of words, but not as text. */
export function isWordDocument(path: string): boolean {
  return wordDocuments.has(extname(path).toLowerCase());
}

/** @param paths at least one */
export function notText([first = '', ...others]: readonly string[]): UserError {
  return new UserError(
    others.length === 0
      ? l10n.t(
          '“{0}” is not a text file. Save what it says as .txt, .md, .json or .csv and try again.',
          first,
        )
      : l10n.t(
          '“{0}” and {1} more are not text files. Save what they say as .txt, .md, .json or .csv and try again.',
          first,
          others.length,
        ),
  );
}
