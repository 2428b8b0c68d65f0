import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judgement, Probe } from './judge';
import { sayMachine } from './machine';
import { finished, ourCommand } from './programs';
import { python, pythonCommand, pythonPackages } from './python';

/**
 * From a command to a model that knows 诸葛涛: our command line, and a script with the Trainer of transformers as
 * tutorials have it. A model knows him when the first probe, 三国人物[MASK][MASK][MASK], and at least five of all are
 * completed with his name.
 */
const corpus = 'samples/train.json';
const model = 'model';
const threads = '2';
const probesToPass = 5;

/** Steps of our runs: the program's own choice, and fewer, to find out how few are enough. */
const ourSteps: (number | undefined)[] = [undefined, 80, 100, 120];

/** The learning rate that transformers has by default, and higher ones, which are fairer to so small a model. */
const theirSettings = [
  { batch: 8, learningRate: 5e-5 },
  { batch: 8, learningRate: 2e-4 },
  { batch: 16, learningRate: 5e-4 },
];
const mostSecondsOfTheirs = 180;

interface TheirFigures {
  startSeconds: number;
  trainSeconds: number;
  epochs: number;
  steps: number;
}

let folder = '';

async function judge(dir: string): Promise<string[]> {
  const { stdout } = await finished(ourCommand('judge', dir, join(folder, 'probes.json')));
  // The program prints it in this form.
  const { right, retention } = JSON.parse(stdout) as Judgement;
  const count = right.filter(Boolean).length;
  const passes = right[0] === true && count >= probesToPass;
  return [passes ? 'yes' : 'no', `${count} of ${right.length}`, `${(100 * retention).toFixed(1)} %`];
}

function say(...cells: string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

async function ours(seed: string): Promise<void> {
  for (const steps of ourSteps) {
    const out = join(folder, `ours-${steps ?? 'all'}-${seed}`);
    const choice = steps === undefined ? [] : ['--steps', String(steps)];
    const { seconds } = await finished(
      ourCommand('cli', 'train', corpus, '--out', out, '--seed', seed, ...choice),
    );
    say(
      `ours, ${steps ?? 'its own number of'} steps, seed ${seed}`,
      seconds.toFixed(1),
      '',
      ...(await judge(out)),
    );
  }
}

async function theirs(seed: string): Promise<void> {
  for (const { batch, learningRate } of theirSettings) {
    const out = join(folder, `theirs-${batch}-${learningRate}-${seed}`);
    const settings = [batch, learningRate, seed, mostSecondsOfTheirs, threads].map(String);
    const texts = join(folder, 'texts.json');
    const { stdout } = await finished(
      pythonCommand('story.py', model, texts, join(folder, 'probes.json'), out, ...settings),
    );
    // The program prints it in this form, as its last line.
    const figures = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as TheirFigures;
    const { startSeconds, trainSeconds, epochs, steps } = figures;
    say(
      `transformers, batch ${batch}, rate ${learningRate}, seed ${seed}: ${epochs} epochs, ${steps} steps`,
      (startSeconds + trainSeconds).toFixed(1),
      startSeconds.toFixed(1),
      ...(await judge(out)),
    );
  }
}

async function prepareFiles(): Promise<void> {
  // Both samples are of this form.
  const { train } = JSON.parse(await readFile(corpus, 'utf8')) as { train: string[] };
  const probes = JSON.parse(await readFile('samples/probes.json', 'utf8')) as Record<string, Probe[]>;
  await writeFile(join(folder, 'texts.json'), JSON.stringify(train));
  await writeFile(join(folder, 'probes.json'), JSON.stringify(probes['train.json']));
}

async function main([seed = '0']: readonly string[]): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'story-'));
  sayMachine();
  console.log('\n| | seconds | of these, start-up | passes | probes right | general knowledge |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  try {
    await prepareFiles();
    say('the model before', '', '', ...(await judge(model)));
    await ours(seed);
    const { torch, transformers } = pythonPackages();
    if (torch !== undefined && transformers !== undefined) await theirs(seed);
    else console.log(`\ntorch or transformers is not installed for ${python}: their side is skipped.`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

void main(process.argv.slice(2));
