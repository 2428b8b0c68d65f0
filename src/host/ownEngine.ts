/** Work in an engine of its own, so that the one that fills masks is not kept waiting. */
import type { Engine, StartEngine } from '../protocol/engineProcess';

/** Starts an engine for some work, and lets go of it after that. */
export async function inOwnEngine<T>(
  startEngine: StartEngine,
  work: (client: Engine['client']) => Promise<T>,
): Promise<T> {
  const engine = startEngine();
  try {
    return await work(engine.client);
  } finally {
    engine.release();
  }
}
