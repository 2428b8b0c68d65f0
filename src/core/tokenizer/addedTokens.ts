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

interface Node {
  next: Map<string, Node>;
  token?: AddedToken;
}

const wordCharacter = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

/** Finds added tokens in a text, from the left, the longest where several begin. */
export class AddedTokenFinder {
  private readonly root: Node = { next: new Map() };
  /** Finds where a token may begin. */
  private readonly beginning: RegExp;

  /** @param tokens each with the form to look for. */
  constructor(tokens: Iterable<{ form: string; token: AddedToken }>) {
    for (const { form, token } of tokens) {
      if (form !== '') this.insert(form, token);
    }
    const units = [...this.root.next.keys()].map(
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    this.beginning = new RegExp(`[${units.join('')}]`, 'g');
  }

  /** Cuts `text` into sections; empty ones are left out. */
  sections(text: string): Section[] {
    if (this.root.next.size === 0) return text === '' ? [] : [{ start: 0, end: text.length }];
    const sections: Section[] = [];
    let done = 0;
    for (let position = 0; position < text.length;) {
      const match = this.matchAt(text, position);
      if (!match) {
        position++;
        continue;
      }
      const { token, length } = match;
      const matchEnd = position + length;
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

  private insert(form: string, token: AddedToken): void {
    let node = this.root;
    for (const unit of form.split('')) {
      let next = node.next.get(unit);
      if (!next) node.next.set(unit, (next = { next: new Map() }));
      node = next;
    }
    node.token = token;
  }

  private matchAt(text: string, position: number): { token: AddedToken; length: number } | undefined {
    let longest: { token: AddedToken; length: number } | undefined;
    let node = this.root.next.get(text.charAt(position));
    for (let length = 1; node; length++) {
      if (node.token) longest = { token: node.token, length };
      node = node.next.get(text.charAt(position + length));
    }
    return longest;
  }
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
