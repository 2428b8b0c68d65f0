import { expect, it } from 'vitest';

import { splitCorpus } from '../../../src/core/training/lessonText';

it('a corpus that comes with a test set is checked with that, and all of the rest is learnt', () => {
  const report = { sources: [], sentences: 3, duplicates: 0, skipped: [] };
  const corpus = { train: ['春天来了。', '花开了。'], test: ['雪化了。'], report };
  expect(splitCorpus(corpus, [], 0)).toEqual({
    training: corpus.train,
    validation: corpus.test,
    checkedOnItself: false,
  });
});
