import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { writeFolderAtomic } from '../modelFiles/atomic';
import { readSafetensors, writeSafetensors, type Weights } from '../modelFiles/safetensors';
import type { Metrics } from './events';
import type { TrainingState } from './trainer';

/** What was measured of the weights that would be the result. */
export interface Kept {
  readonly step: number;
  readonly metrics: Metrics;
  /** How far they lie on the way from the base model to what was learnt. */
  readonly share: number;
  /** By how many nats the loss on plain sentences has risen with them. */
  readonly forgotten: number;
}

/** How far a run has come, besides its weights. */
export interface Progress {
  /** Steps that are done. */
  readonly step: number;
  /** Optimiser updates that are done. */
  readonly updates: number;
  /** Seconds of work until here. */
  readonly seconds: number;
  readonly before: Metrics;
  /** The loss on plain sentences before, in nats. */
  readonly plainLoss: number;
  /** How far the result lies on the way from the base model to what was learnt. */
  readonly share: number;
  /** The evaluation whose weights would be the result. */
  readonly kept?: Kept;
  /** The mean loss of each sentence kept back at the evaluation where they were lowest in the mean. */
  readonly lowest: readonly number[];
  /** Evaluations in a row that were worse than the best, beyond chance. */
  readonly worse: number;
}

export interface Checkpoint extends TrainingState {
  readonly progress: Progress;
  /** The weights that would be the result. */
  readonly kept?: Weights;
}

interface SavedState extends Progress {
  /** Of everything that decides the weights: a run resumes only what it began. */
  readonly fingerprint: string;
}

const parts = ['weights', 'first', 'second', 'kept'] as const;

/** The folder of the checkpoint within a run's folder. */
export const checkpointDir = (out: string): string => join(out, 'checkpoint');

export function hasCheckpoint(out: string): boolean {
  return existsSync(join(checkpointDir(out), 'state.json'));
}

export async function writeCheckpoint(
  out: string,
  fingerprint: string,
  progress: Omit<Progress, 'updates'>,
  training: TrainingState,
  kept: Weights | undefined,
): Promise<void> {
  await writeFolderAtomic(checkpointDir(out), (dir) =>
    writeCheckpointFiles(dir, fingerprint, progress, training, kept),
  );
}

/** The files of a checkpoint, into a folder that exists. */
export async function writeCheckpointFiles(
  dir: string,
  fingerprint: string,
  progress: Omit<Progress, 'updates'>,
  training: TrainingState,
  kept: Weights | undefined,
): Promise<void> {
  const { updates, weights, first, second } = training;
  const all: Weights = new Map();
  for (const [part, values] of Object.entries({ weights, first, second, kept })) {
    for (const [name, weight] of values ?? []) all.set(`${part}/${name}`, weight);
  }
  const state: SavedState = { ...progress, updates, fingerprint };
  await writeSafetensors(join(dir, 'state.safetensors'), all, { dtype: 'F32' });
  await writeFile(join(dir, 'state.json'), `${JSON.stringify(state, undefined, 2)}\n`);
}

/** @throws UserError when the checkpoint is of another corpus, base model or settings, or damaged. */
export async function readCheckpoint(out: string, fingerprint: string): Promise<Checkpoint> {
  const dir = checkpointDir(out);
  const state = await readState(dir);
  if (state.fingerprint !== fingerprint) {
    throw new UserError(
      l10n.t(
        'The run in {0} was begun with another text, base model or settings. Start it again, or restore what it was begun with.',
        out,
      ),
    );
  }
  const { weights: all } = await readSafetensors(join(dir, 'state.safetensors'));
  const [weights, first, second, kept] = parts.map(
    (part): Weights =>
      new Map(
        [...all]
          .filter(([name]) => name.startsWith(`${part}/`))
          .map(([name, weight]) => [name.slice(part.length + 1), weight]),
      ),
  );
  if (!weights || !first || !second || !kept) throw new Error('a checkpoint has four parts');
  const { updates } = state;
  return { progress: state, updates, weights, first, second, ...(kept.size > 0 && { kept }) };
}

async function readState(dir: string): Promise<SavedState> {
  try {
    // Written by this program alone; the fingerprint says by which settings.
    return JSON.parse(await readFile(join(dir, 'state.json'), 'utf8')) as SavedState;
  } catch (error) {
    throw new UserError(l10n.t('The checkpoint in {0} is damaged. Delete it and start again.', dir), error);
  }
}
