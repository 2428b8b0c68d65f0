/** What a gap could be filled with. */
import type { Completion, FillAnswer } from '../protocol/engine';
import type { ModelEntry } from '../models/modelLibrary';
import type { MaskFiller } from '../models/maskFiller';
import { gapsOf, isTooLong, moved, windowAround, type Gap, type GapWindow } from './gaps';

export interface Suggestion {
  readonly filling: string;
  /** Of the gap and of all gaps that were filled along with it. */
  readonly probability: number;
}

export interface FilledGap {
  readonly gap: Gap;
  readonly filling: string;
}

export class Suggestions {
  constructor(private readonly filler: MaskFiller) {}

  /**
   * The fillings of a gap of a line, distinct, best first.
   *
   * @throws {RequestError}
   */
  async forGap(line: string, gap: Gap, model: ModelEntry, signal?: AbortSignal): Promise<Suggestion[]> {
    const { text, index } = windowAround(line, gap);
    return distinctFillings(await this.filler.fill(text, model, signal), index);
  }

  /**
   * Fills the gaps of a line from the first to the last, except those that are too long. Gaps that are near to each other
   * get what is best for all of them together; later ones are filled as if that stood in the line already.
   *
   * @throws {RequestError}
   */
  async *forLine(line: string, model: ModelEntry, signal?: AbortSignal): AsyncGenerator<FilledGap> {
    let filled = line;
    let filledTo = 0;
    for (const gap of gapsOf(line)) {
      if (isTooLong(gap) || gap.start < filledTo) continue;
      const growth = filled.length - line.length;
      const window = windowAround(filled, moved(gap, growth));
      const [best] = (await this.filler.fill(window.text, model, signal)).completions;
      if (!best) continue;
      for (const each of filledGaps(window, best)) {
        const inLine = moved(each.gap, -growth);
        filledTo = inLine.end;
        yield { ...each, gap: inLine };
      }
      const end = window.start + window.text.length;
      filled = filled.slice(0, window.start) + best.text + filled.slice(end);
    }
  }
}

/** The gaps of a window, where they stand in the text that it is a part of. */
function filledGaps({ text, start }: GapWindow, { fillings }: Completion): FilledGap[] {
  return gapsOf(text).flatMap((gap, index) => {
    const filling = fillings[index];
    return filling === undefined ? [] : [{ gap: moved(gap, start), filling }];
  });
}

/** Completions of a text with several gaps may differ in the other gaps alone. */
function distinctFillings({ completions }: FillAnswer, gap: number): Suggestion[] {
  const probabilities = new Map<string, number>();
  for (const { fillings, probability } of completions) {
    const filling = fillings[gap];
    if (filling === undefined) continue;
    probabilities.set(filling, (probabilities.get(filling) ?? 0) + probability);
  }
  return [...probabilities]
    .map(([filling, probability]) => ({ filling, probability }))
    .sort((a, b) => b.probability - a.probability);
}
