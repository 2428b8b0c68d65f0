// Lists the messages of the sources that have no Chinese translation yet, and translations that no message has.
import { getL10nJson } from '@vscode/l10n-dev';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const roots = ['src', 'webview'];
const bundle = 'l10n/bundle.l10n.zh-cn.json';

/** How sources import what they call `l10n.t` by. */
const imports = ["import * as l10n from '@vscode/l10n';", "import * as vscode from 'vscode';"];

/**
 * All messages given to `l10n.t` in the sources. The library takes a tenth of a second for each import, so it is given
 * all sources as one file that has them once.
 */
export async function messagesOfSources() {
  const files = (await Promise.all(roots.map((root) => readdir(root, { recursive: true })))).flatMap(
    (names, index) => names.filter((name) => extname(name) === '.ts').map((name) => join(roots[index], name)),
  );
  const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const withoutImports = sources.map((source) => source.replace(/^import [^;]*;$/gm, ''));
  const contents = [...imports, ...withoutImports].join('\n');
  return Object.keys(await getL10nJson([{ extension: '.ts', contents }]));
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
