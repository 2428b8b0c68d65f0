import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { makeFolder, startEngine, text } from './support';

const embedded = { folder: 'embedded', version: '' };
/** A model of random numbers. */
const randomModel = resolve(import.meta.dirname, '../fixtures/oracle/tiny');

describe('an engine', () => {
  it('completes every gap of a text, best first', async () => {
    const { client } = startEngine();
    const { completions } = await client.request('fill', {
      text: '今天天气很[MASK]，我们去[MASK][MASK]。',
      model: embedded,
      top: 5,
    });
    expect(completions).toHaveLength(5);
    const probabilities = completions.map(({ probability }) => probability);
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
    for (const { text, fillings } of completions) {
      expect(text).toBe(`今天天气很${fillings[0] ?? ''}，我们去${fillings[1] ?? ''}。`);
    }
  });

  it('refuses a text without [MASK] with a sentence that says what to do', async () => {
    const { client } = startEngine();
    const request = client.request('fill', { text: '今天天气很好。', model: embedded, top: 5 });
    await expect(request).rejects.toMatchObject({
      failure: 'refused',
      message: 'There is no [MASK] in the text. Write [MASK] for each character to be filled in.',
    });
  });

  it('speaks the language of the translations that it is started with', async () => {
    const folder = await makeFolder();
    const bundle = join(folder, 'bundle.json');
    const message = 'There is no [MASK] in the text. Write [MASK] for each character to be filled in.';
    await writeFile(bundle, JSON.stringify({ [message]: '文中没有 [MASK]。' }));
    const { client } = startEngine(bundle);
    const request = client.request('fill', { text: '今天天气很好。', model: embedded, top: 5 });
    await expect(request).rejects.toMatchObject({ message: '文中没有 [MASK]。' });
  });

  it('goes on after a model that is none', async () => {
    const { client } = startEngine();
    const broken = { folder: await makeFolder(), version: '' };
    const fillWith = (model: typeof broken) => client.request('fill', { text: '[MASK]好', model, top: 1 });
    await expect(fillWith(broken)).rejects.toMatchObject({ failure: 'refused' });
    expect((await fillWith(embedded)).completions).toHaveLength(1);
  });

  it('says what a corpus has to learn from', async () => {
    const { client } = startEngine();
    const corpus = { text: { name: 'text.md', content: `${text}\n军中人人敬重诸葛涛。` } };
    const check = await client.request('check', { corpus, base: 'embedded' });
    expect(check).toMatchObject({ sentences: 4, duplicates: 1, terms: ['诸葛涛'], newCharacters: [] });
    expect(check.probes).toHaveLength(3);
    for (const probe of check.probes) expect(probe).toContain('[MASK]');
  });

  it('shows what it learns in sentences that are kept to check with, where a corpus has some', async () => {
    const { client } = startEngine();
    const train = ['诸葛涛是蜀汉的将领。', '军中人人敬重诸葛涛。', '刘备常与诸葛涛议事。'];
    const content = JSON.stringify({ train, test: ['曹操没有见过诸葛涛。'] });
    const { probes } = await client.request('check', {
      corpus: { text: { name: 'corpus.json', content } },
      base: 'embedded',
    });
    expect(probes[0]).toBe('曹操没有见过[MASK][MASK][MASK]。');
    expect(probes).toHaveLength(3);
  });

  it.each([
    ['an empty text', 'text.md', '', 'Chinese'],
    ['a broken JSON', 'corpus.json', '["诸葛涛是蜀汉的将领。" 1]', 'line 1'],
    ['a text that is not Chinese', 'text.md', 'To be or not to be.', 'Chinese'],
  ])('refuses %s as a corpus', async (_, name, content, reason) => {
    const { client } = startEngine();
    const corpus = { text: { name, content } };
    const request = client.request('check', { corpus, base: 'embedded' });
    await expect(request).rejects.toMatchObject({ failure: 'refused' });
    await expect(request).rejects.toThrow(reason);
  });

  it('checks a text for a model whose head is untrained, too: its import has asked', async () => {
    const { client } = startEngine();
    const request = { corpus: { text: { name: 'text.md', content: text } }, base: randomModel };
    expect(await client.request('check', request)).toMatchObject({ skipped: [] });
  });

  it('expects a longer run for more effort, and says what the corpus has to learn from', async () => {
    const { client } = startEngine();
    const request = { corpus: { text: { name: 'text.md', content: text } }, base: 'embedded' };
    const { check, seconds, memory } = await client.request('estimate', request);
    expect(check).toEqual(await client.request('check', request));
    expect(seconds.quick).toBeGreaterThan(0);
    expect(seconds.balanced).toBeGreaterThan(seconds.quick);
    expect(seconds.thorough).toBeGreaterThan(seconds.balanced);
    expect(memory).toBeGreaterThan(50_000_000); // the model alone is a good part of that
  });

  it('refuses a binary file as a corpus', async () => {
    const { client } = startEngine();
    const path = join(await makeFolder(), 'picture.txt');
    await writeFile(path, await readFile(resolve(import.meta.dirname, '../../media/icon.png')));
    const request = client.request('check', { corpus: { files: [path] }, base: 'embedded' });
    await expect(request).rejects.toMatchObject({ failure: 'refused' });
    await expect(request).rejects.toThrow('picture.txt');
  });
});
