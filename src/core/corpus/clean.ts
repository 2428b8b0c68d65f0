import { withoutEntities } from './entities';

const space = /\s+/gu;
/** Control, zero-width and direction characters, variation selectors, private use, and halves of surrogate pairs. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * One line of text as it is meant to be read: no entities of HTML and nothing invisible in it, each run of white space
 * one space, NFC.
 */
export function cleanText(text: string): string {
  return withoutEntities(text).normalize('NFC').replace(space, ' ').replace(invisible, '').trim();
}

const anyHan = /\p{Script=Han}/u;
const han = /\p{Script=Han}/gu;
const kanaOrHangul = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
/** A word in another script than the East Asian ones: letters (the class excludes non-letters) of none of those. */
const foreignWord = /[^\P{L}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const otherThanHan = /[^\P{L}\p{Script=Han}]/u;

/** Foreign words that a Chinese sentence may have for each Chinese character: `用 Visual Studio Code 写`. */
const foreignWordsPerCharacter = 4;

/** Whether a text is Chinese, foreign words within it or not; Japanese and Korean are not. */
export function isChinese(text: string): boolean {
  if (!otherThanHan.test(text)) return anyHan.test(text);
  const characters = count(text, han);
  return (
    characters > 0 &&
    count(text, kanaOrHangul) <= characters &&
    count(text, foreignWord) <= characters * foreignWordsPerCharacter
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Signs that say as much as a letter: C++, C#, 5%, 3.5, 1:2, 2+3, −5. */
const tellingSign = [
  String.raw`(?<=[A-Za-z\d][+#]?)[+#%％‰]`,
  String.raw`(?<=\d)[.:/+*=×÷<>~～–−-](?=\d)`,
  String.raw`(?<![A-Za-z\d-])[−-](?=\d)`,
].join('|');
const saysNothing = new RegExp(String.raw`(?!${tellingSign})[^\p{L}\p{N}]`, 'gu');

/** What two sentences have in common that differ in nothing but punctuation, spaces and case. */
export function essenceOf(sentence: string): string {
  return sentence.replace(saysNothing, '').toLowerCase();
}

/**
 * A copy that does not keep alive the larger string it was cut from. (V8 represents a part of a string as a
 * reference into the whole, so one sentence kept would hold all the text read with it.)
 */
export function detached(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
