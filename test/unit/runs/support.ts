/** Runs in temporary folders, and an engine that does to them what the real one would. */
import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach } from 'vitest';

import type { CorpusCheck } from '../../../src/protocol/engine';
import type { Lease } from '../../../src/protocol/lease';
import {
  runFiles,
  type LoggedEvent,
  type RunSettings,
  type RunState,
  type TrainingEvent,
} from '../../../src/protocol/runFolder';
import { RunStore } from '../../../src/runs/runStore';

type StartEvent = Extract<TrainingEvent, { type: 'start' }>;

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

export async function makeStore(folder?: string): Promise<{ store: RunStore; folder: string }> {
  const place = folder ?? (await mkdtemp(join(tmpdir(), 'cloze-tuner-')));
  if (folder === undefined) folders.push(place);
  const store = new RunStore(place, (_, error) => {
    throw error;
  });
  await store.refresh();
  return { store, folder: place };
}

export const settings: RunSettings = {
  createdAt: 1_000,
  corpus: { label: 'notes.md' },
  base: 'embedded',
  effort: 'quick',
  workspace: 'file:///here',
};

export const state: RunState = { name: 'notes', wish: 'run', probes: [] };

export const check: CorpusCheck = {
  sentences: 3,
  duplicates: 0,
  skipped: [],
  terms: ['诸葛涛'],
  newCharacters: [],
  probes: ['[MASK]好'],
};

export const metrics = { loss: 1, perplexity: 2.7, top1: 0.5, top5: 0.8, retention: 0.4 };

export function startEvent(resumedAt?: number): StartEvent {
  return {
    type: 'start',
    sentences: 3,
    trainingExamples: 2,
    validationExamples: 1,
    duplicates: 0,
    skipped: [],
    terms: ['诸葛涛'],
    newCharacters: [],
    method: 'lora',
    device: 'cpu',
    totalSteps: 10,
    trainableParameters: 1,
    parameters: 2,
    seed: 0,
    ...(resumedAt !== undefined && { resumedAt }),
  };
}

export function progressEvent(step: number): TrainingEvent {
  return {
    type: 'progress',
    step,
    totalSteps: 10,
    epoch: 0,
    loss: 10 - step,
    learningRate: 0,
    tokensPerSecond: 1,
    secondsLeft: 1,
    memory: 1,
  };
}

export function evaluationEvent(step: number, best = true, loss = metrics.loss): TrainingEvent {
  return {
    type: 'evaluation',
    step,
    ...metrics,
    loss,
    best,
    probes: [{ text: '[MASK]好', fillings: [`${step}`] }],
  };
}

export function doneEvent(stopped: boolean, loss = metrics.loss): TrainingEvent {
  return { type: 'done', dir: 'result', seconds: 1, stopped, metrics: { ...metrics, loss }, before: metrics };
}

export function log(folder: string, ...events: TrainingEvent[]): Promise<void> {
  return logAt(Date.now(), folder, ...events);
}

export async function logAt(time: number, folder: string, ...events: TrainingEvent[]): Promise<void> {
  const lines = events.map((event): LoggedEvent => ({ ...event, time }));
  await appendFile(join(folder, runFiles.events), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** As a process of this machine that lives, this very one, would hold it. */
export async function takeLease(folder: string, lease: Partial<Lease> = {}): Promise<void> {
  const all: Lease = {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    takenAt: Date.now(),
    ...lease,
  };
  await writeFile(join(folder, runFiles.lease), JSON.stringify(all));
}

export async function giveLeaseBack(folder: string): Promise<void> {
  await rm(join(folder, runFiles.lease), { force: true });
}
