/** The built command line in processes of its own, on a tiny base model. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { afterEach } from 'vitest';

import type { TrainingEvent } from '../../src/core/training/events';
import { makeFolder } from './support';

/** The built file that `cloze-tuner` runs. */
export const program = resolve(import.meta.dirname, '../../dist/cli.js');

/** A model of two layers that knows 91 characters, from 一 on. */
export const tinyBase = resolve(import.meta.dirname, '../fixtures/oracle/tiny');

/** Of characters that the tiny model knows. */
export const sentences = [
  '三丁上万',
  '七下不与丑',
  '三七上下不丁',
  '万丈中丰',
  '主为丹串临',
  '三丁丘丙上万',
  '世丈中丫个业',
  '丛东丝丞丢',
  '三丁不与乌',
  '久之乎乐万',
];

export interface Outcome {
  /** The exit status, unless a signal ended the process. */
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  process: ChildProcess;
  outcome: Promise<Outcome>;
}

interface Place {
  cwd?: string;
  /** Variables that say the language; English without. */
  locale?: Partial<Record<'LC_ALL' | 'LC_MESSAGES' | 'LANG', string>>;
  /** Further variables. */
  env?: Readonly<Record<string, string>>;
  /** The descriptor of a file to be its standard input; none without. */
  stdin?: number;
}

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

export function startClozeTuner(args: readonly string[], { cwd, locale, env, stdin }: Place = {}): Started {
  const english = { LC_ALL: '', LC_MESSAGES: '', LANG: 'C.UTF-8' };
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, ...english, ...locale, ...env },
    stdio: [stdin ?? 'ignore', 'pipe', 'pipe'],
  });
  if (!child.stdout || !child.stderr) throw new Error('started without pipes');
  started.push(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      resolve({ status, signal, stdout, stderr });
    });
  });
  return { process: child, outcome };
}

export function clozeTuner(args: readonly string[], place: Place = {}): Promise<Outcome> {
  return startClozeTuner(args, place).outcome;
}

/** The lines of `train --json`. */
export function eventsIn(stdout: string): TrainingEvent[] {
  const lines = stdout.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as TrainingEvent);
}

/** Resolves when a run tells its first event of a type. */
export function told({ process }: Started, type: TrainingEvent['type']): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!process.stdout) throw new Error('started without a pipe');
    const lines = createInterface({ input: process.stdout });
    lines.on('line', (line) => {
      if (line.startsWith(`{"type":"${type}"`)) resolve();
    });
    process.on('close', () => {
      reject(new Error(`ended before ${type}`));
    });
  });
}

/** A corpus for the tiny model, in a file of a new folder. */
export async function makeCorpus(lines: readonly string[] = sentences): Promise<string> {
  const path = join(await makeFolder(), 'corpus.txt');
  await writeFile(path, lines.join('\n'));
  return path;
}

export async function sha256(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
