import type { ClozeText } from './gaps';

/** What ends a field of a table, of JSON or of CSV. */
const fieldEnd = /\||\t|["'](?=[^\S\n]*[,;}\]])|<\/\w+>(?=\s*<)|,(?=[!-~]{0,99}$)/gm;

const lineMarks = /^(?:[^\S\n]*(?:#+|>|\/\/|[-*+](?=\s)|\d+[.),](?!\d)))+/;
const tag = /<\/?[a-z][\w-]*(?:\s[^<>\uffff]*)?>/;
const linkEnd = /\]\([^()\s\uffff]*\)/;
const key = /"[\w-]+"\s*:/;
const command = /\\[a-z]+/;
/** A single `*` before a number multiplies. */
const otherMark = /["`[\]{}]|\*{2,}|\*(?!\s?\d)|~~|__/;

/** Marks of Markdown, HTML, JSON and LaTeX. */
const markup = new RegExp(
  [lineMarks, tag, linkEnd, key, command, otherMark].map(({ source }) => source).join('|'),
  'gim',
);

/** Stands for a slot while markup is looked for, which the names of mask tokens would be taken for. */
const slot = '\uffff';

/**
 * The text with every slot written as the tokenizer knows it, without markup, and with a full stop behind a gap that ends
 * a line or a field: a model that has read whole sentences would put the missing stop into the last slot, and the words
 * one slot too early. Markup it has hardly ever read: it would take that for signs of a formula.
 */
export function asModelReads({ text, gaps }: ClozeText, mask: string): string {
  let read = '';
  let offset = 0;
  for (const { start, end, length } of gaps) {
    read += text.slice(offset, start).replaceAll(slot, '') + slot.repeat(length);
    offset = end;
  }
  read += text.slice(offset).replaceAll(slot, '');
  return read
    .replace(fieldEnd, '\n')
    .replace(markup, ' ')
    .replace(/\uffff(?=[^\S\n]*(?:\n|$))/g, `${slot}。`)
    .replaceAll(slot, mask);
}
