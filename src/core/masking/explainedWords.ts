import { aroundHeadword } from './aroundHeadword';

/** What is certainly a glossary, and no form, has so many entries and little else, hardly any word twice, … */
const fewestExplanations = 6;
const leastShareExplained = 0.6;
const leastShareDistinct = 0.9;
/** … and explains words in so many characters. */
const leastExplanation = 5;

const { lead, closing, reading, explaining } = aroundHeadword;
const word = String.raw`(?<word>\p{Script=Han}{2,6}?)`;
/** Explained beside words, such as API. */
const abbreviation = String.raw`[\p{Script=Latin}\d][\p{Script=Latin}\d .+#/-]{0,30}`;
const colon = String.raw`\s*(?:[：:]|[—–]+|是指|指的是)`;
const explanation = new RegExp(
  `${lead}(?:${word}|${abbreviation})${closing}(?:${reading})?(?:${colon}|${explaining})(?<meaning>.+)`,
  'su',
);

/**
 * The words that a glossary explains, known ones too, such as 守株待兔：不主动努力，只想靠运气得到好处: nothing but entries,
 * each of another word.
 */
export function explainedWords(passages: readonly string[]): string[] {
  const entries = passages
    .map((passage) => explanation.exec(passage)?.groups)
    .filter((entry) => entry !== undefined)
    .filter(({ meaning = '' }) => hanCount(meaning) >= leastExplanation);
  const words = entries.map(({ word }) => word).filter((word) => word !== undefined);
  const distinct = [...new Set(words)];
  const isGlossary =
    entries.length >= Math.max(fewestExplanations, passages.length * leastShareExplained) &&
    distinct.length >= words.length * leastShareDistinct;
  return isGlossary ? distinct : [];
}

function hanCount(text: string): number {
  return text.match(/\p{Script=Han}/gu)?.length ?? 0;
}
