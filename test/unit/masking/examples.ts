import type { Example } from '../../../src/core/corpus/examples';
import type { Vocabulary } from '../../../src/core/masking/vocabulary';
import { randomFor } from '../../../src/core/random';

const reserved = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', '[unused1]', '##ing'];

const vocabulary = [
  ...reserved,
  ...Array.from(
    '诸葛涛是蜀汉的丞相率兵出征大军他每天早上都去公园跑步老师同学们今年春节回家看望父母很高兴，。',
  ),
  'cloze',
  '2',
];

/** A tokenizer of single characters and alphabetic words. */
export const characterTokenizer: Vocabulary = {
  special: { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 },
  vocabularySize: vocabulary.length,
  token: (id) => vocabulary[id] ?? '[UNK]',
};

/** An example of a text; characters outside the small vocabulary are `[UNK]`. */
export function exampleOf(text: string): Example {
  const matches = [...text.matchAll(/[a-z]+|\S/gu)];
  const ids = matches.map(({ 0: token }) => Math.max(vocabulary.indexOf(token), 1));
  return {
    text,
    ids: Int32Array.of(2, ...ids, 3),
    starts: Int32Array.from(matches, ({ index }) => index),
  };
}

/** Sentences of words in random order, 12 to 40 tokens long. */
export function manyExamples(count: number, words: readonly string[]): Example[] {
  const random = randomFor(1, 'sentences');
  return Array.from({ length: count }, () => {
    const length = 12 + random.below(26);
    let text = '';
    while (text.length < length) text += random.pick(words) ?? '';
    return exampleOf(`${text}。`);
  });
}
