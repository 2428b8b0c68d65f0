import type { JsonLeaf } from './jsonValues';
import { namesOfTokens } from './fieldNames';

/**
 * Puts sentences together that are lists of their characters or words, with a label for each in another list, as data
 * sets for finding names have them: `{"tokens": ["今", "天"], "labels": ["O", "O"]}`. Each takes its list's place.
 */
export async function* joinTokens(leaves: AsyncIterable<JsonLeaf>): AsyncGenerator<JsonLeaf> {
  let tokens: JsonLeaf[] = [];
  let otherList: number | undefined;
  for await (const leaf of leaves) {
    if (leaf.list !== tokens[0]?.list || tokens.length === mostTokens) {
      yield* joined(tokens);
      tokens = [];
    }
    if (leaf.list !== undefined && leaf.list !== otherList && isToken(leaf)) {
      tokens.push(leaf);
    } else {
      yield* tokens;
      tokens = [];
      otherList = leaf.list;
      yield leaf;
    }
  }
  yield* joined(tokens);
}

/** Of a longer list, so many make a sentence. */
export const mostTokens = 100_000;

const longestWord = 10;

const han = /\p{Script=Han}/u;

/** A character, or what has no Chinese characters and no space in it; in a list called tokens, a Chinese word, too. */
function isToken({ path, text }: JsonLeaf): boolean {
  if (text === undefined) return false;
  if (isCharacter(text) || text.trim() === '') return true;
  if (!han.test(text)) return !/\s/u.test(text);
  return isNamedTokens(path) && text.length <= longestWord && /^[\p{L}\p{N}]+$/u.test(text);
}

function isCharacter(text: string): boolean {
  return text.length <= 2 && Array.from(text).length === 1;
}

function isNamedTokens(path: readonly string[]): boolean {
  const name = path.findLast((step) => step !== '[]');
  return name !== undefined && namesOfTokens.includes(name.toLowerCase());
}

function* joined(tokens: readonly JsonLeaf[]): Generator<JsonLeaf> {
  const [first] = tokens;
  if (first === undefined || !areSentence(tokens)) {
    yield* tokens;
    return;
  }
  const path = first.path.slice(0, -1);
  yield {
    ...first,
    path,
    text: spelt(tokens.map(({ text = '' }) => text)),
    list: undefined,
    itemNumber: path.includes('[]') ? first.itemNumber : 0,
  };
}

/** How many different tokens of a list tell a sentence from a column of labels such as `["好", "坏", "好"]`. */
const manyDifferent = 8;

function areSentence(tokens: readonly JsonLeaf[]): boolean {
  const texts = tokens.map(({ text = '' }) => text);
  const chinese = texts.filter((text) => han.test(text)).length;
  const characters = texts.filter(isCharacter).length;
  const different = new Set(texts).size;
  return (
    chinese > 1 &&
    different >= Math.min(manyDifferent, texts.length / 2) &&
    (characters > texts.length / 2 || isNamedTokens(tokens[0]?.path ?? []))
  );
}

/** Chinese runs on, and so do digits and letters one by one; words of an alphabet are kept apart. */
export function spelt(tokens: readonly string[]): string {
  const isWord = (text: string | undefined): boolean =>
    /^[\p{L}\p{N}]{2,}$/u.test(text ?? '') && !han.test(text ?? '');
  return tokens
    .map((token, index) => (isWord(token) && isWord(tokens[index - 1]) ? ` ${token}` : token))
    .join('');
}
