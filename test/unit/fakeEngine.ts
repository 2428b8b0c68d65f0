import { Client, serve, type Handlers } from '../../src/protocol/channel';
import type { EngineContract } from '../../src/protocol/engine';
import type { Engine, EngineExit } from '../../src/protocol/engineProcess';
import { transportPair } from './protocol/transportPair';

const unexpected = () => Promise.reject(new Error('This was not to be asked.'));

/** An engine in the same process, which answers as a test says. */
export class FakeEngine implements Engine {
  readonly client: Client<EngineContract>;
  readonly exited: Promise<EngineExit>;
  released = false;
  killed = false;
  private exit: (exit: EngineExit) => void = () => undefined;
  private readonly close: () => void;

  constructor(handlers: Partial<Handlers<EngineContract>>) {
    const { near, far, close } = transportPair();
    const all = {
      fill: unexpected,
      check: unexpected,
      estimate: unexpected,
      export: unexpected,
      train: unexpected,
      giveWay: unexpected,
      import: unexpected,
      ...handlers,
    };
    serve<EngineContract>(far, all, (error) => ({
      failure: 'refused',
      message: error instanceof Error ? error.message : String(error),
    }));
    this.client = new Client(near);
    this.close = close;
    this.exited = new Promise((resolve) => {
      this.exit = resolve;
    });
  }

  release(): void {
    this.released = true;
    this.end({ code: 0, signal: null });
  }

  kill(): void {
    this.killed = true;
    this.end({ code: null, signal: 'SIGKILL' });
  }

  private end(exit: EngineExit): void {
    this.close();
    // A process is gone a little later than its channel.
    setTimeout(() => {
      this.exit(exit);
    }, 5);
  }
}
