import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { shortened } from '../foreignText';
import { isChinese } from './clean';
import { isNamedAsText, rankOfDescription, rankOfName, rankOfTitle } from './fieldNames';
import {
  EntryReader,
  type Entry,
  namedGlossary,
  unnamedGlossary,
  type FieldValue,
  type Glossary,
} from './glossary';
import { RecordsWithOtherValues, type FieldPlace } from './otherValues';
import type { TextItem } from './textItem';

/** How many values, and characters, are looked at before it is decided in which fields the text is. */
const sample = { values: 2000, characters: 1_000_000 };

/**
 * Finds out in which fields of many like records the text is, and passes on what stands there: strings that are items
 * themselves, else fields that are named as text, else the only field in Chinese; words and what they mean, as entries of
 * a glossary. Of a record that has no text there, fields that are named as text are passed on; if it has none, but
 * something in Chinese, or a number, say, where the text would be, that it is left out.
 */
export class TextFieldFinder {
  private readonly names = new Set<string>();
  private waiting: FieldValue[] = [];
  private waitingCharacters = 0;
  private textFields: ReadonlySet<string> | undefined;
  private entries: EntryReader | undefined;
  /** The record that is being read. */
  private record: RecordSoFar = { hasText: false, others: [] };
  private readonly otherValues = new RecordsWithOtherValues();

  constructor(private readonly heldOut = false) {}

  /** The fields met, for messages. */
  get fields(): string[] {
    return [...this.names].filter((name) => name !== '');
  }

  /** Whether text was found; known after `end`. */
  get found(): boolean {
    return this.entries !== undefined || (this.textFields !== undefined && this.textFields.size > 0);
  }

  /** Tells of a field, whatever is in it. */
  mention(field: string): void {
    this.names.add(field);
  }

  /** Tells of a value that is no string. */
  meetOther(place: FieldPlace): void {
    this.mention(place.field);
    this.otherValues.meetOther(place);
  }

  *add(value: FieldValue): Generator<TextItem> {
    this.otherValues.meetText(value, value.text);
    if (this.textFields !== undefined) {
      yield* this.take(value, this.textFields);
      return;
    }
    this.names.add(value.field);
    this.waiting.push(value);
    this.waitingCharacters += value.text.length;
    if (this.waiting.length >= sample.values || this.waitingCharacters >= sample.characters)
      yield* this.decide();
  }

  *end(): Generator<TextItem> {
    yield* this.decide();
    yield* this.itemsOf(this.entries?.end() ?? []);
    yield* this.endRecord();
    for (const line of this.otherValues.linesWithoutText(this.textFields ?? new Set())) {
      yield { text: '', line, heldOut: this.heldOut, leftOut: otherValueInPlaceOfText() };
    }
  }

  /** Decides with what has been seen, if it has not been decided yet. */
  private *decide(): Generator<TextItem> {
    if (this.textFields === undefined) {
      const fields = chineseFields(this.waiting);
      const glossary = glossaryIn(fields, this.waiting);
      this.entries = glossary && new EntryReader(glossary);
      this.textFields = glossary ? fieldsOf(glossary) : textFieldsAmong(fields);
    }
    for (const value of this.waiting) yield* this.take(value, this.textFields);
    this.waiting = [];
  }

  private *take(value: FieldValue, textFields: ReadonlySet<string>): Generator<TextItem> {
    if (this.entries) {
      yield* this.itemsOf(this.entries.add(value));
      return;
    }
    if (value.record !== this.record.number) {
      yield* this.endRecord();
      this.record = { number: value.record, hasText: false, others: [] };
    }
    if (textFields.has(value.field)) {
      if (value.text.trim() !== '') this.record = { ...this.record, hasText: true, others: [] };
      yield this.itemOf(value);
    } else if (!this.record.hasText && isChinese(value.text)) {
      this.record.others.push(value);
    }
  }

  private *itemsOf(entries: Iterable<Entry>): Generator<TextItem> {
    for (const { text, line, hasMeaning } of entries) {
      yield { text, line, heldOut: this.heldOut, ...(!hasMeaning && { leftOut: noTextInRecord() }) };
    }
  }

  private *endRecord(): Generator<TextItem> {
    const [first] = this.record.others;
    if (!this.found || first === undefined) return;
    const named = bestNamed(this.record.others, rankOfTitle);
    for (const value of named) yield this.itemOf(value);
    if (named.length === 0) yield { ...this.itemOf(first), leftOut: noTextInRecord() };
    this.record.others = [];
  }

  private itemOf({ text, line }: FieldValue): TextItem {
    return { text, line, heldOut: this.heldOut };
  }
}

/** What is known of a record in whose text field nothing has been found yet. */
interface RecordSoFar {
  number?: number;
  hasText: boolean;
  /** What is in Chinese elsewhere in it, as long as it has no text. */
  others: FieldValue[];
}

/** The values in the fields that are named best, if their names rank better than `worst`. */
function bestNamed(values: readonly FieldValue[], worst: number): FieldValue[] {
  // A record may have more values than a call can have arguments.
  const best = values.reduce((rank, { field }) => Math.min(rank, rankOfName(field)), worst);
  return best < worst ? values.filter(({ field }) => rankOfName(field) === best) : [];
}

function noTextInRecord(): string {
  return l10n.t('has no text where the others have theirs');
}

function otherValueInPlaceOfText(): string {
  return l10n.t('has a number, null or the like where the others have their text');
}

function chineseFields(values: readonly FieldValue[]): string[] {
  return [...new Set(values.filter(({ text }) => isChinese(text)).map(({ field }) => field))];
}

/**
 * Nothing that is named as a text is a glossary; what is not named at all may be one.
 *
 * @param fields those with something in Chinese in them.
 */
function glossaryIn(fields: readonly string[], values: readonly FieldValue[]): Glossary | undefined {
  const best = Math.min(...fields.map(rankOfName));
  if (fields.includes('') || best < rankOfDescription) return undefined;
  return namedGlossary(fields) ?? (fields.some(isNamedAsText) ? undefined : unnamedGlossary(fields, values));
}

function fieldsOf(glossary: Glossary): Set<string> {
  return new Set(glossary.kind === 'columns' ? [glossary.meaning] : []);
}

/** @param fields those with something in Chinese in them. */
function textFieldsAmong(fields: readonly string[]): ReadonlySet<string> {
  if (fields.includes('')) return new Set(['']);
  const best = Math.min(...fields.map(rankOfName));
  const named = fields.filter((field) => rankOfName(field) === best);
  return new Set(fields.some(isNamedAsText) || named.length === 1 ? named : []);
}

/** What to say of a file in whose fields no text was found. */
export function noTextField(name: string, fields: readonly string[]): UserError {
  if (fields.length === 0 || fields.some(isNamedAsText)) return notChinese(name);
  return new UserError(
    l10n.t(
      'It is not clear which field of “{0}” is the text: there are {1}. Name the one with the Chinese sentences “text”.',
      name,
      fields.slice(0, 12).map(shortened).join(', '),
    ),
  );
}

export function notChinese(name: string): UserError {
  return new UserError(
    l10n.t('There is no Chinese text in “{0}”. Take a text with Chinese sentences.', name),
  );
}
