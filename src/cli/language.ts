import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';

let language = 'en';

/** Messages in Chinese where the terminal is, else in English. */
export async function speakLanguageOfTerminal(): Promise<void> {
  if (!localeOf(process.env).toLowerCase().startsWith('zh')) return;
  language = 'zh';
  const bundle = join(__dirname, '..', 'l10n', 'bundle.l10n.zh-cn.json');
  l10n.config({ contents: await readFile(bundle, 'utf8') });
}

/** As the environment says it, or, where that does not, as on Windows, the system. */
export function localeOf(
  { LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv,
  ofSystem = Intl.DateTimeFormat().resolvedOptions().locale,
): string {
  // One that is set to nothing counts as not set.
  return [LC_ALL, LC_MESSAGES, LANG].find(Boolean) ?? ofSystem;
}

/** A large number with three digits that count: `5.36 million`, `536 万`. */
export function roughly(value: number): string {
  const format = new Intl.NumberFormat(language, {
    notation: 'compact',
    compactDisplay: 'long',
    maximumSignificantDigits: 3,
  });
  return format.format(value).replace(/(?<=\d)(?=\p{Script=Han})/u, ' ');
}
