/** The names that writers use; the others stay as they are written. */
const entities: ReadonlyMap<string, string> = new Map([
  ['nbsp', ' '],
  ['ensp', ' '],
  ['emsp', ' '],
  ['thinsp', ' '],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
  ['middot', '·'],
  ['bull', '•'],
  ['hellip', '…'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['laquo', '«'],
  ['raquo', '»'],
  ['copy', '©'],
  ['reg', '®'],
  ['trade', '™'],
  ['times', '×'],
  ['divide', '÷'],
  ['plusmn', '±'],
  ['deg', '°'],
  ['yen', '¥'],
  ['pound', '£'],
  ['euro', '€'],
  ['cent', '¢'],
  ['sect', '§'],
  ['para', '¶'],
  ['larr', '←'],
  ['uarr', '↑'],
  ['rarr', '→'],
  ['darr', '↓'],
]);

const entity = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/giu;

/** A text with the characters that HTML's entities in it stand for. */
export function withoutEntities(text: string): string {
  return text.replace(
    entity,
    (written, decimal: string | undefined, hexadecimal: string | undefined, name: string) => {
      if (decimal !== undefined) return characterOf(Number(decimal));
      if (hexadecimal !== undefined) return characterOf(parseInt(hexadecimal, 16));
      return entities.get(name) ?? written;
    },
  );
}

/** As in HTML, a number that stands for no character gives U+FFFD. */
function characterOf(code: number): string {
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '\ufffd';
}
