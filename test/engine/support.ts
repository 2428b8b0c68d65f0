/** Real engines on runs in temporary folders. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, vi } from 'vitest';

import { forkEngine, type Engine } from '../../src/protocol/engineProcess';
import { readLease } from '../../src/protocol/lease';
import { runFiles, type LoggedEvent, type RunSettings, type RunState } from '../../src/protocol/runFolder';

const program = resolve(import.meta.dirname, '../../dist/engine.js');

/** Three of the sample's sentences would do; these tell of a name that no model knows. */
export const text =
  '诸葛涛是蜀汉的一位年轻将领。建安年间，诸葛涛随军驻守荆州。军中人人敬重诸葛涛。诸葛涛善于用兵，也爱读书。';

const engines: Engine[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const engine of engines.splice(0)) engine.kill();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

export function startEngine(translations?: string): Engine {
  const engine = forkEngine(program, { device: 'cpu', translations }, () => undefined);
  engines.push(engine);
  return engine;
}

export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cloze-tuner-'));
  folders.push(folder);
  return folder;
}

/** A run's folder as the host makes it, learning from the text above. */
export async function makeRun(settings: Partial<RunSettings> = {}): Promise<string> {
  const folder = join(await makeFolder(), randomUUID());
  await mkdir(folder);
  const all: RunSettings = {
    createdAt: Date.now(),
    corpus: { label: 'text.md' },
    base: 'embedded',
    effort: 'quick',
    ...settings,
  };
  await writeFile(join(folder, runFiles.settings), JSON.stringify(all));
  await writeFile(join(folder, runFiles.corpus), text);
  await wish(folder, 'run');
  return folder;
}

export async function wish(folder: string, wish: RunState['wish']): Promise<void> {
  const state: RunState = { name: 'test', wish, probes: ['[MASK][MASK][MASK]是蜀汉的将领。'] };
  await writeFile(join(folder, runFiles.state), JSON.stringify(state));
}

export function train(engine: Engine, run: string, base = 'embedded'): Promise<null> {
  return engine.client.request('train', { run, base });
}

export function eventsOf(run: string): LoggedEvent[] {
  try {
    const lines = readFileSync(join(run, runFiles.events), 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as LoggedEvent);
  } catch {
    return []; // not begun yet
  }
}

/** Waits until the run has logged events of a type. */
export async function logged<Type extends LoggedEvent['type']>(run: string, type: Type, count = 1) {
  return vi.waitFor(
    () => {
      const events = eventsOf(run).filter((event) => event.type === type);
      if (events.length < count) throw new Error(`no ${type} yet`);
      return events as Extract<LoggedEvent, { type: Type }>[];
    },
    { timeout: 60_000, interval: 50 },
  );
}

export async function leaseGivenBack(run: string): Promise<void> {
  await vi.waitFor(
    async () => {
      if (await readLease(run)) throw new Error('still held');
    },
    { timeout: 30_000, interval: 50 },
  );
}
