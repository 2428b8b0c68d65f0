import { randomFor } from '../random';
import { detached, essenceOf } from './clean';

/**
 * The most characters of a corpus that are held, if not asked otherwise: what the longest run that the program chooses
 * by itself, 5,000 steps of 400 tokens, can learn from (those on glossaries may be longer, but these are short). More
 * would only take memory.
 */
export const mostCharacters = 2_000_000;

/** A passage counts as this many characters at least, so that not too many short ones are held. */
const shortPassage = 40;

/** The surplus is dropped whenever what is held has reached this many times the capacity. */
const slack = 1.5;

interface Sentence {
  readonly text: string;
  /** What it has in common with others that are the same but for punctuation; empty if there is nothing else to it. */
  readonly essence: string;
}

interface Entry<Source> {
  /** Those of the passage's sentences that no passage held before has. */
  readonly sentences: readonly Sentence[];
  readonly source: Source;
  /** In [0, 1), by the passage's text alone, so that what is repeated often is not more likely to be taken. */
  readonly rank: number;
}

/** A passage, less the sentences that were known before. */
export interface Passage<Source> {
  readonly text: string;
  readonly sentences: number;
  readonly source: Source;
}

/**
 * The passages of a corpus, each sentence once; of more than can be held, a random sample. Each passage has a rank that
 * its text decides, and those of lowest rank are held ("bottom-k sampling"; Cohen and Kaplan, "Summarizing data using
 * bottom-k sketches", 2007): each has the same chance, nothing but the sample is in memory, however large the corpus is,
 * and the same corpus always gives the same sample.
 */
export class PassageSample<Source> {
  /** In the order of the corpus. */
  private entries: Entry<Source>[] = [];
  /** The essences of the entries. */
  private readonly known = new Set<string>();
  private size = 0;
  /** Passages of this rank and above are dropped. */
  private limit = Infinity;

  /** Sentences left out because they are held already. */
  duplicates = 0;
  /** Sentences left out because there are too many; whether the same ones come again is not known. */
  dropped = 0;

  /** @param capacity characters to be held; a passage of more is held by itself. */
  constructor(private readonly capacity: number) {}

  add(passage: readonly string[], source: Source): void {
    const sentences = passage.map((text) => ({ text, essence: essenceOf(text) }));
    const rank = randomFor(0, 'sample', ...sentences.map(({ essence }) => essence)).next();
    const isHeld = rank < this.limit;
    const fresh = sentences.filter(({ essence }) => !this.isKnown(essence, isHeld));
    this.duplicates += sentences.length - fresh.length;
    if (!fresh.some(hasEssence)) return;
    if (isHeld) this.hold({ sentences: fresh.map(detachedSentence), source, rank });
    else this.dropped += fresh.length;
  }

  /** Leaves out the sentences that another sample holds. */
  leaveOut({ known }: PassageSample<Source>): void {
    this.entries = this.entries.flatMap((entry) => {
      const sentences = entry.sentences.filter(({ essence }) => !known.has(essence));
      this.duplicates += entry.sentences.length - sentences.length;
      return sentences.some(hasEssence) ? [{ ...entry, sentences }] : [];
    });
  }

  /** What is held, in the order of the corpus. */
  passages(): Passage<Source>[] {
    if (this.size > this.capacity) this.dropSurplus();
    return this.entries.map(({ sentences, source }) => ({
      text: detached(
        sentences
          .map(({ text }) => text)
          .join('')
          .trim(),
      ),
      sentences: sentences.length,
      source,
    }));
  }

  /** Whether a sentence is held; from now on it is, if it is to be. What is nothing but punctuation never is. */
  private isKnown(essence: string, isToBeHeld: boolean): boolean {
    if (this.known.has(essence)) return true;
    if (isToBeHeld && essence !== '') this.known.add(detached(essence));
    return false;
  }

  private hold(entry: Entry<Source>): void {
    this.entries.push(entry);
    this.size += sizeOf(entry);
    if (this.size > this.capacity * slack) this.dropSurplus();
  }

  /** Holds on to the entries of lowest rank, as many as fill the capacity; the last of them may go beyond it. */
  private dropSurplus(): void {
    let size = 0;
    for (const entry of [...this.entries].sort((one, other) => one.rank - other.rank)) {
      if (size >= this.capacity) this.limit = Math.min(this.limit, entry.rank);
      size += sizeOf(entry);
    }
    const surplus = this.entries.filter(({ rank }) => rank >= this.limit);
    for (const { sentences } of surplus) {
      this.dropped += sentences.length;
      for (const { essence } of sentences) this.known.delete(essence);
    }
    this.entries = this.entries.filter(({ rank }) => rank < this.limit);
    this.size = this.entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  }
}

function hasEssence({ essence }: Sentence): boolean {
  return essence !== '';
}

function detachedSentence({ text, essence }: Sentence): Sentence {
  return { text: detached(text), essence: detached(essence) };
}

function sizeOf({ sentences }: Pick<Entry<unknown>, 'sentences'>): number {
  const characters = sentences.reduce((sum, { text }) => sum + text.length, 0);
  return Math.max(shortPassage, characters);
}
