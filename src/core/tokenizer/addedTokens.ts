/** A token that is found in the text as it stands, before words are split; fields as in `tokenizer.json`. */
export interface AddedToken {
  content: string;
  id: number;
  special: boolean;
  /** Looked for in the normalized text rather than in the source. */
  normalized: boolean;
  /** Found only where no letter or digit touches it. */
  singleWord: boolean;
  /** Takes the white space before it, or after it, along. */
  lstrip: boolean;
  rstrip: boolean;
}

/** A stretch of text: an added token's (with its id), or other text between such. Ends exclusive. */
export interface Section {
  start: number;
  end: number;
  id?: number;
}

/** A token with the form in which it stands in texts. */
interface Form {
  form: string;
  token: AddedToken;
}

const wordCharacter = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

/** Finds added tokens in a text, from the left, the longest where several begin. */
export class AddedTokenFinder {
  /** By the units that they begin with, the longest first. */
  private readonly formsByUnit: ReadonlyMap<string, readonly Form[]>;
  /** Finds where a token may begin. */
  private readonly beginning: RegExp;

  /** @param tokens each with the form to look for; of two with the same one the last counts. */
  constructor(tokens: Iterable<Form>) {
    this.formsByUnit = byUnit(new Map([...tokens].map((each) => [each.form, each])).values());
    const units = [...this.formsByUnit.keys()].map(
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    this.beginning = new RegExp(`[${units.join('')}]`, 'g');
  }

  /** Cuts `text` into sections; empty ones are left out. */
  sections(text: string): Section[] {
    if (this.formsByUnit.size === 0) return text === '' ? [] : [{ start: 0, end: text.length }];
    const sections: Section[] = [];
    let done = 0;
    for (let position = 0; position < text.length;) {
      const match = this.matchAt(text, position);
      if (!match) {
        position++;
        continue;
      }
      const { token, form } = match;
      const matchEnd = position + form.length;
      if (token.singleWord && touchesWord(text, position, matchEnd)) {
        position = matchEnd;
        continue;
      }
      const start = Math.max(done, token.lstrip ? trimmedEnd(text, position) : position);
      const end = token.rstrip ? trimmedStart(text, matchEnd) : matchEnd;
      if (start > done) sections.push({ start: done, end: start });
      sections.push({ start, end, id: token.id });
      done = end;
      position = this.next(text, matchEnd); // the next token may begin with white space that this one took
    }
    if (done < text.length) sections.push({ start: done, end: text.length });
    return sections;
  }

  private next(text: string, from: number): number {
    this.beginning.lastIndex = from;
    return this.beginning.exec(text)?.index ?? text.length;
  }

  private matchAt(text: string, position: number): Form | undefined {
    return this.formsByUnit.get(text.charAt(position))?.find(({ form }) => text.startsWith(form, position));
  }
}

function byUnit(forms: Iterable<Form>): Map<string, Form[]> {
  const groups = new Map<string, Form[]>();
  for (const each of forms) {
    const unit = each.form.charAt(0);
    if (unit === '') continue;
    const group = groups.get(unit);
    if (group) group.push(each);
    else groups.set(unit, [each]);
  }
  for (const group of groups.values()) group.sort((one, other) => other.form.length - one.form.length);
  return groups;
}

function touchesWord(text: string, start: number, end: number): boolean {
  const before = Array.from(text.slice(Math.max(0, start - 2), start)).at(-1) ?? '';
  const after = Array.from(text.slice(end, end + 2)).at(0) ?? '';
  return wordCharacter.test(before) || wordCharacter.test(after);
}

function trimmedEnd(text: string, end: number): number {
  return text.slice(0, end).trimEnd().length;
}

function trimmedStart(text: string, start: number): number {
  return text.length - text.slice(start).trimStart().length;
}
