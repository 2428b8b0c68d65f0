/** Fills masks by the shared engine, one request at a time. Skips those that nobody waits for any more; keeps answers. */
import { LruCache } from '../host/lruCache';
import { isRefusal, RequestError, type RequestOptions } from '../protocol/channel';
import { Emitter } from '../protocol/emitter';
import type { FillAnswer, FillRequest, ModelVersion } from '../protocol/engine';

/** How many completions are asked for, for whatever purpose, so that every purpose finds the answer kept. */
const completionsWanted = 8;

const answersKept = 500;
/** What any model that can be used completes. */
const simplestText = '[MASK]';
/** Loading a large model may take long; after so many milliseconds the engine is stuck. */
const patience = 60_000;

export interface FillEngine {
  request(method: 'fill', params: FillRequest, options: RequestOptions): Promise<FillAnswer>;
}

export class MaskFiller {
  private readonly answers = new LruCache<FillAnswer>(answersKept);
  private turn: Promise<unknown> = Promise.resolve();
  private readonly refusals = new Map<string, string>();
  private readonly refusalsChanged = new Emitter<void>();
  /** A model completes nothing, or does so again. */
  readonly onDidChangeRefusals = this.refusalsChanged.event;

  constructor(private readonly engine: FillEngine) {}

  /**
   * @param text with at least one `[MASK]`
   * @throws {RequestError}
   */
  fill(text: string, model: ModelVersion, signal?: AbortSignal): Promise<FillAnswer> {
    const key = `${nameOf(model)}\n${text}`;
    const answer = this.turn.then(async () => {
      if (signal?.aborted) throw new RequestError('cancelled', 'nobody waits for it any more');
      const kept = this.answers.get(key);
      if (kept) return kept;
      const fresh = await this.ask(text, model);
      this.answers.set(key, fresh);
      return fresh;
    });
    this.turn = answer.catch(() => undefined);
    return answer;
  }

  /** Why a model completes nothing, if that is what the engine has said last: it may be damaged, for example. */
  refusalOf(model: ModelVersion): string | undefined {
    return this.refusals.get(nameOf(model));
  }

  private async ask(text: string, model: ModelVersion): Promise<FillAnswer> {
    try {
      const answer = await this.request(text, model);
      this.remember(model, undefined);
      return answer;
    } catch (error) {
      if (isRefusal(error) && error.message !== this.refusalOf(model))
        this.remember(model, await this.refusalOfAnything(model));
      throw error;
    }
  }

  /** Why the engine refuses the simplest text by a model; nothing where that is not what it refuses. */
  private refusalOfAnything(model: ModelVersion): Promise<string | undefined> {
    return this.request(simplestText, model).then(
      () => undefined,
      (error: unknown) => (isRefusal(error) ? error.message : undefined),
    );
  }

  private request(text: string, { folder, version }: ModelVersion): Promise<FillAnswer> {
    return this.engine.request(
      'fill',
      { text, model: { folder, version }, top: completionsWanted },
      { timeout: patience }, // once asked it is not cancelled: the answer is near, and kept
    );
  }

  private remember(model: ModelVersion, refusal: string | undefined): void {
    if (refusal === this.refusalOf(model)) return;
    if (refusal === undefined) this.refusals.delete(nameOf(model));
    else this.refusals.set(nameOf(model), refusal);
    this.refusalsChanged.fire();
  }
}

function nameOf({ folder, version }: ModelVersion): string {
  return `${folder}\n${version}`;
}
