import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { isChinese } from './clean';
import type { TextItem } from './textItem';

/** What a text is asked, and what is found in it: most often excerpts. */
const questionsAndAnswers: readonly string[] = [
  'question',
  'questions',
  'answer',
  'answers',
  'qas',
  '问题',
  '答案',
  '回答',
  '问',
  '答',
];

/** What fields with text in them are called, best first; those of one row stand side by side in a record. */
const textFieldNames: readonly (readonly string[])[] = [
  ['text', 'texts', '文本', '正文'],
  ['sentence', 'sentences', '句子', '语句'],
  ['content', 'contents', 'body', 'article', 'document', 'doc', '内容', '文章', '全文', '原文'],
  ['paragraph', 'paragraphs', 'passage', 'context', '段落'],
  ['review', 'comment', 'message', 'utterance', 'description', 'abstract', 'summary', '评论', '描述', '摘要'],
  [...questionsAndAnswers, 'instruction', 'input', 'output', 'prompt', 'response'],
  ['title', '标题'],
];

/** A string of a record with the name of its field; empty for a string that is an array's item itself. */
export interface FieldValue {
  field: string;
  text: string;
  line: number;
}

/** Whether a field's name says that there is text in it. */
export function isNamedAsText(field: string): boolean {
  return rankOfName(field) < textFieldNames.length;
}

/**
 * `data.Sentence_2` and `sentence_text` are as good names as `sentence`; `answers.text` is no better than `answers`: the
 * passages that are asked about are worth more (SQuAD, CMRC 2018, DRCD).
 */
function rankOfName(field: string): number {
  const [name = '', ...outerNames] = field.split('.').map(stemOf).reverse();
  const rank = rankOfStem(name);
  return outerNames.some((outer) => questionsAndAnswers.includes(outer))
    ? Math.max(rank, rankOfStem('answer'))
    : rank;
}

function stemOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/_text$|_?[\dab]$/u, '');
}

function rankOfStem(name: string): number {
  const rank = textFieldNames.findIndex((names) => names.includes(name));
  return rank >= 0 ? rank : textFieldNames.length;
}

/** How many values, and characters, are looked at before it is decided in which fields the text is. */
const sample = { values: 2000, characters: 1_000_000 };

/**
 * Finds out in which fields of many like records the text is, and passes on what stands there: strings that are items
 * themselves, else fields that are named as text, else the only field in Chinese.
 */
export class TextFieldFinder {
  private readonly names = new Set<string>();
  private waiting: FieldValue[] = [];
  private waitingCharacters = 0;
  private textFields: ReadonlySet<string> | undefined;

  constructor(private readonly heldOut = false) {}

  /** The fields met, for messages. */
  get fields(): string[] {
    return [...this.names].filter((name) => name !== '');
  }

  /** Whether text was found; known after `end`. */
  get found(): boolean {
    return this.textFields !== undefined && this.textFields.size > 0;
  }

  /** Tells of a field that has no string in it. */
  mention(field: string): void {
    this.names.add(field);
  }

  *add(value: FieldValue): Generator<TextItem> {
    if (this.textFields !== undefined) {
      if (this.textFields.has(value.field)) yield this.itemOf(value);
      return;
    }
    this.names.add(value.field);
    this.waiting.push(value);
    this.waitingCharacters += value.text.length;
    if (this.waiting.length >= sample.values || this.waitingCharacters >= sample.characters)
      yield* this.end();
  }

  /** Decides with what has been seen, if it has not been decided yet. */
  *end(): Generator<TextItem> {
    this.textFields ??= textFieldsIn(this.waiting);
    for (const value of this.waiting) {
      if (this.textFields.has(value.field)) yield this.itemOf(value);
    }
    this.waiting = [];
  }

  private itemOf({ text, line }: FieldValue): TextItem {
    return { text, line, heldOut: this.heldOut };
  }
}

function textFieldsIn(values: readonly FieldValue[]): ReadonlySet<string> {
  const chinese = [...new Set(values.filter(({ text }) => isChinese(text)).map(({ field }) => field))];
  if (chinese.includes('')) return new Set(['']);
  const best = Math.min(...chinese.map(rankOfName));
  const named = chinese.filter((field) => rankOfName(field) === best);
  return new Set(best < textFieldNames.length || named.length === 1 ? named : []);
}

/** What to say of a file in whose fields no text was found. */
export function noTextField(name: string, fields: readonly string[]): UserError {
  if (fields.length === 0 || fields.some(isNamedAsText)) return notChinese(name);
  return new UserError(
    l10n.t(
      'It is not clear which field of “{0}” is the text: there are {1}. Name the one with the Chinese sentences “text”.',
      name,
      fields.slice(0, 12).join(', '),
    ),
  );
}

export function notChinese(name: string): UserError {
  return new UserError(l10n.t('There is no Chinese text in “{0}”.', name));
}
