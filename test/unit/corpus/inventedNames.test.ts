import { describe, expect, it } from 'vitest';
import { inventedCorpus } from '../../fixtures/corpus/inventedNames';
import { trades } from '../../fixtures/corpus/trades';

const seeds = Array.from({ length: 36 }, (_, seed) => seed);

describe('the trades that invented names are given', () => {
  it.each(trades)('$kind: enough different frames, each with the name once', ({ sentences, probes }) => {
    expect(new Set(sentences).size).toBeGreaterThanOrEqual(45);
    expect(new Set(probes).size).toBeGreaterThanOrEqual(6);
    for (const frame of [...sentences, ...probes]) expect(frame.split('＊'), frame).toHaveLength(2);
  });

  it.each(trades)(
    '$kind: the name stands at the beginning, in the middle and at the end',
    ({ sentences }) => {
      const atBeginning = sentences.filter((frame) => frame.startsWith('＊')).length;
      const atEnd = sentences.filter((frame) => /＊。$/u.test(frame)).length;
      expect(atBeginning).toBeGreaterThanOrEqual(5);
      expect(atEnd).toBeGreaterThanOrEqual(5);
      expect(sentences.length - atBeginning - atEnd).toBeGreaterThanOrEqual(15);
    },
  );
});

describe('inventedCorpus', () => {
  it('has forty different sentences with the name in each', () => {
    for (const { name, sentences } of seeds.map(inventedCorpus)) {
      expect(new Set(sentences).size).toBe(40);
      for (const sentence of sentences) expect(sentence).toContain(name);
    }
  });

  it('has six probes with a gap of the length of the name, none of which is said in the corpus', () => {
    for (const { name, sentences, probes } of seeds.map(inventedCorpus)) {
      expect(new Set(probes).size).toBe(6);
      for (const probe of probes) {
        expect(probe.split('[MASK]')).toHaveLength(name.length + 1);
        const said = probe.replace('[MASK]'.repeat(name.length), name).replace(/。$/u, '');
        expect(sentences.join('\n')).not.toContain(said);
      }
    }
  });

  it('gives each trade names of two, three and four characters in eighteen seeds', () => {
    const met = new Set(
      seeds
        .slice(0, 18)
        .map(inventedCorpus)
        .map(({ kind, name }) => `${kind} ${name.length}`),
    );
    expect(met.size).toBe(18);
  });

  it('is fixed by its seed', () => {
    expect(inventedCorpus(7)).toEqual(inventedCorpus(7));
    expect(inventedCorpus(7).name).not.toBe(inventedCorpus(7 + 18).name);
  });
});
