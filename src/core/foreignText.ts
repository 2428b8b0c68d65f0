/** What strangers' files say, in messages. */

/** Terminals obey control characters, and marks of direction turn what is written behind them; lines and tabs do no harm. */
const obeyed = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu;

/** A text as it can be shown on any terminal. */
export function printable(text: string): string {
  return text.replace(obeyed, '\ufffd');
}

/** Longer than any real name in a model's files. */
const longestName = 200;

/** The beginning of a name, which may be of any length. */
export function shortened(name: string): string {
  if (name.length <= longestName) return name;
  const beginning = name.slice(0, longestName).replace(/[\ud800-\udbff]$/, '');
  return `${beginning}…`;
}
