/** Sentences completed by models, for a view that is asked for at any moment and cannot wait. */
import type { MaskFiller } from '../models/maskFiller';
import type { ModelVersion } from '../protocol/engine';
import { Emitter } from '../protocol/emitter';

type Outcome = { readonly completion: string } | { readonly problem: string };

export class FilledSentences {
  private readonly outcomes = new Map<string, Outcome | 'pending'>();
  private readonly changed = new Emitter<void>();
  /** A sentence that was asked for has been completed. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly filler: MaskFiller) {}

  /** The sentence completed by the model, if that is known; else it is found out. */
  completion(text: string, model: ModelVersion): string | undefined {
    const outcome = this.outcome(text, model);
    return outcome && 'completion' in outcome ? outcome.completion : undefined;
  }

  /** Why the sentence could not be completed. */
  problem(text: string, model: ModelVersion): string | undefined {
    const outcome = this.outcome(text, model);
    return outcome && 'problem' in outcome ? outcome.problem : undefined;
  }

  private outcome(text: string, model: ModelVersion): Outcome | undefined {
    const key = [model.folder, model.version, text].join('\n');
    const known = this.outcomes.get(key);
    if (!known) {
      this.outcomes.set(key, 'pending');
      void this.findOut(key, text, model);
    }
    return known === 'pending' ? undefined : known;
  }

  private async findOut(key: string, text: string, model: ModelVersion): Promise<void> {
    try {
      const { completions } = await this.filler.fill(text, model);
      this.outcomes.set(key, { completion: completions[0]?.text ?? text });
    } catch (error) {
      this.outcomes.set(key, { problem: error instanceof Error ? error.message : String(error) });
    }
    this.changed.fire();
  }
}
