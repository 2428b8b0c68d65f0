import { readFile } from 'node:fs/promises';
import { trainableModel, type Method } from '../src/core/bert/trainable';
import { readModelFolder } from '../src/core/modelFiles/modelFolder';
import { randomFor } from '../src/core/random';
import { HostTrainer } from '../src/core/training/hostTrainer';
import { averaged, rowOf, type TrainingRow } from '../src/core/training/trainingRow';
import { takeTurns } from './turns';
import type { BenchExample } from './workload';

/** Our side of the training benchmark: node train.js <model folder> full|lora <batches.json> <threads> */
const [folder = '', method = '', batchesPath = '', threads = ''] = process.argv.slice(2);

const methods: Record<string, Method> = {
  full: { kind: 'full' },
  lora: { kind: 'lora', rank: 8, alpha: 16 },
};

async function createTrainer(): Promise<HostTrainer> {
  const kind = methods[method];
  if (!kind) throw new Error(`no method ${method}`);
  const start = { ownIds: [], random: randomFor(0, 'bench') };
  return HostTrainer.create(trainableModel(await readModelFolder(folder), kind, start), {
    threads: Number(threads),
  });
}

/** The loss is the mean over all masked positions of the batch. */
function toRows(batch: BenchExample[]): TrainingRow[] {
  const rows = batch.map(({ ids, positions, targets }) =>
    rowOf({
      ids: Int32Array.from(ids),
      positions: Int32Array.from(positions),
      targets: Int32Array.from(targets),
    }),
  );
  return averaged(rows);
}

async function main(): Promise<void> {
  // Written by workload.ts in this form.
  const batches = (JSON.parse(await readFile(batchesPath, 'utf8')) as BenchExample[][]).map(toRows);
  const trainer = await createTrainer();
  let done = 0;
  await takeTurns(async (repetitions) => {
    const turn = { seconds: [] as number[], optimiserSeconds: [] as number[] };
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const rows = batches[done++ % batches.length] ?? [];
      const start = performance.now();
      const { gradients } = await trainer.gradients(rows);
      const gradientsDone = performance.now();
      trainer.update(gradients, 1e-4);
      const end = performance.now();
      turn.seconds.push((end - start) / 1000);
      turn.optimiserSeconds.push((end - gradientsDone) / 1000);
    }
    return turn;
  });
}

void main();
