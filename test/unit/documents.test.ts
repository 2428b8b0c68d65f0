import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lexer, walkTokens } from 'marked';
import { describe, expect, it } from 'vitest';

import manifest from '../../package.json';
import { usage } from '../../src/cli/usage';
import { recommendedModels } from '../../src/models/recommendedModels';

const readmes = ['README.md', 'README.zh-cn.md'];
const ofFolders = ['bench', 'model', 'pretrain', 'python', 'samples'].map((folder) => `${folder}/README.md`);
const documents = [...readmes, ...ofFolders, 'python/README.zh-cn.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];

/** The links of a document, and the anchors of its headings. */
async function partsOf(path: string): Promise<{ links: string[]; anchors: string[] }> {
  const links: string[] = [];
  const anchors: string[] = [];
  void walkTokens(lexer(await readFile(path, 'utf8')), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push(String(token['href']));
    if (token.type === 'heading') anchors.push(anchorOf(String(token['text'])));
  });
  return { links, anchors };
}

/** As GitHub and VS Code make it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

/** What a document sets as code, in the order of the alphabet. */
async function codeIn(path: string): Promise<string[]> {
  const found = new Set<string>();
  void walkTokens(lexer(await readFile(path, 'utf8')), (token) => {
    if (token.type === 'codespan') found.add(String(token['text']).replace(/\s+/g, ' '));
  });
  return [...found].toSorted();
}

it.each(['README', 'python/README'])(
  '%s names the same commands, options, settings and files in both languages',
  async (name) => {
    const english = await codeIn(`${name}.md`);
    expect(english.length).toBeGreaterThan(0);
    expect(await codeIn(`${name}.zh-cn.md`)).toEqual(english);
  },
);

describe.each(documents)('%s', (document) => {
  it('has no link that leads nowhere', async () => {
    const { links } = await partsOf(document);
    const broken: string[] = [];
    for (const link of links.filter((each) => !/^https?:/.test(each))) {
      const [file = '', anchor] = link.split('#');
      const path = file === '' ? document : join(dirname(document), file);
      const leadsSomewhere =
        existsSync(path) && (anchor === undefined || (await partsOf(path)).anchors.includes(anchor));
      if (!leadsSomewhere) broken.push(link);
    }
    expect(broken).toEqual([]);
  });

  it('names no source file that is not there', async () => {
    const folders = ['bench', 'pretrain', 'python', 'scripts', 'src', 'test', 'webview'];
    const files = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true })));
    const there = files.flat().map((path) => `/${path.replaceAll('\\', '/')}`);
    const text = await readFile(document, 'utf8');
    const named = [...text.matchAll(/`([\w./-]+\.(?:ts|mjs|py))`/g)].map(([, path = '']) => path);
    const gone = named.filter(
      (path) => !existsSync(path) && !there.some((each) => each.endsWith(`/${path}`)),
    );
    expect(gone).toEqual([]);
  });
});

describe.each(readmes)('%s', (readme) => {
  it('shows the usage of the command line as it tells it', async () => {
    const [, commands = ''] = usage().split('\n\n');
    expect(await readFile(readme, 'utf8')).toContain(commands);
  });

  it('names the settings that there are', async () => {
    const named = (await readFile(readme, 'utf8')).match(/(?<=`)clozeTuner\.[\w.]+(?=`)/g);
    const settings = Object.keys(manifest.contributes.configuration.properties);
    expect([...new Set(named)].sort()).toEqual(settings.sort());
  });

  it('lists the models that are recommended, with their sizes', async () => {
    const listed = (await readFile(readme, 'utf8')).match(/^\| `\S+\/\S+` \| \d+ MB/gm);
    expect(listed).toEqual(recommendedModels().map(({ id, megabytes }) => `| \`${id}\` | ${megabytes} MB`));
  });
});
