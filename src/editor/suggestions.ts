/** What a gap could be filled with. */
import type { FillAnswer } from '../protocol/engine';
import type { ModelEntry } from '../models/modelLibrary';
import type { MaskFiller } from '../models/maskFiller';
import { windowAround, type Gap } from './gaps';

export interface Suggestion {
  readonly filling: string;
  /** Of the gap and of all gaps that were filled along with it. */
  readonly probability: number;
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
}

/** Completions of a text with several gaps may differ in the other gaps alone. */
function distinctFillings({ completions }: FillAnswer, gap: number): Suggestion[] {
  const probabilities = new Map<string, number>();
  for (const { fillings, probability } of completions) {
    const filling = fillings[gap];
    if (filling === undefined || filling === '') continue;
    probabilities.set(filling, (probabilities.get(filling) ?? 0) + probability);
  }
  return [...probabilities]
    .map(([filling, probability]) => ({ filling, probability }))
    .sort((a, b) => b.probability - a.probability);
}
