/** Fills masks by the shared engine, one request at a time. Skips those that nobody waits for any more; keeps answers. */
import { RequestError, type RequestOptions } from '../protocol/channel';
import type { FillAnswer, FillRequest, ModelVersion } from '../protocol/engine';
import { LruCache } from './lruCache';

/** How many completions are asked for, for whatever purpose, so that every purpose finds the answer kept. */
const completionsWanted = 8;

const answersKept = 500;
/** Loading a large model may take long; after so many milliseconds the engine is stuck. */
const patience = 60_000;

export interface FillEngine {
  request(method: 'fill', params: FillRequest, options: RequestOptions): Promise<FillAnswer>;
}

export class MaskFiller {
  private readonly answers = new LruCache<FillAnswer>(answersKept);
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly engine: FillEngine) {}

  /**
   * @param text with at least one `[MASK]`
   * @throws {RequestError}
   */
  fill(text: string, { folder, version }: ModelVersion, signal?: AbortSignal): Promise<FillAnswer> {
    const key = [folder, version, text].join('\n');
    const answer = this.turn.then(async () => {
      if (signal?.aborted) throw new RequestError('cancelled', 'nobody waits for it any more');
      const kept = this.answers.get(key);
      if (kept) return kept;
      const fresh = await this.engine.request(
        'fill',
        { text, model: { folder, version }, top: completionsWanted },
        { timeout: patience }, // once asked it is not cancelled: the answer is near, and kept
      );
      this.answers.set(key, fresh);
      return fresh;
    });
    this.turn = answer.catch(() => undefined);
    return answer;
  }
}
