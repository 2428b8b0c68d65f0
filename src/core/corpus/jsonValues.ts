import * as l10n from '@vscode/l10n';
import { Tokenizer, TokenType, type ParsedTokenInfo } from '@streamparser/json';
import { UserError } from '../errors';
import { tooLong } from './lines';
import { longestStretch } from './textItem';

/** A string, number, boolean or null of a JSON text. */
export interface JsonLeaf {
  /** Keys from the outside in; `[]` for an array's item, and for a key that is a number. */
  path: string[];
  /** Undefined for what is not a string. */
  text: string | undefined;
  /** The line on which it starts, counted from 1. */
  line: number;
  /** Which of the JSON values that follow one another in the text it is in, counted from 1. */
  valueNumber: number;
  /** Which item of the outermost array it is in, counted from 1; 0 where it is in none. */
  itemNumber: number;
  /** Of an array's item: which of the text's arrays and objects that is. */
  list: number | undefined;
}

/**
 * Reads JSON piece by piece, whatever its shape, and tells its leaves in order; several values may follow one another.
 * Nothing of the text is held but the leaves of the piece at hand.
 *
 * @throws UserError that names the line and the column for what is not JSON, and the line for what is nested too deeply.
 */
export async function* readJsonValues(text: AsyncIterable<string>, name: string): AsyncGenerator<JsonLeaf> {
  const reader = new JsonReader(name);
  for await (const piece of text) yield* reader.read(piece);
  reader.end();
}

/** How many arrays and objects may stand within one another, as each leaf's path names them all. */
const deepest = 200;

/** Bytes of a Chinese character in UTF-8, in which the tokenizer counts. */
const bytesOfCharacter = 3;

/** What may come next. */
type Expectation = 'value' | 'itemOrEnd' | 'keyOrEnd' | 'key' | 'colon' | 'commaOrEnd' | 'valueOrNothing';

interface Container {
  kind: 'array' | 'object';
  /** Which of the text's arrays and objects it is. */
  number: number;
  /** The step of the path to the member at hand. */
  step: string;
  /** The number of that member, counted from 1. */
  memberNumber: number;
}

/** The grammar of JSON over the library's tokens, which come with their offsets in bytes of UTF-8. */
class JsonReader {
  private readonly tokenizer = new Tokenizer({ separator: '' });
  private readonly containers: Container[] = [];
  private expected: Expectation = 'valueOrNothing';
  private leaves: JsonLeaf[] = [];
  private valueNumber = 0;
  private opened = 0;
  private lastToken = { offset: 0, line: 1 };
  /** The part of a line that is being read: its first byte in the text, its line, the characters before it there. */
  private part = { text: '', offset: 0, line: 1, charactersBefore: 0 };

  constructor(private readonly name: string) {
    this.tokenizer.onToken = (token) => {
      this.take(token);
    };
  }

  *read(text: string): Generator<JsonLeaf> {
    for (let start = 0; start < text.length;) {
      const newline = text.indexOf('\n', start);
      const end = newline < 0 ? text.length : newline + 1;
      this.readPart(text.slice(start, end));
      start = end;
    }
    yield* this.leaves;
    this.leaves = [];
  }

  end(): void {
    try {
      this.tokenizer.end();
    } catch (error) {
      throw this.endedEarly(error);
    }
    if (this.expected !== 'valueOrNothing') throw this.endedEarly();
  }

  private readPart(text: string): void {
    const previous = this.part;
    const lineGoesOn = !previous.text.endsWith('\n');
    this.part = {
      text,
      offset: previous.offset + Buffer.byteLength(previous.text),
      line: lineGoesOn ? previous.line : previous.line + 1,
      charactersBefore: lineGoesOn ? previous.charactersBefore + previous.text.length : 0,
    };
    if (this.part.offset - this.lastToken.offset > bytesOfCharacter * longestStretch)
      throw tooLong(this.name, this.lastToken.line);
    try {
      this.tokenizer.write(text);
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw this.unexpected(offsetNamedIn(error) ?? this.lastToken.offset, error);
    }
  }

  private take({ token, value, offset }: ParsedTokenInfo): void {
    this.lastToken = { offset, line: this.part.line };
    const container = this.containers.at(-1);
    switch (token) {
      case TokenType.LEFT_BRACE:
        this.expect(offset, 'value', 'itemOrEnd', 'valueOrNothing');
        this.open('object');
        break;
      case TokenType.LEFT_BRACKET:
        this.expect(offset, 'value', 'itemOrEnd', 'valueOrNothing');
        this.open('array');
        break;
      case TokenType.RIGHT_BRACE:
        this.expect(offset, 'keyOrEnd', ...(container?.kind === 'object' ? (['commaOrEnd'] as const) : []));
        this.close();
        break;
      case TokenType.RIGHT_BRACKET:
        this.expect(offset, 'itemOrEnd', ...(container?.kind === 'array' ? (['commaOrEnd'] as const) : []));
        this.close();
        break;
      case TokenType.COLON:
        this.expect(offset, 'colon');
        this.expected = 'value';
        break;
      case TokenType.COMMA:
        this.expect(offset, 'commaOrEnd');
        if (container !== undefined) container.memberNumber++;
        this.expected = container?.kind === 'object' ? 'key' : 'value';
        break;
      default:
        if (this.expected === 'key' || this.expected === 'keyOrEnd') this.takeKey(offset, value, container);
        else this.takeScalar(offset, value);
    }
  }

  private takeKey(offset: number, key: unknown, container: Container | undefined): void {
    if (typeof key !== 'string' || container === undefined) throw this.unexpected(offset);
    container.step = /^\d+$/u.test(key) ? '[]' : key;
    this.expected = 'colon';
  }

  private takeScalar(offset: number, value: unknown): void {
    this.expect(offset, 'value', 'itemOrEnd', 'valueOrNothing');
    this.countValue();
    const container = this.containers.at(-1);
    this.leaves.push({
      path: this.containers.map(({ step }) => step),
      text: typeof value === 'string' ? value : undefined,
      line: this.part.line,
      valueNumber: this.valueNumber,
      itemNumber: this.containers.find(({ step }) => step === '[]')?.memberNumber ?? 0,
      list: container?.kind === 'array' ? container.number : undefined,
    });
    this.valueIsComplete();
  }

  private open(kind: Container['kind']): void {
    this.countValue();
    if (this.containers.length === deepest) throw tooDeep(this.name, this.part.line);
    this.containers.push({
      kind,
      number: ++this.opened,
      step: kind === 'array' ? '[]' : '',
      memberNumber: 1,
    });
    this.expected = kind === 'array' ? 'itemOrEnd' : 'keyOrEnd';
  }

  private close(): void {
    this.containers.pop();
    this.valueIsComplete();
  }

  private countValue(): void {
    if (this.containers.length === 0) this.valueNumber++;
  }

  private valueIsComplete(): void {
    this.expected = this.containers.length > 0 ? 'commaOrEnd' : 'valueOrNothing';
  }

  private expect(offset: number, ...allowed: Expectation[]): void {
    if (!allowed.includes(this.expected)) throw this.unexpected(offset);
  }

  private unexpected(offset: number, cause?: unknown): UserError {
    const { text, line } = this.part;
    // A string may have begun in an earlier part; then the place is where this part begins.
    const within = Buffer.from(text)
      .subarray(0, Math.max(0, offset - this.part.offset))
      .toString().length;
    return new UserError(
      l10n.t(
        '“{0}” is not proper JSON: see line {1}, column {2}, at “{3}”.',
        this.name,
        line,
        this.part.charactersBefore + within + 1,
        text.slice(Math.max(0, within - 12), within + 12).trim(),
      ),
      cause,
    );
  }

  private endedEarly(cause?: unknown): UserError {
    const { text, line, charactersBefore } = this.part;
    return new UserError(
      l10n.t(
        '“{0}” is not proper JSON: it ends too early, at line {1}, column {2}; a quotation mark or bracket is not closed.',
        this.name,
        line,
        charactersBefore + text.length + 1,
      ),
      cause,
    );
  }
}

function tooDeep(name: string, line: number): UserError {
  return new UserError(
    l10n.t(
      'In “{0}”, arrays and objects are nested more than {2} deep; see line {1}. Nest them less deeply.',
      name,
      line,
      deepest,
    ),
  );
}

/** The library tells where it stopped in its message only. */
function offsetNamedIn(error: unknown): number | undefined {
  const offset = /absolute position "(\d+)"/u.exec(String(error))?.[1];
  return offset === undefined ? undefined : Number(offset);
}
