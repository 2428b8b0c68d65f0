import { type AddedToken, AddedTokenFinder } from './addedTokens';
import type { TokenizerDescription } from './description';
import { Normalizer, sourceRange } from './normalizer';
import { eachWord } from './words';

/**
 * Divides texts as BERT does: added tokens are found first, the text between them is normalized and split into words.
 */
export class Segmenter {
  private readonly normalizer: Normalizer;
  private readonly inSource: AddedTokenFinder;
  private readonly inNormalized: AddedTokenFinder;

  constructor({ normalizer, addedTokens }: Pick<TokenizerDescription, 'normalizer' | 'addedTokens'>) {
    this.normalizer = new Normalizer(normalizer);
    const finder = (tokens: readonly AddedToken[], formOf: (content: string) => string): AddedTokenFinder =>
      new AddedTokenFinder(tokens.map((token) => ({ form: formOf(token.content), token })));
    this.inSource = finder(
      addedTokens.filter((token) => !token.normalized),
      (content) => content,
    );
    this.inNormalized = finder(
      addedTokens.filter((token) => token.normalized),
      (content) => this.normalizer.normalize(content).text,
    );
  }

  /** Calls back with the added tokens and the normalized words of a text, in order, with their ranges in it. */
  eachPart(
    text: string,
    onToken: (id: number, start: number, end: number) => void,
    onWord: (word: string, start: number, end: number) => void,
  ): void {
    for (const section of this.inSource.sections(text)) {
      if (section.id !== undefined) {
        onToken(section.id, section.start, section.end);
        continue;
      }
      const normal = this.normalizer.normalize(text, section.start, section.end);
      for (const part of this.inNormalized.sections(normal.text)) {
        if (part.id !== undefined) {
          const { start, end } = sourceRange(normal, part.start, part.end);
          onToken(part.id, start, end);
          continue;
        }
        eachWord(normal.text, part.start, part.end, (from, to) => {
          const { start, end } = sourceRange(normal, from, to);
          onWord(normal.text.slice(from, to), start, end);
        });
      }
    }
  }

  /** What becomes of a character; nothing of one that normalization removes. */
  normalForm(character: string): string {
    return this.normalizer.normalize(character).text.trim();
  }

  /** Stripping accents takes a Korean syllable, for instance, apart; this puts it together again. */
  composed(form: string): string {
    const { stripAccents, lowercase } = this.normalizer.settings;
    return (stripAccents ?? lowercase) ? form.normalize('NFC') : form;
  }

  /** Whether a character is a word of its own wherever it stands. */
  standsAlone(character: string): boolean {
    let words = 0;
    const { text } = this.normalizer.normalize(`a${character}a`);
    eachWord(text, 0, text.length, () => words++);
    return words > 1;
  }
}
