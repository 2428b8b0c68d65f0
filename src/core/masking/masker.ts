import type { Example } from '../corpus/examples';
import type { Random } from '../random';
import { matcherOf, type TermMatcher } from './termMatcher';
import { unitsOf, type Unit } from './units';
import { ordinaryIds, specialIds, type Vocabulary } from './vocabulary';

/** An example with some of its tokens hidden, and what they were. */
export interface MaskedExample {
  /** The tokens as the model sees them, with masks and random replacements, `[CLS]` and `[SEP]` included. */
  ids: Int32Array;
  /** Where a token is to be predicted, ascending. */
  positions: Int32Array;
  /** The true ids at `positions`. */
  targets: Int32Array;
}

/** An occurrence of a term in an example: `[start, end)` in positions of `Example.ids`. */
export type TermSpan = Required<Unit>;

/** How often each kind of piece is drawn; need not add up to 1. */
export interface Mixture {
  /** Words and terms, whole. */
  word: number;
  /** One to four neighbouring tokens, whatever words they belong to. */
  span: number;
  character: number;
}

/**
 * Words teach meaning; spans teach phrases across words, and what a gap of several masks is; single characters teach
 * to complete a word of which a part is there.
 */
const defaultMixture: Mixture = { word: 0.6, span: 0.2, character: 0.2 };

export interface MaskerOptions {
  tokenizer: Vocabulary;
  /** The user's own words; each is one word whatever the segmenter thinks. */
  terms: readonly string[];
  /** Share of an example's tokens to predict. */
  rate?: number;
  mixture?: Mixture;
}

const longestSpan = 4;

/** Tokens that are hidden together. */
interface Piece {
  positions: number[];
  term?: string | undefined;
}

/** What is worked out once for an example and serves every epoch; special tokens are in none of it. */
interface Prepared {
  pieces: Piece[];
  maskable: number[];
  terms: TermSpan[];
}

/** Hides tokens of examples. The same random numbers give the same masks. */
export class Masker {
  private readonly maskId: number;
  private readonly special: ReadonlySet<number>;
  private readonly replacements: Int32Array;
  private readonly findTermsIn: TermMatcher;
  private readonly rate: number;
  private readonly mixture: Mixture;
  private readonly preparedExamples = new WeakMap<Example, Prepared>();

  constructor({ tokenizer, terms, rate = 0.15, mixture = defaultMixture }: MaskerOptions) {
    this.maskId = tokenizer.special.mask;
    this.special = specialIds(tokenizer);
    this.replacements = ordinaryIds(tokenizer);
    this.findTermsIn = matcherOf(terms);
    this.rate = rate;
    this.mixture = mixture;
  }

  /**
   * Masks about `rate` of the tokens: 80 % of the pieces become `[MASK]`, 10 % random tokens, 10 % stay as they are.
   * The draw is made for a piece as a whole, so that no word is half visible; a term drawn as a word always becomes
   * `[MASK]`. At least one piece is masked (if there is any token that is not special), also where that is more than
   * `rate`.
   */
  mask(example: Example, random: Random): MaskedExample {
    const { pieces, maskable } = this.prepared(example);
    const hiding = new Hiding(example, maskable);
    const draw = drawsFrom(this.mixture, pieces, hiding, random);
    // A piece that is larger than what is left of the budget is taken with the probability that keeps the expected
    // number of masked tokens at the budget, so that long words and terms have their share in short sentences too.
    let budget = maskable.length * this.rate;
    while (budget > 0 && hiding.hasFree) {
      const piece = draw();
      const fits = random.next() * piece.positions.length < budget;
      if (fits || hiding.isEmpty) this.hide(piece, hiding, random);
      budget = fits ? budget - piece.positions.length : 0;
    }
    return hiding.result();
  }

  /**
   * Masks one of the example's terms, drawn at random, whole and nowhere left visible; all else stays.
   * Undefined if no term is in the example.
   */
  maskTerm(example: Example, random: Random): MaskedExample | undefined {
    const { pieces, maskable } = this.prepared(example);
    const occurrences = pieces.filter(({ term }) => term !== undefined);
    const distinct = [...new Set(occurrences.map(({ term }) => term))];
    const drawn = random.pick(distinct);
    if (drawn === undefined) return undefined;
    const hiding = new Hiding(example, maskable);
    for (const { positions } of occurrences.filter(({ term }) => term === drawn)) {
      for (const position of positions) hiding.replace(position, this.maskId);
    }
    return hiding.result();
  }

  /** The occurrences of terms in an example, from left to right. */
  termsIn(example: Example): TermSpan[] {
    return this.prepared(example).terms;
  }

  private hide(piece: Piece, hiding: Hiding, random: Random): void {
    const { replacements } = this;
    const fate = piece.term === undefined ? random.next() : 0;
    for (const position of piece.positions) {
      if (fate < 0.8) hiding.replace(position, this.maskId);
      else if (fate < 0.9) hiding.replace(position, at(replacements, random.below(replacements.length)));
      else hiding.keep(position);
    }
  }

  private prepared(example: Example): Prepared {
    const known = this.preparedExamples.get(example) ?? this.prepare(example);
    this.preparedExamples.set(example, known);
    return known;
  }

  private prepare(example: Example): Prepared {
    const units = unitsOf(example, this.findTermsIn);
    const pieces = units
      .map((unit) => ({
        positions: positionsOf(unit).filter((position) => !this.special.has(at(example.ids, position))),
        term: unit.term,
      }))
      .filter(({ positions }) => positions.length > 0);
    return {
      pieces,
      maskable: pieces.flatMap(({ positions }) => positions),
      terms: units.filter(isTerm),
    };
  }
}

/** Draws pieces of tokens that are still free, each kind as often as the mixture says. */
function drawsFrom(mixture: Mixture, wholes: readonly Piece[], hiding: Hiding, random: Random): () => Piece {
  const shuffled = random.shuffle([...wholes]);
  const word = (): Piece | undefined => {
    for (let piece = shuffled.pop(); piece; piece = shuffled.pop()) {
      if (piece.positions.every((position) => hiding.isFree(position))) return piece;
    }
    return undefined;
  };
  const character = (): Piece => ({ positions: [hiding.anyFree(random)] });
  const span = (): Piece => {
    const start = hiding.anyFree(random);
    return { positions: hiding.freeRun(start, 1 + random.below(longestSpan)) };
  };
  const total = mixture.word + mixture.span + mixture.character;
  return () => {
    const kind = random.next() * total;
    if (kind < mixture.word) return word() ?? character();
    return kind < mixture.word + mixture.span ? span() : character();
  };
}

/** An example in the course of being masked. */
class Hiding {
  private readonly ids: Int32Array;
  private readonly free: Set<number>;
  private readonly hidden: number[] = [];

  constructor(
    private readonly example: Example,
    private readonly maskable: readonly number[],
  ) {
    this.ids = example.ids.slice();
    this.free = new Set(maskable);
  }

  get isEmpty(): boolean {
    return this.hidden.length === 0;
  }

  get hasFree(): boolean {
    return this.free.size > 0;
  }

  isFree(position: number): boolean {
    return this.free.has(position);
  }

  /** Up to `length` neighbouring free positions from a free one on. */
  freeRun(start: number, length: number): number[] {
    const run: number[] = [];
    for (let position = start; run.length < length && this.isFree(position); position++) run.push(position);
    return run;
  }

  /** A free position, each equally likely. */
  anyFree(random: Random): number {
    for (;;) {
      const position = at(this.maskable, random.below(this.maskable.length));
      if (this.isFree(position)) return position;
    }
  }

  replace(position: number, id: number): void {
    this.ids[position] = id;
    this.keep(position);
  }

  /** To be predicted although it stays visible. */
  keep(position: number): void {
    this.free.delete(position);
    this.hidden.push(position);
  }

  result(): MaskedExample {
    const positions = Int32Array.from(this.hidden).sort();
    return { ids: this.ids, positions, targets: positions.map((position) => at(this.example.ids, position)) };
  }
}

function isTerm(unit: Unit): unit is TermSpan {
  return unit.term !== undefined;
}

function positionsOf({ start, end }: Unit): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

/** An element that is known to be there. */
function at(items: ArrayLike<number>, index: number): number {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No element ${index} of ${items.length}.`);
  return item;
}
