/** Names where room is scarce. */

/** How many characters of a long name are left at its beginning and at its end, where a number tells equal ones apart. */
const kept = { beginning: 14, end: 5 };

/** The name if it is short, else without its middle. */
export function shortName(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= kept.beginning + 1 + kept.end) return name;
  const beginning = characters.slice(0, kept.beginning).join('').trimEnd();
  const end = characters.slice(-kept.end).join('').trimStart();
  return `${beginning}…${end}`;
}
