/** Trains the run of a folder, steered by what the folder says. */
import { constants, getPriority, setPriority } from 'node:os';
import { join } from 'node:path';

import * as l10n from '@vscode/l10n';

import { UserError } from '../core/errors';
import { Rest } from '../core/rest';
import { explainingShortOfMemory } from '../core/shortOfMemory';
import { Divergence } from '../core/training/divergence';
import { fineTune } from '../core/training/fineTune';
import type { FineTuneRequest } from '../core/training/request';
import { Unresumable } from '../core/training/unresumable';
import type { DeviceChoice, TrainRequest } from '../protocol/engine';
import { HeldLease, LeaseLost } from '../protocol/lease';
import {
  readCorpusSource,
  readSettings,
  readState,
  runFiles,
  type TrainingEvent,
} from '../protocol/runFolder';
import { EventLog } from './eventLog';

export class TrainService {
  private readonly stopping = new AbortController();
  private readonly rest = new Rest();
  private training: Promise<void> = Promise.resolve();

  constructor(private readonly device: DeviceChoice) {}

  /**
   * @throws {UserError} when the corpus or the model is not usable, or another process works on the run; it is in the
   * run's log then
   */
  train(request: TrainRequest): Promise<void> {
    this.training = this.run(request);
    return this.training;
  }

  /** Lets the training rest for a moment, if there is one. */
  giveWay(): void {
    this.rest.ask();
  }

  /** Ends the training before its first step or between two, and waits until everything is saved. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.training.catch(() => undefined); // whoever asked for the training has been told
  }

  private async run({ run, base }: TrainRequest): Promise<void> {
    lowerPriority();
    const stopAsWished = async (): Promise<void> => {
      const state = await readState(run).catch(() => undefined); // while it is written, or removed
      if (state && state.wish !== 'run') this.stopping.abort();
    };
    const lease = await HeldLease.take(run, stopAsWished, () => {
      this.stopping.abort(new LeaseLost());
    });
    if (!lease) throw heldElsewhere();
    try {
      await this.trainHolding(lease, { run, base });
    } finally {
      await lease.giveBack();
    }
  }

  private async trainHolding(lease: HeldLease, request: TrainRequest): Promise<void> {
    const log = new EventLog(request.run);
    try {
      await this.trainLogging(log, lease, request);
    } catch (error) {
      quietly(() => {
        log.close();
      });
      throw error;
    }
    log.close();
  }

  /** Trains, and logs how it goes, or why it does not, as long as the lease is held. */
  private async trainLogging(log: EventLog, lease: HeldLease, { run, base }: TrainRequest): Promise<void> {
    const tell = (event: TrainingEvent): void => {
      if (!lease.isLost) log.append(event);
    };
    try {
      const request = { ...(await requestFor(run, base)), device: this.device };
      await fineTune(
        request,
        (event) => {
          tell(event);
          if (event.type === 'start' && event.deviceProblem !== undefined) console.warn(event.deviceProblem);
        },
        this.stopping.signal,
        {
          rest: this.rest,
          requireRight: async () => {
            if (!(await lease.isHeld())) throw new LeaseLost();
          },
        },
      );
    } catch (reason) {
      if (!(await lease.isHeld())) return; // the run is another process's now, or gone: nothing is to be said of it
      if (reason === this.stopping.signal.reason) return; // before anything was learnt
      const error = explainingShortOfMemory(reason);
      if (error instanceof UserError) {
        quietly(() => {
          tell(failed(error));
        });
      }
      throw error;
    }
  }
}

/** The person goes on working meanwhile. Where VS Code has a lower priority already, to raise it would be refused. */
function lowerPriority(): void {
  const low = constants.priority.PRIORITY_BELOW_NORMAL;
  if (getPriority() < low) setPriority(low);
}

/** Does what can still be done after a failure. If it fails, too, only the first failure is told. */
function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // On a full disk, the log of the failure fails like what it tells of.
  }
}

async function requestFor(run: string, base: string): Promise<FineTuneRequest> {
  const { corpus, effort, terms, learningRate } = await readSettings(run);
  const { probes } = await readState(run);
  return {
    ...(await readCorpusSource(run, corpus)),
    base,
    out: join(run, runFiles.result),
    method: 'lora',
    effort,
    probes,
    ...(terms && { terms }),
    ...(learningRate !== undefined && { learningRate }),
    resume: true,
  };
}

function failed(error: UserError): TrainingEvent {
  if (error instanceof Divergence) {
    return {
      type: 'failed',
      message: l10n.t(
        'Training got out of control at step {0}: it learnt too fast for this model. Try again, and it will learn more gently; or start from another model.',
        error.step,
      ),
      final: true,
      tooHighLearningRate: error.learningRate,
    };
  }
  const { message } = error;
  return { type: 'failed', message, ...(error instanceof Unresumable && { final: true }) };
}

function heldElsewhere(): UserError {
  return new UserError(
    l10n.t('Another window is working on this fine-tuning. Stop it there, or wait for its end.'),
  );
}
