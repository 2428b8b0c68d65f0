import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { provision } from './provision';
import { clozeTuner } from './programs';

/** What these tests need, or the reason why it cannot be had on this machine. */
export type Interop = { python: string; results: Results } | { missing: string };

/** Results of fine-tunings to be read by others: their folders, and the text that they learnt from. */
export interface Results {
  /** An adapter of the embedded model, with a character that was new to it. */
  lora: string;
  loraCorpus: string;
  /** A whole model, on top of a tiny one. */
  full: string;
  fullCorpus: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    interop: Interop;
  }
}

/** Once for all of these tests: installs the others' programs, and trains what they are to read. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'interop-'));
  const python = await provision().catch((error: unknown) => ({ missing: String(error) }));
  if (typeof python === 'string') {
    project.provide('interop', { python, results: await train(folder) });
  } else {
    const message = `The tests with other programs cannot run here: ${python.missing}`;
    if (process.env['CI'] === 'true') throw new Error(message);
    console.warn(`\n${'!'.repeat(80)}\n${message}\nThey are SKIPPED.\n${'!'.repeat(80)}\n`);
    project.provide('interop', python);
  }
  return () => rm(folder, { recursive: true, force: true });
}

const forEmbedded = ['龘龘是一位将军。', '诸葛涛是蜀汉的将领。', '诸葛涛随军驻守荆州。', '龘龘善于用兵。'];
/** Of characters that the tiny model knows. */
const forTiny = ['三丁上万', '七下不与丑', '三七上下不丁', '万丈中丰', '三丁丘丙上万'];

async function train(folder: string): Promise<Results> {
  const results: Results = {
    lora: join(folder, 'lora'),
    loraCorpus: join(folder, 'lora.txt'),
    full: join(folder, 'full'),
    fullCorpus: join(folder, 'full.txt'),
  };
  await writeFile(results.loraCorpus, forEmbedded.join('\n'));
  await writeFile(results.fullCorpus, forTiny.join('\n'));
  const tiny = resolve('test/fixtures/oracle/tiny');
  const few = ['--steps', '4'];
  await clozeTuner('train', results.loraCorpus, '--out', results.lora, '--terms', '诸葛涛,龘龘', ...few);
  await clozeTuner(
    'train',
    results.fullCorpus,
    '--out',
    results.full,
    '--base',
    tiny,
    '--method',
    'full',
    ...few,
  );
  return results;
}
