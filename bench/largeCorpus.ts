import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fineTune } from '../src/core/training/fineTune';

/**
 * The beginning of a run on a corpus: node largeCorpus.js <base model> <file> <steps>. Says how many sentences were
 * taken of how many, how many seconds after the start of the process the first step was done, and the peak of its memory.
 */
export interface LargeCorpusFigures {
  sentences: number;
  of: number;
  secondsToFirstStep: number;
  peakBytes: number;
}

/** A run so long that no evaluation falls into the steps that are taken. */
const totalSteps = 1200;

const [base = '', file = '', steps = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const out = await mkdtemp(join(tmpdir(), 'large-corpus-'));
  const stopping = new AbortController();
  const figures: LargeCorpusFigures = { sentences: 0, of: 0, secondsToFirstStep: 0, peakBytes: 0 };
  try {
    await fineTune(
      { files: [file], base, out, method: 'lora', steps: totalSteps, device: 'cpu' },
      (event) => {
        if (event.type === 'start') {
          figures.sentences = event.sentences;
          figures.of = event.sampledFrom ?? event.sentences;
        }
        if (event.type !== 'progress') return;
        if (figures.secondsToFirstStep === 0) figures.secondsToFirstStep = performance.now() / 1000;
        if (event.step >= Number(steps)) stopping.abort();
      },
      stopping.signal,
    );
  } finally {
    await rm(out, { recursive: true });
  }
  figures.peakBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

void main();
