import { describe, expect, test } from 'vitest';
import { segmentedLines } from '../../../src/core/exporting/segmentation';
import { embeddedModel } from '../../../src/core/modelFiles/embeddedModel';
import { readModelFolder } from '../../../src/core/modelFiles/modelFolder';

const model = await readModelFolder(embeddedModel());

function wordsIn(lines: string): string[][] {
  return lines
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { words: string[] }).words);
}

describe('a corpus cut into words', () => {
  test('keeps terms whole and text as it was', () => {
    const texts = ['诸葛涛驻守荆州，Good morning！', '军中人人敬重诸葛涛。'];
    const words = wordsIn(segmentedLines(texts, model, ['诸葛涛']));
    expect(words[0]).toContain('诸葛涛');
    expect(words[1]?.at(-2)).toBe('诸葛涛');
    expect(words.map((line) => line.join(''))).toEqual(texts);
  });

  test('has a line for each window of a long text', () => {
    const text = '今天天气很好，我们去公园散步。'.repeat(20);
    const words = wordsIn(segmentedLines([text], model, []));
    expect(words.length).toBeGreaterThan(1);
    expect(words.flat().join('')).toBe(text);
  });
});
