import { describe, expect, it } from 'vitest';
import { cleanText, essenceOf, isChinese } from '../../../src/core/corpus/clean';
import { replaySentences, retentionSentences } from '../../../src/core/corpus/plainSentences';

const all = [...replaySentences, ...retentionSentences];

describe('the plain sentences', () => {
  it('are enough to replay and to measure with', () => {
    expect(replaySentences.length).toBeGreaterThanOrEqual(400);
    expect(retentionSentences.length).toBeGreaterThanOrEqual(190);
  });

  it('are all different, so that none is measured that is trained on', () => {
    expect(new Set(all.map(essenceOf)).size).toBe(all.length);
  });

  it('are clean Chinese sentences of ten to forty characters', () => {
    for (const sentence of all) {
      expect(cleanText(sentence)).toBe(sentence);
      expect(isChinese(sentence)).toBe(true);
      expect(sentence).toMatch(/^.{10,40}$/u);
      expect(sentence).toMatch(/[。！？][”]?$/u);
    }
  });

  it('do not begin alike', () => {
    expect(new Set(all.map((sentence) => sentence.slice(0, 4))).size).toBe(all.length);
  });

  it('say nothing of what the samples teach', () => {
    expect(all.join('')).not.toMatch(/诸葛涛|澜沐|溯芯|陆小禾|追云号/u);
  });
});
