import { weightsOverflow } from '../bert/overflow';
import { openSlots, type Beam } from './beams';
import type { MaskedLanguageModel, MaskedRow } from './maskedLanguageModel';
import type { Window } from './window';

/** What the model says of the open slots of beams; each beam is asked about once. */
export class Predictions {
  /** Logarithms of the probabilities of all tokens by the open slot, by the filled tokens. */
  private readonly known = new Map<string, ReadonlyMap<number, Float32Array>>();

  constructor(
    private readonly window: Window,
    private readonly model: MaskedLanguageModel,
  ) {}

  /**
   * Asks about all beams, in one batch, that it has not asked about. What is known of earlier ones is forgotten, as it
   * may be much; only those come again that have all slots open, when a search begins, or a single one, when they are
   * weighed.
   */
  async add(beams: readonly Pick<Beam, 'tokens'>[]): Promise<void> {
    const asked = new Map<string, MaskedRow>();
    for (const { tokens } of beams) {
      const key = tokens.join();
      if (!this.known.has(key)) asked.set(key, this.rowFor(tokens));
    }
    if (asked.size === 0) return;
    const { ids, slots } = this.window;
    for (const [key, { size }] of this.known) if (size > 1 && size < slots.length) this.known.delete(key);
    const { vocabularySize } = this.model;
    const answers = await this.model.predictVariants(ids, slots, [...asked.values()]);
    if (answers.some(([first]) => Number.isNaN(first))) throw weightsOverflow();
    [...asked].forEach(([key, { positions }], variant) => {
      const bySlot = Array.from(positions, (position, index) => {
        const start = index * vocabularySize;
        const ofSlot = answers[variant]?.subarray(start, start + vocabularySize) ?? new Float32Array();
        return [slots.indexOf(position), ofSlot] as const;
      });
      this.known.set(key, new Map(bySlot));
    });
  }

  /** Of a beam that was asked about. */
  of(tokens: Beam['tokens'], slot: number): Float32Array {
    return this.known.get(tokens.join())?.get(slot) ?? new Float32Array();
  }

  /** The window with the tokens filled in, to predict the open slots. */
  private rowFor(tokens: Beam['tokens']): MaskedRow {
    const ids = this.window.ids.slice();
    tokens.forEach((token, slot) => {
      const position = this.window.slots[slot];
      if (token !== undefined && position !== undefined) ids[position] = token;
    });
    return { ids, positions: Int32Array.from(openSlots(tokens), (slot) => this.window.slots[slot] ?? 0) };
  }
}
