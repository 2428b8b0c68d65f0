import { isChinese } from './clean';
import { rankOfName } from './fieldNames';

/** An array of strings that is a member of an object. */
export interface Column {
  /** Where the object stands. */
  object: string;
  name: string;
}

/**
 * Arrays of strings that stand side by side in an object, as `{"text": […], "label": […]}`. Like the fields of a record,
 * those that are named best as text are the text.
 */
export class Columns {
  /** By the object; of the columns with something in Chinese. */
  private readonly bestRanks = new Map<string, number>();

  meet({ object, name }: Column, text: string): void {
    const best = this.bestRanks.get(object) ?? Infinity;
    if (rankOfName(name) < best && isChinese(text)) this.bestRanks.set(object, rankOfName(name));
  }

  /** Whether a column that is named better stands beside one, among those met so far. */
  hasBetter({ object, name }: Column): boolean {
    return rankOfName(name) > (this.bestRanks.get(object) ?? Infinity);
  }
}
