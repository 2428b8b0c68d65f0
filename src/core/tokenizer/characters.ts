import { unicodeClasses } from './unicodeClasses';

/** The classes of a character that BERT's normalizer and pre-tokenizer ask for, as bits. */
export const Class = {
  whitespace: 1,
  punctuation: 2,
  control: 4,
  chinese: 8,
  nonspacingMark: 16,
  undecomposed: 32,
} as const;

const classes = new Uint8Array(0x110000);
for (const [name, ranges] of Object.entries(unicodeClasses)) {
  // Its own keys, and no others.
  const bit = Class[name as keyof typeof unicodeClasses];
  for (const range of ranges.split(' ')) {
    const [first = '', last = first] = range.split('-');
    for (let code = parseInt(first, 16); code <= parseInt(last, 16); code++) {
      classes[code] = (classes[code] ?? 0) | bit;
    }
  }
}

/** Whether a code point belongs to one of the classes whose bits are given. */
export function belongs(codePoint: number, bits: number): boolean {
  return ((classes[codePoint] ?? 0) & bits) !== 0;
}

/** How many UTF-16 units a code point takes. */
export function unitsOf(codePoint: number): 1 | 2 {
  return codePoint > 0xffff ? 2 : 1;
}
