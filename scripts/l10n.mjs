// Lists the messages of the sources that have no Chinese translation yet, and translations that no message has.
import { getL10nJson } from '@vscode/l10n-dev';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const roots = ['src', 'webview'];
const bundle = 'l10n/bundle.l10n.zh-cn.json';

/** All messages given to `l10n.t` in the sources. */
export async function messagesOfSources() {
  const files = (await Promise.all(roots.map((root) => readdir(root, { recursive: true })))).flatMap(
    (names, index) => names.filter((name) => extname(name) === '.ts').map((name) => join(roots[index], name)),
  );
  const contents = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return Object.keys(await getL10nJson(contents.map((contents) => ({ extension: '.ts', contents }))));
}

export async function translations() {
  return JSON.parse(await readFile(bundle, 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const messages = await messagesOfSources();
  const translated = Object.keys(await translations());
  const missing = messages.filter((message) => !translated.includes(message));
  const unused = translated.filter((message) => !messages.includes(message));
  console.log(JSON.stringify({ missing, unused }, undefined, 2));
}
