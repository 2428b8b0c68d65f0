/** Characters that a vocabulary lacks. */
import { allTokens, type TokenizerDescription } from './description';
import { Tokenizer } from './tokenizer';

/** So many different words are remembered before they are forgotten all at once. */
const mostRemembered = 200_000;

/**
 * The characters that make words of the texts unknown, in order of first appearance, in the form that the model sees
 * (lower case, for instance). A word that is unknown because it is too long has none.
 */
export function unknownCharacters(tokenizer: Tokenizer, texts: Iterable<string>): string[] {
  const unknown = new Set<string>();
  const knownWords = new Set<string>();
  const inspect = (word: string): void => {
    if (knownWords.has(word)) return;
    if (knownWords.size >= mostRemembered) knownWords.clear();
    knownWords.add(word);
    if (tokenizer.knows(word)) return;
    for (const character of charactersWithoutPiece(tokenizer, word)) unknown.add(character);
  };
  for (const text of texts) tokenizer.segmenter.eachPart(text, () => undefined, inspect);
  return [...unknown];
}

/**
 * A tokenizer that encodes each of the characters as itself. One that had no row gets one at the end, in the order
 * given; one that had a row keeps it.
 *
 * A character that BERT sets apart (Chinese, punctuation) only needs its row. Any other, such as an emoji, would
 * still be unknown inside a word and so becomes an added token, which is found before words are looked at.
 *
 * @param characters single code points; those that normalization removes are passed over.
 */
export function withCharacters(tokenizer: Tokenizer, characters: readonly string[]): Tokenizer {
  const { description, segmenter } = tokenizer;
  // All tokens: behind added tokens that have no row in the vocabulary proper, other readers would renumber new ones.
  const vocabulary = allTokens(description);
  const addedTokens = [...description.addedTokens];
  let next = tokenizer.vocabularySize;
  for (const character of characters) {
    if (Array.from(character).length !== 1) throw new RangeError(`“${character}” is not one character.`);
    const standsAlone = segmenter.standsAlone(character);
    const form = segmenter.normalForm(character);
    const content = standsAlone ? form : segmenter.composed(form);
    if (content === '') continue;
    const id = vocabulary.get(content) ?? next++;
    vocabulary.set(content, id);
    if (standsAlone || addedTokens.some((added) => added.content === content)) continue;
    addedTokens.push({
      content,
      id,
      special: false,
      normalized: true,
      singleWord: false,
      lstrip: false,
      rstrip: false,
    });
  }
  return new Tokenizer({ ...description, vocabulary, addedTokens });
}

/**
 * The characters of a word at which WordPiece finds no piece. Once such a character has a token, that divides the
 * word, so what follows it is looked at as a word of its own.
 */
function charactersWithoutPiece({ description, segmenter }: Tokenizer, word: string): string[] {
  const found: string[] = [];
  if (Array.from(word).length > description.longestWord) return found;
  for (let rest = word; rest !== '';) {
    const known = knownStart(description, rest);
    let end = 0;
    for (const character of segmenter.composed(rest)) {
      end += segmenter.normalForm(character).length;
      if (end <= known) continue;
      found.push(character);
      break;
    }
    rest = rest.slice(end);
  }
  return found;
}

/** How many UTF-16 units of a word, from its start, WordPiece finds pieces for. */
function knownStart({ vocabulary, continuingPrefix }: TokenizerDescription, word: string): number {
  let start = 0;
  for (let end = word.length; end > start; end--) {
    if (vocabulary.has((start > 0 ? continuingPrefix : '') + word.slice(start, end))) {
      start = end;
      end = word.length + 1;
    }
  }
  return start;
}
