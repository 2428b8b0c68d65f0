import { cleanText } from './clean';
import { splitIntoSentences } from './sentences';

/**
 * Characters up to which what stands together stays together: sentences that explain each other are worth more to a
 * model than each alone, as long as they fit into the smallest models' window.
 */
const longestPassage = 100;

/** What goes on for longer without an end is no sentence, but text without full stops, as speech recognition writes it. */
const longestSentence = 400;
/** It is cut behind a comma or a space, or else anywhere. */
const pieceOfUnended = new RegExp(
  String.raw`.{1,${longestPassage - 1}}(?:[，、：,:\s]|$)|.{1,${longestPassage}}`,
  'gsu',
);

/**
 * A text as passages, each a list of sentences: a text that is short enough is one passage; a longer one is cut at
 * its lines and at sentence ends into passages as long as may be. A single long sentence stays whole, if it is one.
 */
export function passagesOf(text: string): string[][] {
  const lines = text.split(/[\n\r\u0085\u2028\u2029]+/u).map(cleanText);
  const whole = lines.filter((line) => line !== '').join(' ');
  if (whole.length <= longestPassage) return whole === '' ? [] : [splitIntoSentences(whole)];
  return lines.flatMap((line) => inPassages(splitIntoSentences(line).flatMap(withoutUnended)));
}

function withoutUnended(sentence: string): string[] {
  return sentence.length <= longestSentence ? [sentence] : (sentence.match(pieceOfUnended) ?? []);
}

function inPassages(sentences: readonly string[]): string[][] {
  const passages: string[][] = [];
  let length = Infinity;
  for (const sentence of sentences) {
    const current = passages.at(-1);
    if (current === undefined || length + sentence.length > longestPassage) {
      passages.push([sentence]);
      length = sentence.length;
    } else {
      current.push(sentence);
      length += sentence.length;
    }
  }
  return passages;
}
