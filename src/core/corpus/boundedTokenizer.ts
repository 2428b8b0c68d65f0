import { Tokenizer, type Tokens } from 'marked';

/** No paragraph has so many; each is looked for its end through all that is behind it. */
const mostUnclosed = 1000;

/** Reads Markdown as the library does, but for marks of emphasis behind many others that do not end in the same text. */
export class BoundedTokenizer extends Tokenizer {
  private within = '';
  private unclosed = 0;

  override emStrong(src: string, text: string, before?: string): Tokens.Em | Tokens.Strong | undefined {
    if (text !== this.within) {
      this.within = text;
      this.unclosed = 0;
    }
    if (this.unclosed > mostUnclosed) return undefined;
    const found = super.emStrong(src, text, before);
    if (!found) this.unclosed++;
    return found;
  }
}
