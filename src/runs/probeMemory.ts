/** The sentences that show what a run changes, kept per workspace. */
import type { Memory } from '../host/fileMemory';
import { Emitter } from '../protocol/emitter';

const textsKey = 'probes';
const editedKey = 'probesEdited';

export class ProbeMemory {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: Memory) {}

  get texts(): readonly string[] {
    const texts = this.memory.get(textsKey);
    return Array.isArray(texts) ? texts.filter((text) => typeof text === 'string') : [];
  }

  /** Whether they are the person's own ones. */
  get areEdited(): boolean {
    return this.memory.get(editedKey) === true && this.texts.length > 0;
  }

  /** Those of this workspace; where there are none, and the person has not deleted them, those of a run. */
  textsOr(ofRun: readonly string[]): readonly string[] {
    const areDeleted = this.memory.get(editedKey) === true;
    return this.texts.length > 0 || areDeleted ? this.texts : ofRun;
  }

  /** Takes the person's own sentences, which no proposal replaces. */
  async edit(texts: readonly string[]): Promise<void> {
    await this.keep(texts, true);
  }

  /** Takes proposals, the person's own ones forgotten. */
  async reset(proposed: readonly string[]): Promise<void> {
    await this.keep(proposed, false);
  }

  /** The sentences for a new run: the person's own, or else what its corpus proposes. */
  async forRun(proposed: readonly string[]): Promise<readonly string[]> {
    if (!this.areEdited) await this.reset(proposed);
    return this.texts;
  }

  private async keep(texts: readonly string[], edited: boolean): Promise<void> {
    await this.memory.update(textsKey, texts);
    await this.memory.update(editedKey, edited);
    this.changed.fire();
  }
}
