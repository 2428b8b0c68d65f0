/** The one long-lived engine of a window: started by the first request, ended when nobody asks any more. */
import { RequestError, type RequestOptions } from '../protocol/channel';
import type { EngineContract } from '../protocol/engine';
import type { Engine, StartEngine } from '../protocol/engineProcess';
import { EngineLost, type Loss } from './engineLost';

export class SharedEngine {
  private engine: Engine | undefined;
  private idle: NodeJS.Timeout | undefined;
  private atWork = 0;
  private readonly replaced = new WeakSet<Engine>();

  /**
   * @param idleMilliseconds how long it is kept without a request
   * @param onLoss told when it ends by itself, or does not answer
   */
  constructor(
    private readonly start: StartEngine,
    private readonly idleMilliseconds: () => number,
    private readonly onLoss: (loss: Loss) => void,
  ) {}

  /**
   * Requests are not ordered here; an engine that does not answer within the time limit is ended.
   *
   * @throws {RequestError} an `EngineLost` where the engine is lost
   */
  async request<Method extends keyof EngineContract>(
    method: Method,
    params: EngineContract[Method]['params'],
    options: RequestOptions<EngineContract[Method]['progress']>,
  ): Promise<EngineContract[Method]['result']> {
    const engine = (this.engine ??= this.launch());
    clearTimeout(this.idle);
    this.atWork++;
    try {
      return await engine.client.request(method, params, options);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { failure } = error;
      if (failure !== 'timeout' && failure !== 'closed') throw error;
      if (failure === 'timeout') engine.kill();
      this.lose(engine, failure);
      if (failure === 'closed' && this.replaced.has(engine))
        return await this.request(method, params, options);
      throw new EngineLost(failure, error);
    } finally {
      this.atWork--;
      this.endOnceIdle();
    }
  }

  /** Replaces the engine by a new one, which is asked again whatever the old one has not answered. */
  restart(): void {
    if (this.engine) this.replaced.add(this.engine);
    this.dispose();
  }

  /** Lets go of the engine; a later request starts another one. */
  dispose(): void {
    clearTimeout(this.idle);
    const engine = this.engine;
    this.engine = undefined;
    engine?.release();
  }

  private endOnceIdle(): void {
    if (this.atWork > 0 || !this.engine) return;
    this.idle = setTimeout(() => {
      this.dispose();
    }, this.idleMilliseconds());
  }

  private launch(): Engine {
    const engine = this.start();
    void engine.exited.then(() => {
      this.lose(engine, 'closed');
    });
    return engine;
  }

  /** A process is gone only some time after it was killed, and after its channel has closed. */
  private lose(engine: Engine, loss: Loss): void {
    if (this.engine !== engine) return;
    this.engine = undefined;
    this.onLoss(loss);
  }
}
