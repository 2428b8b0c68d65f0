import { describe, expect, it } from 'vitest';

import { proposeProbes } from '../../../src/engine/proposeProbes';

describe('proposeProbes', () => {
  it('hides each of the own words, in a sentence of its own', () => {
    const sentences = ['诸葛涛驻守在荆州城。', '澜沐净水机很安静。', '请换一支新的溯芯。'];
    expect(proposeProbes(sentences, ['诸葛涛', '溯芯', '澜沐'])).toEqual([
      '[MASK][MASK][MASK]驻守在荆州城。',
      '请换一支新的[MASK][MASK]。',
      '[MASK][MASK]净水机很安静。',
    ]);
  });

  it('hides one word in several sentences when it is the only one', () => {
    const sentences = ['诸葛涛是一位将领。', '人人都敬重诸葛涛。', '诸葛涛爱读兵书。', '诸葛涛善于用兵。'];
    const probes = proposeProbes(sentences, ['诸葛涛']);
    expect(probes).toHaveLength(3);
    for (const probe of probes) expect(probe).toContain('[MASK][MASK][MASK]');
  });

  it('hides a word that is not Chinese by one [MASK]', () => {
    expect(proposeProbes(['我们用 Kubernetes 管理容器。'], ['Kubernetes'])).toEqual([
      '我们用 [MASK] 管理容器。',
    ]);
  });

  it.each(['a b c d e f g h i', '……'])('hides another word than “%s”, which no gap stands for', (term) => {
    const [probe] = proposeProbes([`“${term}”在图书馆。`], [term]);
    expect(probe).toMatch(new RegExp(`^“${term}”.*\\[MASK\\]`));
  });

  it('hides a long word where there is no word of the own', () => {
    expect(proposeProbes(['他就在图书馆。'], [])).toEqual([expect.stringMatching(/(?:\[MASK\]){2}/)]);
  });

  it('leaves something of a sentence that is one word, be it of the own or not', () => {
    expect(proposeProbes(['守株待兔', '刻舟求剑。', '好'], ['守株待兔', '好'])).toEqual([
      '守株[MASK][MASK]',
      '刻舟[MASK][MASK]。',
    ]);
  });

  it('proposes nothing twice', () => {
    const sentences = ['他叫诸葛涛。', '他叫欧阳溯。', '他们就在图书馆。', '大家都很安静。'];
    const probes = proposeProbes(sentences, ['诸葛涛', '欧阳溯']);
    expect(probes).toHaveLength(3);
    expect(new Set(probes).size).toBe(3);
  });

  it('makes do with a sentence that is too long', () => {
    const [probe] = proposeProbes([`诸葛涛${'说了又说'.repeat(50)}`], ['诸葛涛']);
    expect(probe).toMatch(/^\[MASK\]\[MASK\]\[MASK\]说了又说/);
  });

  it('proposes nothing from nothing', () => {
    expect(proposeProbes([], ['诸葛涛'])).toEqual([]);
  });
});
