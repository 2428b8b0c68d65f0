import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { anyCount, anyNumber, type JsonFields, readJsonObject, writeJsonFile } from '../json';
import { writeFolderAtomic } from '../modelFiles/atomicFolder';
import { linkOrCopy } from '../modelFiles/linkOrCopy';
import { readSafetensors, writeSafetensors } from '../modelFiles/safetensors';
import type { Weights } from '../modelFiles/weights';
import { saysMissing } from '../system';
import { explainingUnreadable, Unreadable } from '../unreadable';
import type { Metrics } from './events';
import { fingerprintIn, requireSame, type Fingerprint } from './fingerprint';
import type { TrainingState } from './trainer';
import { Unresumable } from './unresumable';

/** The weights that would be the result. */
export interface Kept {
  readonly weights: Weights;
  readonly measured: Measured;
}

/** What was measured of such weights. */
export interface Measured {
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
  /** Seconds of work until here. */
  readonly seconds: number;
  readonly before: Metrics;
  /** The loss on plain sentences before, in nats. */
  readonly plainLoss: number;
  /** How far the result lies on the way from the base model to what was learnt. */
  readonly share: number;
  /** The mean loss of each sentence kept back at the evaluation where they were lowest in the mean. */
  readonly lowest: readonly number[];
  /** Evaluations in a row that were worse than the best, beyond chance. */
  readonly worse: number;
}

export interface Checkpoint {
  readonly progress: Progress;
  readonly training: TrainingState;
  readonly kept?: Kept | undefined;
}

/** A checkpoint without its weights. */
interface SavedState {
  readonly progress: Progress;
  readonly kept?: Measured;
  /** Optimiser updates that are done. */
  readonly updates: number;
  /** A run resumes only what it began. */
  readonly begunWith: Fingerprint;
}

/** The folder of the checkpoint within a run's folder. */
export const checkpointDir = (out: string): string => join(out, 'checkpoint');

export function hasCheckpoint(out: string): boolean {
  return existsSync(join(checkpointDir(out), 'state.json'));
}

export async function writeCheckpoint(
  out: string,
  begunWith: Fingerprint,
  { progress, training, kept }: Checkpoint,
): Promise<void> {
  const { updates, weights, first, second } = training;
  const all: Weights = new Map();
  for (const [part, values] of Object.entries({ weights, first, second, kept: kept?.weights })) {
    for (const [name, weight] of values ?? []) all.set(`${part}/${name}`, weight);
  }
  const state = { ...progress, ...(kept && { kept: kept.measured }), updates, begunWith };
  await writeFolderAtomic(checkpointDir(out), async (dir) => {
    await writeSafetensors(join(dir, 'state.safetensors'), all, { dtype: 'F32' });
    await writeJsonFile(join(dir, 'state.json'), state);
  });
}

/** Puts the checkpoint of a run's folder into another folder, too. */
export async function shareCheckpoint(out: string, other: string): Promise<void> {
  const [from, to] = [checkpointDir(out), checkpointDir(other)];
  await mkdir(to);
  for (const name of await readdir(from)) await linkOrCopy(join(from, name), join(to, name));
}

/**
 * To be asked before long work that goes on from the checkpoint.
 *
 * @throws UserError when the run was begun with something else, or its state is damaged.
 */
export async function requireOwnCheckpoint(out: string, fingerprint: Fingerprint): Promise<void> {
  requireSame((await readState(out)).begunWith, fingerprint, out);
}

/** The person's own words, as they were given or found when the run was begun. @throws UserError as the above */
export async function wordsBegunWith(out: string): Promise<readonly string[]> {
  return (await readState(out)).begunWith.words;
}

/**
 * @param initial the trained weights as a run begins with them.
 * @throws UserError as the above.
 */
export async function readCheckpoint(
  out: string,
  fingerprint: Fingerprint,
  initial: Weights,
): Promise<Checkpoint> {
  const dir = checkpointDir(out);
  const { progress, kept: measured, updates, begunWith } = await readState(out);
  requireSame(begunWith, fingerprint, out);
  return orDamaged(dir, async () => {
    const { weights: all } = await readSafetensors(join(dir, 'state.safetensors'));
    const partOf = (part: string): Weights =>
      new Map(
        [...all]
          .filter(([name]) => name.startsWith(`${part}/`))
          .map(([name, weight]) => [name.slice(part.length + 1), weight]),
      );
    const [weights, first, second] = [partOf('weights'), partOf('first'), partOf('second')];
    const kept = measured && { weights: partOf('kept'), measured };
    for (const part of [weights, first, second, kept?.weights]) if (part) requireSameShapes(part, initial);
    return { progress, training: { updates, weights, first, second }, kept };
  });
}

function readState(out: string): Promise<SavedState> {
  const dir = checkpointDir(out);
  return orDamaged(dir, async () => stateIn(await readJsonObject(join(dir, 'state.json'))));
}

function stateIn(json: JsonFields): SavedState {
  return {
    begunWith: fingerprintIn(json.object('begunWith')),
    progress: progressOf(json),
    ...(json.has('kept') && { kept: measuredOf(json.object('kept')) }),
    updates: json.integer('updates', anyCount),
  };
}

function progressOf(json: JsonFields): Progress {
  return {
    step: json.integer('step', anyCount),
    seconds: json.number('seconds', anyCount),
    before: metricsOf(json.object('before')),
    plainLoss: json.number('plainLoss', anyNumber),
    share: json.number('share', { min: 0, max: 1 }),
    lowest: json.numbers('lowest', anyNumber),
    worse: json.integer('worse', anyCount),
  };
}

function measuredOf(json: JsonFields): Measured {
  return {
    step: json.integer('step', anyCount),
    metrics: metricsOf(json.object('metrics')),
    share: json.number('share', { min: 0, max: 1 }),
    forgotten: json.number('forgotten', anyNumber),
  };
}

function metricsOf(json: JsonFields): Metrics {
  return {
    loss: json.number('loss', anyNumber),
    perplexity: json.number('perplexity', anyNumber),
    top1: json.number('top1', { min: 0, max: 1 }),
    top5: json.number('top5', { min: 0, max: 1 }),
    retention: json.number('retention', { min: 0, max: 1 }),
  };
}

function requireSameShapes(part: Weights, initial: Weights): void {
  for (const [name, { shape }] of initial) {
    if (part.get(name)?.shape.join() !== shape.join())
      throw new Error(`${name} is missing or of another shape`);
  }
}

/** Whatever is wrong with a checkpoint, there is one thing to do about it; not so where it could not be read. */
async function orDamaged<T>(dir: string, read: () => Promise<T>): Promise<T> {
  try {
    return await explainingUnreadable(dir, read);
  } catch (error) {
    const isLacking = error instanceof Unreadable && saysMissing(error.cause);
    const isShortOfMemory = error instanceof RangeError;
    const isOfOtherVersion = error instanceof Unresumable;
    if (isShortOfMemory || isOfOtherVersion || (error instanceof Unreadable && !isLacking)) throw error;
    throw new UserError(l10n.t('The checkpoint in {0} is damaged. Delete it and start again.', dir), error);
  }
}
