/** Sentences completed by models, for a view that must be there at any moment and cannot wait for the engine. */
import * as l10n from '@vscode/l10n';

import { describeLoss } from '../host/engineLost';
import { LruCache } from '../host/lruCache';
import type { MaskFiller } from '../models/maskFiller';
import { isRefusal, RequestError, type Failure } from '../protocol/channel';
import { Emitter } from '../protocol/emitter';
import type { ModelVersion } from '../protocol/engine';

/** Why a sentence could not be completed. */
export interface FillingProblem {
  readonly message: string;
  /** Whether the person can do something about it; else the log may say more. */
  readonly isRemediable: boolean;
}

type Outcome =
  { readonly fillings: readonly string[] } | { readonly problem: FillingProblem; readonly attempt: number };

const outcomesKept = 1_000;

export class FilledSentences {
  private readonly outcomes = new LruCache<Outcome | 'pending'>(outcomesKept);
  private attempt = 0;
  private readonly changed = new Emitter<void>();
  /** A sentence that was asked for has been completed, or could not be. */
  readonly onDidChange = this.changed.event;

  /** @param logDefect told of defects of the program; the loss of an engine is told elsewhere */
  constructor(
    private readonly filler: Pick<MaskFiller, 'fill'>,
    private readonly logDefect: (error: unknown) => void,
  ) {}

  /** What the model fills the gaps of a sentence with, if that is known by now; else the engine is asked. */
  fillings(text: string, model: ModelVersion): readonly string[] | undefined {
    const outcome = this.outcome(text, model);
    return outcome && 'fillings' in outcome ? outcome.fillings : undefined;
  }

  /** Why the sentence could not be completed. */
  problem(text: string, model: ModelVersion): FillingProblem | undefined {
    const outcome = this.outcome(text, model);
    return outcome && 'problem' in outcome ? outcome.problem : undefined;
  }

  /** What could not be completed is tried again when it is asked for. */
  retry(): void {
    this.attempt++;
    this.changed.fire();
  }

  private outcome(text: string, model: ModelVersion): Outcome | undefined {
    const key = [model.folder, model.version, text].join('\n');
    const known = this.outcomes.get(key);
    const isOutdated = typeof known === 'object' && 'problem' in known && known.attempt !== this.attempt;
    if (!known || isOutdated) {
      this.outcomes.set(key, 'pending');
      void this.findOut(key, text, model);
    }
    return known === 'pending' || isOutdated ? undefined : known;
  }

  private async findOut(key: string, text: string, model: ModelVersion): Promise<void> {
    const { attempt } = this;
    try {
      const { completions } = await this.filler.fill(text, model);
      this.outcomes.set(key, { fillings: completions[0]?.fillings ?? [] });
    } catch (error) {
      if (failureOf(error) === 'broken') this.logDefect(error);
      this.outcomes.set(key, { problem: problemOf(error), attempt });
    }
    this.changed.fire();
  }
}

function problemOf(error: unknown): FillingProblem {
  return { message: reasonOf(error), isRemediable: isRefusal(error) };
}

function reasonOf(error: unknown): string {
  const failure = failureOf(error);
  switch (failure) {
    case 'refused':
      return messageOf(error);
    case 'closed':
    case 'timeout':
      return describeLoss(failure);
    default:
      return l10n.t('Something unexpected went wrong: {0}', messageOf(error));
  }
}

function failureOf(error: unknown): Failure {
  return error instanceof RequestError ? error.failure : 'broken';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
