/** Finds out whether the records of a file explain words, as the rows of a glossary or of a word list do. */
import { isChinese } from './clean';
import type { FieldPlace } from './otherValues';

/** A string of a record. */
export interface FieldValue extends FieldPlace {
  text: string;
}

/** Where the words stand, and what they mean. */
export type Glossary =
  | { readonly kind: 'columns'; readonly word: string; readonly meaning: string }
  /** `{"灵梭": "把海风变成淡水的机器", …}`: a single record, whose fields are named by the words. */
  | { readonly kind: 'names' };

const wordNames: readonly string[] = [
  ...['term', 'word', 'name', 'headword', 'entry', 'concept'],
  ...['词', '词语', '词条', '生词', '单词', '成语', '术语', '名词', '名称', '名字', '概念'],
];

const meaningNames: readonly string[] = [
  ...['meaning', 'definition', 'explanation', 'description', 'gloss'],
  ...['释义', '词义', '定义', '解释', '含义', '意思', '说明', '描述', '介绍', '简介'],
];

/** What is told apart as words, where no field's name says it. */
const wordShape = /^\p{Script=Han}{1,8}$/u;
const fewestWords = 3;
/** How many times as long as their words meanings are. */
const leastLength = 2;

/** Whether a field's name says that there are words in it, or what words mean. */
export function isNamedAsGlossary(field: string): boolean {
  return wordNames.includes(nameOf(field)) || meaningNames.includes(nameOf(field));
}

/** The fields of a glossary that are named as such. @param fields with something in Chinese in them */
export function namedGlossary(fields: readonly string[]): Glossary | undefined {
  const word = fields.find((field) => wordNames.includes(nameOf(field)));
  const meaning = fields.find((field) => meaningNames.includes(nameOf(field)));
  return word === undefined || meaning === undefined ? undefined : { kind: 'columns', word, meaning };
}

/**
 * A glossary whose fields are not named as such: two in Chinese, of which the second explains the first.
 *
 * @param fields those with something in Chinese in them.
 */
export function unnamedGlossary(
  fields: readonly string[],
  values: readonly FieldValue[],
): Glossary | undefined {
  const chinese = values.filter(({ text }) => isChinese(text));
  const isOneRecord = new Set(values.map(({ record }) => record)).size === 1;
  if (isOneRecord) {
    const meanings = chinese.map(({ text }) => text);
    return areExplained(fields, meanings) ? { kind: 'names' } : undefined;
  }
  const [word, meaning, ...others] = fields;
  if (word === undefined || meaning === undefined || others.length > 0) return undefined;
  const textsOf = (name: string): string[] =>
    chinese.filter(({ field }) => field === name).map(({ text }) => text.trim());
  return areExplained(textsOf(word), textsOf(meaning)) ? { kind: 'columns', word, meaning } : undefined;
}

function areExplained(words: readonly string[], meanings: readonly string[]): boolean {
  const isWordList =
    words.length >= fewestWords &&
    new Set(words).size === words.length &&
    words.every((word) => wordShape.test(word));
  return isWordList && meanLength(meanings) >= leastLength * meanLength(words);
}

function meanLength(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0) / texts.length;
}

function nameOf(field: string): string {
  return (field.split('.').at(-1) ?? '').trim().toLowerCase();
}

/** A word with its meaning, as people write glossaries: 灵梭：把海风变成淡水的机器; or a word that has none. */
export interface Entry {
  readonly text: string;
  readonly line: number;
  readonly hasMeaning: boolean;
}

/** Puts words and their meanings together, record by record. */
export class EntryReader {
  private record: number | undefined;
  private word: FieldValue | undefined;
  private meaning: FieldValue | undefined;

  constructor(private readonly glossary: Glossary) {}

  *add(value: FieldValue): Generator<Entry> {
    const { glossary } = this;
    if (glossary.kind === 'names') {
      if (isChinese(value.text)) yield entryOf({ ...value, text: value.field }, value);
      return;
    }
    if (value.record !== this.record) yield* this.end();
    this.record = value.record;
    if (value.field === glossary.word) this.word = value;
    if (value.field === glossary.meaning) this.meaning = value;
  }

  *end(): Generator<Entry> {
    const { word, meaning } = this;
    if (meaning && isChinese(meaning.text)) yield entryOf(word, meaning);
    else if (word && isChinese(word.text)) yield { text: word.text, line: word.line, hasMeaning: false };
    this.word = undefined;
    this.meaning = undefined;
  }
}

function entryOf(word: FieldValue | undefined, meaning: FieldValue): Entry {
  const head = word?.text.trim() ?? '';
  const text = head === '' ? meaning.text : `${head}：${meaning.text.trim()}`;
  return { text, line: (word ?? meaning).line, hasMeaning: true };
}
