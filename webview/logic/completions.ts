/** The gaps of a probe, and when what stands in them has changed. */
import type { ProbeView } from '../../src/protocol/dashboard';
import { gapsOf } from '../../src/protocol/gaps';

/** A piece of a sentence: text that stands there, or a gap with the number of its slots. */
export type ProbePiece = { readonly text: string } | { readonly slots: number };

/** The probe cut at its gaps. */
export function piecesOf(probe: string): ProbePiece[] {
  const pieces: ProbePiece[] = [];
  let from = 0;
  for (const { start, end, slots } of gapsOf(probe)) {
    if (start > from) pieces.push({ text: probe.slice(from, start) });
    pieces.push({ slots });
    from = end;
  }
  if (from < probe.length) pieces.push({ text: probe.slice(from) });
  return pieces;
}

type FillingsAt = ProbeView['during'][number];

/** The fillings that are not those of the evaluation before. */
export function changes(during: readonly FillingsAt[]): FillingsAt[] {
  return during.filter(({ fillings }, index) => fillings !== during[index - 1]?.fillings);
}
