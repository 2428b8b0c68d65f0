import { isChinese } from './clean';

/** Where a value of a record stands. */
export interface FieldPlace {
  /** A number that the values of a record, which follow one another, have in common. */
  record: number;
  /** The field's name; empty for an array's item itself. */
  field: string;
  line: number;
}

/**
 * Counts the records that have numbers, nulls and the like in them and nothing in Chinese, by their fields, until it is
 * known which fields have the text of the others.
 */
export class RecordsWithOtherValues {
  private readonly kinds = new Map<string, Kind>();
  /** The record at hand. Its fields are looked at as long as nothing in it is Chinese. */
  private record: number | undefined;
  private isChinese = false;
  private readonly texts = new Set<string>();
  private readonly others = new Map<string, number>();

  meetText({ record, field }: FieldPlace, text: string): void {
    this.goTo(record);
    this.isChinese ||= isChinese(text);
    if (!this.isChinese && text.trim() !== '') this.texts.add(field);
  }

  meetOther({ record, field, line }: FieldPlace): void {
    this.goTo(record);
    if (!this.isChinese && !this.others.has(field)) this.others.set(field, line);
  }

  /** Of the records that have such a value where the text would be, and no string there: a line for each. */
  *linesWithoutText(textFields: ReadonlySet<string>): Generator<number> {
    this.goTo(undefined);
    for (const { texts, others, count } of this.kinds.values()) {
      const [, line] = others.find(([field]) => isPlaceOfText(field, textFields)) ?? [];
      if (line === undefined || texts.some((field) => textFields.has(field))) continue;
      for (let each = 0; each < count; each++) yield line;
    }
  }

  private goTo(record: number | undefined): void {
    if (record === this.record) return;
    if (!this.isChinese && this.others.size > 0) this.countRecord();
    this.record = record;
    this.isChinese = false;
    this.texts.clear();
    this.others.clear();
  }

  private countRecord(): void {
    const fields = JSON.stringify([[...this.texts], [...this.others.keys()]]);
    const kind = this.kinds.get(fields);
    if (kind === undefined)
      this.kinds.set(fields, { texts: [...this.texts], others: [...this.others], count: 1 });
    else kind.count++;
  }
}

/** Records with the same fields. */
interface Kind {
  /** Those with a string in them. */
  readonly texts: readonly string[];
  /** Those with anything else, and the line of the first such value in the first of the records. */
  readonly others: readonly (readonly [field: string, line: number])[];
  count: number;
}

/** Whether the text would be in the field, around it (`data` of `data.text`) or within it (`text.length` of `text`). */
function isPlaceOfText(field: string, textFields: ReadonlySet<string>): boolean {
  return [...textFields].some((textField) => isWithin(field, textField) || isWithin(textField, field));
}

function isWithin(inner: string, outer: string): boolean {
  return outer === '' || inner === outer || inner.startsWith(`${outer}.`);
}
