/** What stands in the gaps of a probe, and whether that has changed. */
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

/**
 * What a completion put into the gaps of its probe, in order; the whole completion where the text around the gaps is
 * not that of the probe.
 */
export function fillings(probe: string, completion: string): string[] {
  const pattern = piecesOf(probe).map((piece) => ('text' in piece ? literally(piece.text) : '(.*?)'));
  const match = new RegExp(`^${pattern.join('')}$`, 'is').exec(completion);
  return match ? match.slice(1) : [completion];
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

type CompletionAt = ProbeView['during'][number];

/** The completions that are not those of the evaluation before. */
export function changes(during: readonly CompletionAt[]): CompletionAt[] {
  return during.filter(({ completion }, index) => completion !== during[index - 1]?.completion);
}
