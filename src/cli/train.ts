import * as l10n from '@vscode/l10n';
import { UserError } from '../core/errors';
import { Divergence } from '../core/training/divergence';
import type { TrainingEvent } from '../core/training/events';
import { hasCheckpoint } from '../core/training/checkpoint';
import { fineTune } from '../core/training/fineTune';
import type { FineTuneRequest } from '../core/training/request';
import type { OnPreparing } from '../core/training/preparing';
import { explainingShortOfMemory } from '../core/shortOfMemory';
import { alone } from './alone';
import { TerminalReport } from './terminalReport';
import { trainRequest } from './trainRequest';
import { whenEnded } from './untilEnded';

export async function trainCommand(args: string[]): Promise<void> {
  const { request, json } = trainRequest(args);
  const { tell, tellPreparing, clear }: Reporter = json ? { tell: writeLine } : reporter();
  const signal = stopWhenEnded();
  let canBeResumed = false;
  const tellAll = (event: TrainingEvent): void => {
    tell(event);
    canBeResumed ||= event.type === 'checkpoint' || (event.type === 'start' && event.resumedAt !== undefined);
    if (event.type === 'done' && event.stopped) tellHowToGoOn();
  };
  try {
    await alone(request.out, async () => {
      if (!json) tellHowItBegins(request);
      await fineTune(request, tellAll, signal, { onPreparing: tellPreparing });
    });
  } catch (reason) {
    clear?.();
    const error = reason === signal.reason ? nothingLearnt(request.out) : withWayOut(reason, canBeResumed);
    if (json) writeLine({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

function writeLine(event: TrainingEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

interface Reporter {
  tell: (event: TrainingEvent) => void;
  tellPreparing?: OnPreparing;
  /** Takes away what is on the terminal for the moment only. */
  clear?: () => void;
}

function reporter(): Reporter {
  const report = new TerminalReport(process.stderr);
  return {
    tell: (event) => {
      report.show(event);
    },
    tellPreparing: (stage, share) => {
      report.showPreparing(stage, share);
    },
    clear: () => {
      report.clear();
    },
  };
}

/** Aborts when the program is asked to end; the run then stops between two steps and keeps what was learnt. */
function stopWhenEnded(): AbortSignal {
  const stopping = new AbortController();
  whenEnded(() => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    process.stderr.write(`\n${l10n.t('Stopping…')}\n`);
  });
  return stopping.signal;
}

/** Says how the run begins, where that may not be what was meant. */
function tellHowItBegins({ resume = false, out }: FineTuneRequest): void {
  const isInterrupted = hasCheckpoint(out);
  if (resume === isInterrupted) return;
  const note = resume
    ? l10n.t('There is no interrupted run in {0}; this one begins anew.', out)
    : l10n.t(
        'There is an interrupted run in {0}; this one begins anew and takes its place. To go on with that one, press Ctrl-C now and run the same command with --resume.',
        out,
      );
  process.stderr.write(`${note}\n`);
}

function tellHowToGoOn(): void {
  process.stderr.write(`${l10n.t('To go on later, run the same command with --resume.')}\n`);
}

function nothingLearnt(out: string): UserError {
  return new UserError(l10n.t('Stopped before anything was learnt. {0} is as it was.', out));
}

/** Adds to an error which option does better, or goes on. */
function withWayOut(reason: unknown, canBeResumed: boolean): unknown {
  if (!(reason instanceof Divergence)) {
    const error = explainingShortOfMemory(reason);
    return canBeResumed && error instanceof UserError ? withResumption(error) : error;
  }
  const { step, learningRate } = reason;
  return new UserError(
    l10n.t(
      'Training got out of control at step {0}: its learning rate of {1} is too high for this model. Please start it again with a lower one (--lr), or from another model.',
      step,
      learningRate,
    ),
  );
}

function withResumption({ message, cause }: UserError): UserError {
  return new UserError(
    l10n.t(
      '{0} To go on from the last checkpoint, which is kept, run the same command with --resume.',
      message,
    ),
    cause,
  );
}
