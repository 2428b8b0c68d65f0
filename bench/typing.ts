import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { retentionSentences } from '../src/core/corpus/plainSentences';
import { MaskFiller } from '../src/models/maskFiller';
import { forkEngine, type Engine } from '../src/protocol/engineProcess';
import { runFiles, type LoggedEvent, type RunSettings, type RunState } from '../src/protocol/runFolder';
import { sayMachine } from './machine';
import { median, quantile } from './statistics';

/**
 * How long a person who types waits for completions, without and with a fine-tuning on the same machine, and how much
 * that is slowed down: two engines as the extension forks them, asked as the extension asks.
 */

const entry = resolve('.cache/bench/programs/engine.js');
const model = { folder: 'embedded', version: '' };
const corpus = resolve('samples/train.json');

const completions = 300;
/** Milliseconds from one keystroke to the next: a quick typist's. */
const rhythm = 120;
/** Slots of the gaps, in turn. */
const gapLengths = [1, 2, 3];
/** Seconds for which the run's speed is measured while nobody types. */
const undisturbed = 8;

/** Texts as they come about while a person types before a gap, a character at a time; all different. */
function* typedTexts(): Generator<string> {
  for (const [index, sentence] of retentionSentences.entries()) {
    const characters = Array.from(sentence);
    const slots = gapLengths[index % gapLengths.length] ?? 1;
    const place = Math.floor(characters.length / 2);
    const after = '[MASK]'.repeat(slots) + characters.slice(place + slots).join('');
    for (let typed = 2; typed <= place; typed++) yield characters.slice(0, typed).join('') + after;
  }
}

/** Milliseconds until the answer, for each of so many keystrokes. */
async function type(filler: MaskFiller, texts: Iterator<string, void>, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let keystroke = 0; keystroke < count; keystroke++) {
    const text = texts.next().value;
    if (text === undefined) throw new Error('not enough sentences');
    const start = performance.now();
    await filler.fill(text, model);
    const time = performance.now() - start;
    times.push(time);
    await sleep(Math.max(0, rhythm - time));
  }
  return times;
}

async function makeRun(folder: string): Promise<string> {
  const run = join(folder, randomUUID());
  await mkdir(run);
  const settings: RunSettings = {
    createdAt: Date.now(),
    corpus: { label: 'train.json', files: [corpus] },
    base: model.folder,
    effort: 'thorough',
  };
  const state: RunState = { name: 'bench', wish: 'run', probes: [] };
  await writeFile(join(run, runFiles.settings), JSON.stringify(settings));
  await writeFile(join(run, runFiles.state), JSON.stringify(state));
  return run;
}

/** The progress that a run has told of. */
async function progressOf(run: string): Promise<{ step: number; time: number }[]> {
  const log = await readFile(join(run, runFiles.events), 'utf8').catch(() => '');
  const lines = log.split('\n').slice(0, -1);
  return lines.flatMap((line) => {
    const event = JSON.parse(line) as LoggedEvent; // as the engine writes it
    return event.type === 'progress' ? [{ step: event.step, time: event.time }] : [];
  });
}

async function hasBegun(run: string): Promise<void> {
  while ((await progressOf(run)).length === 0) await sleep(200);
}

/** Steps a second while something else goes on. */
async function stepsDuring(run: string, action: () => Promise<unknown>): Promise<number> {
  const before = (await progressOf(run)).length;
  await action();
  const told = (await progressOf(run)).slice(before);
  const [first] = told;
  const last = told.at(-1);
  if (!first || !last || first === last) throw new Error('the run has told too little');
  return ((last.step - first.step) / (last.time - first.time)) * 1000;
}

function row(name: string, times: readonly number[], steps: string): string {
  const cells = [median(times), quantile(times, 0.95), quantile(times, 0.99), Math.max(...times)];
  return `| ${[name, ...cells.map((value) => value.toFixed(1)), steps].join(' | ')} |`;
}

async function main(): Promise<void> {
  sayMachine();
  const folder = await mkdtemp(join(tmpdir(), 'typing-'));
  const start = (): Engine => forkEngine(entry, { device: 'cpu' }, console.error);
  const [filling, training] = [start(), start()];
  try {
    const filler = new MaskFiller({
      request: (method, params, options) => filling.client.request(method, params, options),
    });
    const texts = typedTexts();
    await type(filler, texts, 10);
    console.log(
      '| | median, ms | 95 % | 99 % | most | steps a second |\n| --- | --- | --- | --- | --- | --- |',
    );
    const alone = await type(filler, texts, completions / 2);

    const run = await makeRun(folder);
    const trained = training.client.request('train', { run, base: model.folder });
    trained.catch(() => undefined); // it is killed before its end
    await Promise.race([hasBegun(run), trained]);
    const free = await stepsDuring(run, () => sleep(undisturbed * 1000));
    let besides: number[] = [];
    const slowed = await stepsDuring(run, async () => {
      besides = await type(filler, texts, completions);
    });
    training.kill();
    await training.exited;

    const again = await type(filler, texts, completions / 2);
    console.log(row('alone', [...alone, ...again], '-'));
    console.log(row('while a run trains', besides, `${slowed.toFixed(2)} of ${free.toFixed(2)}`));
  } finally {
    filling.kill();
    training.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

void main();
