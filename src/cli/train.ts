import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/errors';
import { deviceChoices } from '../core/graph/devices/device';
import { embeddedName } from '../core/modelFiles/embeddedModel';
import { Divergence } from '../core/training/divergence';
import type { TrainingEvent } from '../core/training/events';
import { fineTune } from '../core/training/fineTune';
import { efforts } from '../core/training/request';
import { TerminalReport } from './terminalReport';
import { oneOf, parse, positiveNumber, required, UsageError, wholeNumber } from './usage';

export async function trainCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, {
    out: { type: 'string' },
    base: { type: 'string', default: embeddedName },
    method: { type: 'string' },
    effort: { type: 'string' },
    epochs: { type: 'string' },
    steps: { type: 'string' },
    'batch-tokens': { type: 'string' },
    lr: { type: 'string' },
    seed: { type: 'string' },
    device: { type: 'string' },
    terms: { type: 'string' },
    resume: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length === 0) throw new UsageError(l10n.t('Name a file to learn from.'));
  if (values.epochs !== undefined && values.steps !== undefined) {
    throw new UsageError(l10n.t('Give --epochs or --steps, not both.'));
  }
  const optional = {
    effort: oneOf('effort', values.effort, efforts),
    epochs: positiveNumber('epochs', values.epochs),
    steps: wholeNumber('steps', values.steps, 1),
    batchTokens: wholeNumber('batch-tokens', values['batch-tokens'], 8),
    learningRate: positiveNumber('lr', values.lr),
    seed: wholeNumber('seed', values.seed, 0),
    device: oneOf('device', values.device, deviceChoices),
    moreTerms: values.terms
      ?.split(/[,，、]/u)
      .map((term) => term.trim())
      .filter((term) => term !== ''),
  };
  const request = {
    files: positionals,
    base: values.base,
    out: required('out', values.out),
    method: oneOf('method', values.method, ['lora', 'full'] as const) ?? 'lora',
    resume: values.resume,
    ...withoutUndefined(optional),
  };
  if (request.base !== embeddedName && resolve(request.out) === resolve(request.base)) {
    throw new UsageError(l10n.t('--out is the folder of the base model. Choose another one.'));
  }
  const { tell, tellReading, clear }: Reporter = values.json ? { tell: writeLine } : reporter();
  const signal = abortOnInterrupt();
  const tellAll = (event: TrainingEvent): void => {
    tell(event);
    if (event.type === 'done' && event.stopped) tellHowToGoOn();
  };
  try {
    await fineTune(request, tellAll, signal, { onReading: tellReading });
  } catch (reason) {
    clear?.();
    const error = reason === signal.reason ? nothingLearnt(request.out) : withWayOut(reason);
    if (values.json)
      writeLine({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

function writeLine(event: TrainingEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

interface Reporter {
  tell: (event: TrainingEvent) => void;
  /** Which share of the text has been read. */
  tellReading?: (share: number) => void;
  /** Takes away what is on the terminal for the moment only. */
  clear?: () => void;
}

function reporter(): Reporter {
  const report = new TerminalReport(process.stderr);
  return {
    tell: (event) => {
      report.show(event);
    },
    tellReading: (share) => {
      report.showReading(share);
    },
    clear: () => {
      report.clear();
    },
  };
}

/** The first Ctrl-C ends the run between two steps and keeps what was learnt; the second ends the program. */
function abortOnInterrupt(): AbortSignal {
  const stopping = new AbortController();
  process.on('SIGINT', () => {
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
    process.stderr.write(`\n${l10n.t('Stopping…')}\n`);
  });
  return stopping.signal;
}

function tellHowToGoOn(): void {
  process.stderr.write(`${l10n.t('To go on later, run the same command with --resume.')}\n`);
}

function nothingLearnt(out: string): UserError {
  return new UserError(l10n.t('Stopped before anything was learnt. {0} is as it was.', out));
}

/** Says by which option to do better. */
function withWayOut(reason: unknown): unknown {
  if (!(reason instanceof Divergence)) return reason;
  const { step, learningRate } = reason;
  return new UserError(
    l10n.t(
      'The training has come apart at step {0}: its learning rate of {1} is too high for this model. Please start it again with a lower one (--lr), or from another model.',
      step,
      learningRate,
    ),
  );
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(options: T): Defined<T> {
  const defined = Object.entries(options).filter(([, value]) => value !== undefined);
  // The same entries, less those that are not there.
  return Object.fromEntries(defined) as Defined<T>;
}
