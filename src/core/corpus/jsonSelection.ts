import { isJson } from './json';

/**
 * Adds the brackets that a selection of items out of a JSON array lacks; lines keep their numbers. Items with a mistake
 * in them get brackets, too, so that the message names the place of the mistake.
 */
export function completedJson(text: string): string {
  if (isJson(text)) return text;
  const items = text.trimEnd().replace(/,$/u, '');
  const array = `[${items}]`;
  const lacksBeginning = !/^\s*\[/u.test(items);
  const lacksEnd = !items.endsWith(']');
  const completed = [array, ...(lacksBeginning ? [`[${items}`] : []), ...(lacksEnd ? [`${items}]`] : [])];
  return completed.find(isJson) ?? (hasSeparateItems(text) ? array : text);
}

/** Whether a comma stands outside of all arrays and objects. */
function hasSeparateItems(text: string): boolean {
  let depth = 0;
  for (const [mark] of text.matchAll(/"[^"\\]*(?:\\.?[^"\\]*)*(?:"|$)|[[\]{},]/gsu)) {
    if (mark === ',' && depth === 0) return true;
    if (mark === '[' || mark === '{') depth++;
    if (mark === ']' || mark === '}') depth--;
  }
  return false;
}
