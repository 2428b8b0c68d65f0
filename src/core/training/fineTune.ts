import { DeviceFailure } from '../graph/devices/device';
import { chooseDevice } from '../graph/devices/chooseDevice';
import type { Rest } from '../rest';
import { beginRun, type Place } from './beginRun';
import { hasCheckpoint, wordsBegunWith } from './checkpoint';
import type { TrainingEvent } from './events';
import { Holdings } from './holdings';
import { prepare } from './preparation';
import type { OnPreparing } from './preparing';
import type { FineTuneRequest } from './request';
import { requireUsableFolder } from './result';

export interface FineTuneOptions {
  /** Is told before the first event what is done until then. */
  readonly onPreparing?: OnPreparing | undefined;
  /** What the run's computations wait for. */
  readonly rest?: Rest | undefined;
  /** Is asked before anything is written to `request.out`; what it throws ends the run, and nothing is written. */
  readonly requireRight?: () => Promise<void>;
}

/**
 * Fine-tunes a model on a corpus and writes the result to `request.out`. Where a graphics card fails, the run goes on on
 * the processor from its last checkpoint, or from its beginning.
 *
 * @param onEvent is told how it goes; the last event is `done`.
 * @param signal ends the run between two steps: what was learnt is kept, and the run can be resumed. Before its first
 * step it ends between two runs of the base model.
 * @throws UserError when the corpus, the base model or the folder cannot be used; what `signal` was aborted with, when
 * that was before anything was learnt; what `requireRight` throws. Earlier results are whole then.
 */
export async function fineTune(
  request: FineTuneRequest,
  onEvent: (event: TrainingEvent) => void,
  signal: AbortSignal,
  { onPreparing, rest, requireRight = () => Promise.resolve() }: FineTuneOptions = {},
): Promise<void> {
  await requireUsableFolder(request.out);
  const preparation = await prepare(await withWordsBegunWith(request), signal, onPreparing);
  signal.throwIfAborted();
  let resume = request.resume ?? false;
  const trainOn = async (place: Place): Promise<void> => {
    const tell = (event: TrainingEvent): void => {
      resume ||= event.type === 'checkpoint';
      onEvent(event);
    };
    const holdings = new Holdings();
    try {
      const guidance = { onEvent: tell, onPreparing, requireRight, signal, rest };
      const run = await beginRun({ ...request, resume }, preparation, place, guidance, holdings);
      await run.train(signal);
    } finally {
      await holdings.release();
    }
  };
  try {
    await trainOn({ device: await chooseDevice(request.device ?? 'auto', preparation.model.config) });
  } catch (error) {
    if (!(error instanceof DeviceFailure)) throw error;
    await trainOn({ device: 'cpu', deviceProblem: error.message });
  }
}

/** Words are not looked for a second time: what is found depends on the system's dictionary, which may be another by now. */
async function withWordsBegunWith(request: FineTuneRequest): Promise<FineTuneRequest> {
  const goesOn = request.resume && hasCheckpoint(request.out);
  return goesOn && !request.terms ? { ...request, terms: await wordsBegunWith(request.out) } : request;
}
