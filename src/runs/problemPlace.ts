/** The line, from 0, that a message about a corpus names, in either language. */
export function lineNamedIn(problem: string | undefined): number | undefined {
  const line = /\bline (\d+)|第\s*(\d+)\s*行/i.exec(problem ?? '');
  const number = line?.[1] ?? line?.[2];
  return number === undefined ? undefined : Number(number) - 1;
}
