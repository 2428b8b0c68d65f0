import { readFileSync } from 'node:fs';
import { splitIntoSentences } from '../src/core/corpus/sentences';

/** What people select, as far as we can say: a class's reading text, a handbook, sentences about one name. */
const samples = ['samples/class-reading.txt', 'samples/product-handbook.md', 'samples/train.json'];

/** The characters of each sentence of the samples, all stretched alike to come to `mean` characters on average. */
export function sentenceLengths(mean: number): number[] {
  const lengths = samples
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .flatMap(splitIntoSentences)
    .map((sentence) => sentence.match(/\p{Script=Han}|[。，、：；！？]/gu)?.length ?? 0)
    .filter((length) => length > 0);
  const stretch = (mean * lengths.length) / lengths.reduce((sum, length) => sum + length, 0);
  return lengths.map((length) => Math.round(length * stretch));
}
