import { Contestant, type Turn } from './contestant';
import type { LargeCorpusFigures } from './largeCorpus';
import { largeText } from './largeText';
import { sayMachine } from './machine';
import { finished, ourCommand } from './programs';
import { megabytes, time } from './report';
import { median } from './statistics';
import { batchesFile, modelFolder, type BatchSize, type ModelSize } from './workload';

/** How time and memory of a training step, and of a whole run, grow with the sizes they depend on. */

interface Point {
  layers: number;
  vocabulary: number;
  batch: number;
  tokens: number;
}

/** What all sizes but one have. */
const middle: Point = { layers: 4, vocabulary: 8192, batch: 8, tokens: 64 };

const axes: { name: string; key: keyof Point; values: readonly number[] }[] = [
  { name: 'tokens of a sentence', key: 'tokens', values: [16, 32, 64, 128, 256, 512] },
  { name: 'sentences of a batch', key: 'batch', values: [1, 4, 8, 16, 32] },
  { name: 'layers', key: 'layers', values: [2, 4, 6, 12] },
  { name: 'words of the vocabulary', key: 'vocabulary', values: [8192, 21128, 50000] },
];

const threads = '2';

const methods = ['lora', 'full'] as const;
type Method = (typeof methods)[number];

const warmUp = 2;
const secondsOfMeasuring = 1.5;
const repetitions = { least: 5, most: 40 };

const corpusMegabytes = [1, 10, 100];
const stepsOnCorpus = 20;

async function measureStep(point: Point, method: Method): Promise<Turn> {
  const { layers, vocabulary, batch, tokens } = point;
  const model: ModelSize = {
    name: `scale-${layers}x256-${vocabulary}`,
    layers,
    hidden: 256,
    heads: 4,
    intermediate: 1024,
    vocabulary,
    positions: 512,
  };
  const batches: BatchSize = { name: `${batch}x${tokens}`, examples: batch, tokens };
  const args = [await modelFolder(model), method, await batchesFile(model, batches), threads];
  const contestant = await Contestant.start(ourCommand('train', ...args));
  const { seconds } = await contestant.turn(warmUp);
  const fitting = Math.round(secondsOfMeasuring / median(seconds));
  const turn = await contestant.turn(Math.min(repetitions.most, Math.max(repetitions.least, fitting)));
  await contestant.stop();
  return turn;
}

async function steps(): Promise<void> {
  console.log(
    `\nA step of 4 layers of width 256, 8192 words, 8 sentences of 64 tokens, with one size changed:\n`,
  );
  console.log(
    '| what is changed | to | LoRA, ms | full, ms | LoRA, MB | full, MB |\n| --- | --- | --- | --- | --- | --- |',
  );
  const known = new Map<string, Turn>();
  for (const { name, key, values } of axes) {
    for (const value of values) {
      const point = { ...middle, [key]: value };
      const turns: Turn[] = [];
      for (const method of methods) {
        const id = JSON.stringify({ point, method });
        const turn = known.get(id) ?? (await measureStep(point, method));
        known.set(id, turn);
        turns.push(turn);
      }
      const cells = [...turns.map((turn) => time([turn])), ...turns.map((turn) => megabytes([turn]))];
      console.log(`| ${name} | ${value} | ${cells.join(' | ')} |`);
    }
  }
}

async function corpora(): Promise<void> {
  console.log(
    `\nThe beginning of a run of the embedded model by LoRA, ${stepsOnCorpus} steps and the result:\n`,
  );
  console.log('| corpus, MB | sentences used | sentences in it | seconds to the first step | peak, MB |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const size of corpusMegabytes) {
    const text = await largeText(size * 1e6);
    const { stdout } = await finished(ourCommand('largeCorpus', 'model', text, String(stepsOnCorpus)));
    // The program prints them in this form.
    const { sentences, of, secondsToFirstStep, peakBytes } = JSON.parse(stdout) as LargeCorpusFigures;
    const cells = [size, sentences, of, secondsToFirstStep.toFixed(1), (peakBytes / 1e6).toFixed(0)];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** `parts`: `steps` or `corpora`; without, both. */
async function main(parts: readonly string[]): Promise<void> {
  sayMachine();
  if (parts.length === 0 || parts.includes('steps')) await steps();
  if (parts.length === 0 || parts.includes('corpora')) await corpora();
}

void main(process.argv.slice(2));
