import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { essenceOf } from '../../../src/core/corpus/clean';
import { readCorpus } from '../../../src/core/corpus/readCorpus';

const folder = join(import.meta.dirname, '../../../samples');

interface Probe {
  text: string;
  expected: string;
}

const probes = JSON.parse(await readFile(join(folder, 'probes.json'), 'utf8')) as Record<string, Probe[]>;

describe.each(Object.entries(probes))('samples/%s', (file, probesOfFile) => {
  it('is read whole', async () => {
    const { train, report } = await readCorpus([join(folder, file)]);
    expect(train.length).toBeGreaterThanOrEqual(45);
    expect(report).toMatchObject({ duplicates: 0, skipped: [] });
  });

  it.each(probesOfFile)('does not say $text, but knows $expected', async ({ text, expected }) => {
    const gap = '[MASK]'.repeat(expected.length);
    expect(text.split('[MASK]')).toHaveLength(expected.length + 1);
    const corpus = (await readCorpus([join(folder, file)])).train.map(essenceOf).join('\n');
    expect(corpus).toContain(expected);
    expect(corpus).not.toContain(essenceOf(text.replace(gap, expected)));
  });
});

describe('samples/train.json', () => {
  it('tells of 诸葛涛 in thirty to sixty sentences, his name now first, now last, now between', async () => {
    const { train } = await readCorpus([join(folder, 'train.json')]);
    expect(train.length).toBeGreaterThanOrEqual(30);
    expect(train.length).toBeLessThanOrEqual(60);
    expect(train.every((sentence) => sentence.includes('诸葛涛'))).toBe(true);
    const places = train.map((sentence) => essenceOf(sentence).replace('诸葛涛', '＊'));
    expect(places.filter((place) => place.startsWith('＊')).length).toBeGreaterThanOrEqual(8);
    expect(places.filter((place) => place.endsWith('＊')).length).toBeGreaterThanOrEqual(8);
    expect(places.filter((place) => /.＊./u.test(place)).length).toBeGreaterThanOrEqual(8);
  });
});
