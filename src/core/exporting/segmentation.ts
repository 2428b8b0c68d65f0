import type { Model } from '../modelFiles/modelFolder';
import { toExamples, type Example } from '../corpus/examples';
import { matcherOf } from '../masking/termMatcher';
import { unitsOf } from '../masking/units';

/**
 * Texts as JSON lines, `{"words": […]}`, cut as they are masked here, so that whoever masks them needs no segmenter:
 * into words and terms, which joined are the text. A text that is too long for the model is several lines.
 */
export function segmentedLines(
  sentences: readonly string[],
  { tokenizer, config }: Pick<Model, 'tokenizer' | 'config'>,
  terms: readonly string[],
): string {
  const findTermsIn = matcherOf(terms);
  return toExamples(sentences, tokenizer, config.maxPositions)
    .map((example) => `${JSON.stringify({ words: wordsOf(example, findTermsIn) })}\n`)
    .join('');
}

function wordsOf(example: Example, findTermsIn: ReturnType<typeof matcherOf>): string[] {
  const { text, starts } = example;
  // The first token of `ids` is [CLS], which has no place in the text.
  const begins = unitsOf(example, findTermsIn).map(({ start }) => starts[start - 1] ?? 0);
  return begins.map((begin, index) => text.slice(index === 0 ? 0 : begin, begins[index + 1]));
}
