/** What stands in the gaps of a probe, and whether that has changed. */

const gap = /(?:\[MASK\])+/gi;

/** A piece of a sentence: text that stands there, or a gap with the number of its slots. */
export type ProbePiece = { readonly text: string } | { readonly slots: number };

export function hasGap(text: string): boolean {
  return text.search(gap) >= 0;
}

/** The probe cut at its gaps. */
export function piecesOf(probe: string): ProbePiece[] {
  const pieces: ProbePiece[] = [];
  let end = 0;
  for (const match of probe.matchAll(gap)) {
    if (match.index > end) pieces.push({ text: probe.slice(end, match.index) });
    pieces.push({ slots: match[0].length / '[MASK]'.length });
    end = match.index + match[0].length;
  }
  if (end < probe.length) pieces.push({ text: probe.slice(end) });
  return pieces;
}

/**
 * What a completion put into the gaps of its probe, in order; the whole completion where the text around the gaps is
 * not that of the probe.
 */
export function fillings(probe: string, completion: string): string[] {
  const around = probe.split(gap).map(literally);
  const match = new RegExp(`^${around.join('(.*?)')}$`, 'is').exec(completion);
  return match ? match.slice(1) : [completion];
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Completions of consecutive evaluations; equal neighbours are one stage. */
export interface Stage {
  readonly firstStep: number;
  readonly lastStep: number;
  readonly completion: string;
}

export function stages(during: readonly { readonly step: number; readonly completion: string }[]): Stage[] {
  const result: Stage[] = [];
  for (const { step, completion } of during) {
    const previous = result.at(-1);
    if (previous?.completion === completion) result[result.length - 1] = { ...previous, lastStep: step };
    else result.push({ firstStep: step, lastStep: step, completion });
  }
  return result;
}
