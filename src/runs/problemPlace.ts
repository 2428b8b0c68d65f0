/** The place in a corpus that a message names, be it in English or in Chinese. */
import { isAmong } from './chosenFiles';

/** The line, from 0. */
export function lineNamedIn(problem: string): number | undefined {
  const line = /\bline (\d+)|第\s*(\d+)\s*行/i.exec(problem);
  const number = line?.[1] ?? line?.[2];
  return number === undefined ? undefined : Number(number) - 1;
}

/** The file: one of those that were chosen, or one in a folder among them. */
export function fileNamedIn(problem: string, chosen: readonly string[]): string | undefined {
  const quoted = [...problem.matchAll(/“([^”]+)”/g)].flatMap(({ 1: name }) => name ?? []);
  return quoted.find((name) => isAmong(name, chosen));
}
