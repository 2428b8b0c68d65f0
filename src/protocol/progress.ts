/** How much of a whole is done, in whole percents; 100 at the end alone. */
export function percentDone(part: number, whole: number): number {
  return Math.floor((100 * part) / whole);
}
