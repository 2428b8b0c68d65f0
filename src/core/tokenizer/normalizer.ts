import { belongs, Class, unitsOf } from './characters';

/** What a BERT normalizer does, named as in `tokenizer.json`. */
export interface NormalizerSettings {
  /** Removes control characters, makes all white space a space. */
  cleanText: boolean;
  /** Sets every Chinese character apart, so that it is a word of its own. */
  handleChineseCharacters: boolean;
  /** Decomposes characters and removes their accents; null: when it makes lower case. */
  stripAccents: boolean | null;
  lowercase: boolean;
}

/** Text after normalization that knows where in its source it comes from. */
export interface AlignedText {
  text: string;
  /** Where the source of each UTF-16 unit of `text` begins, and at last where all ends; never falling. */
  origins: number[];
}

/** The range of the source that `aligned.text.slice(from, to)` comes from, with what normalization dropped after it. */
export function sourceRange(
  { origins }: AlignedText,
  from: number,
  to: number,
): { start: number; end: number } {
  const start = origins[from] ?? 0;
  let end = start;
  // Units that one character became share its origin.
  for (let next = to; end === start && next < origins.length; next++) end = origins[next] ?? start;
  return { start, end };
}

/**
 * BERT's text normalization, character by character, as Hugging Face tokenizers' `BertNormalizer` does it.
 *
 * The JavaScript port of that library differs from it (supplementary planes, newer Unicode, lower case of a final
 * sigma) and keeps no offsets, hence this one.
 */
export class Normalizer {
  /** Normal forms by code point, as far as they were needed; without the spaces that set a character apart. */
  private readonly forms = new Map<number, string>();

  constructor(readonly settings: NormalizerSettings) {}

  /** The normal form of `source.slice(from, to)`, aligned to the whole of `source`. */
  normalize(source: string, from = 0, to = source.length): AlignedText {
    const { handleChineseCharacters } = this.settings;
    let text = '';
    const origins: number[] = [];
    for (let start = from; start < to;) {
      const codePoint = source.codePointAt(start) ?? 0;
      const end = start + unitsOf(codePoint);
      const form = this.form(codePoint);
      const apart = handleChineseCharacters && belongs(codePoint, Class.chinese);
      if (apart) {
        text += ` ${form} `;
        origins.push(start);
      } else {
        text += form;
      }
      for (let unit = 0; unit < form.length; unit++) origins.push(start);
      if (apart) origins.push(end);
      start = end;
    }
    origins.push(to);
    return { text, origins };
  }

  private form(codePoint: number): string {
    let form = this.forms.get(codePoint);
    if (form === undefined) this.forms.set(codePoint, (form = this.formOf(codePoint)));
    return form;
  }

  private formOf(codePoint: number): string {
    const { cleanText, lowercase } = this.settings;
    const stripAccents = this.settings.stripAccents ?? lowercase;
    if (cleanText && belongs(codePoint, Class.control)) return '';
    if (cleanText && belongs(codePoint, Class.whitespace)) return ' ';
    let form = String.fromCodePoint(codePoint);
    if (stripAccents && !belongs(codePoint, Class.undecomposed)) form = withoutAccents(form);
    return lowercase ? form.toLowerCase() : form;
  }
}

function withoutAccents(character: string): string {
  return Array.from(character.normalize('NFD'))
    .filter((part) => !belongs(part.codePointAt(0) ?? 0, Class.nonspacingMark))
    .join('');
}
