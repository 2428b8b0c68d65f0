import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadModel, type LoadedModel } from '../src/core/bert/loadModel';
import { retentionSentences } from '../src/core/corpus/plainSentences';
import { fill } from '../src/core/filling/fill';
import { readRunRecord } from '../src/core/modelFiles/runRecord';
import { randomFor } from '../src/core/random';
import type { Probe } from './judge';
import { sayMachine } from './machine';
import { finished, ourCommand } from './programs';

/**
 * What is learnt of texts as people have them: each is fine-tuned on by itself, as the command line does without being
 * told anything, and then completes sentences about it. node learning.js [--base <model folder>] [names of texts]
 */
const texts = 'bench/texts';

/** What a probe asks: the text's own sentence, the same in other words, next to no context, or what follows from it. */
const kinds = ['seen', 'paraphrase', 'short', 'inference'] as const;

interface ProbeOfKind extends Probe {
  kind: (typeof kinds)[number];
}

/** General sentences with a gap for one of the text's own words, which belongs in none of them. */
const gapsElsewhere = 100;
/** Of words that have gaps there, in characters. */
const longestWord = 4;
/** A gap leaves at least so many characters of a sentence. */
const leastContext = 4;

interface Figures {
  /** Of the probes: the place of the right completion among five, from 0; -1 if it is not there. */
  places: number[];
  elsewhere: number;
  /** The change of first-guess accuracy on general sentences, in points. */
  retention: number;
  seconds: number;
}

/** The likeliest words for the only gap of a text. */
async function wordsFor(text: string, model: LoadedModel): Promise<string[]> {
  const { completions } = await fill(text, { ...model, top: 5 });
  return completions.map(({ fillings: [word = ''] }) => word);
}

/** In how many gaps of general sentences one of the text's own words, or a part of one, comes first. */
async function countElsewhere(model: LoadedModel): Promise<number> {
  const words = model.terms.filter((term) => term.length > 1 && term.length <= longestWord);
  const random = randomFor(1, 'elsewhere');
  let count = 0;
  for (let gap = 0; gap < gapsElsewhere; gap++) {
    const sentence = retentionSentences[gap % retentionSentences.length] ?? '';
    const { length } = words[gap % words.length] ?? '';
    if (length === 0 || sentence.length < length + leastContext) continue;
    const start = random.below(sentence.length - length);
    const masks = '[MASK]'.repeat(length);
    const [first = ''] = await wordsFor(
      sentence.slice(0, start) + masks + sentence.slice(start + length),
      model,
    );
    if (words.some((word) => word.includes(first) || first.includes(word))) count++;
  }
  return count;
}

async function retentionOf(folder: string): Promise<number> {
  const { before, after } = (await readRunRecord(folder)).metrics;
  return 100 * ((after['retention'] ?? NaN) - (before['retention'] ?? NaN));
}

async function figuresOf(
  text: string,
  probes: readonly ProbeOfKind[],
  base: string,
  out: string,
): Promise<Figures> {
  const { seconds } = await finished(
    ourCommand('cli', 'train', join(texts, text), '--out', out, '--base', base),
  );
  const model = await loadModel(out, 'cpu');
  const places: number[] = [];
  for (const probe of probes) places.push((await wordsFor(probe.text, model)).indexOf(probe.expected));
  const elsewhere = await countElsewhere(model);
  await model.release();
  return { places, elsewhere, retention: await retentionOf(out), seconds };
}

function say(name: string, all: readonly Figures[], asked: readonly ProbeOfKind[]): void {
  const places = all.flatMap((figures) => figures.places);
  const first = (kind?: string): string => {
    const of = places.filter((_, index) => kind === undefined || asked[index]?.kind === kind);
    return `${of.filter((place) => place === 0).length} of ${of.length}`;
  };
  const sum = (what: (figures: Figures) => number): number =>
    all.reduce((total, figures) => total + what(figures), 0);
  const cells = [
    name,
    first(),
    String(places.filter((place) => place >= 0).length),
    ...kinds.map(first),
    `${sum(({ elsewhere }) => elsewhere)} of ${gapsElsewhere * all.length}`,
    (sum(({ retention }) => retention) / all.length).toFixed(1),
    sum(({ seconds }) => seconds).toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { base: { type: 'string', default: 'model' } },
    allowPositionals: true,
  });
  // Written for this program, in this form.
  const probes = JSON.parse(await readFile(join(texts, 'probes.json'), 'utf8')) as Record<
    string,
    ProbeOfKind[]
  >;
  const chosen = Object.entries(probes).filter(
    ([text]) => positionals.length === 0 || positionals.includes(text.replace(/\..*/u, '')),
  );
  const folder = await mkdtemp(join(tmpdir(), 'learning-'));
  const all: Figures[] = [];
  sayMachine(`base ${values.base}`);
  console.log(`\n| text | first | among five | ${kinds.join(' | ')} | elsewhere | retention | seconds |`);
  console.log(`| --- |${' --- |'.repeat(kinds.length + 5)}`);
  try {
    for (const [text, asked] of chosen) {
      all.push(await figuresOf(text, asked, values.base, join(folder, text)));
      say(text, all.slice(-1), asked);
    }
    say(
      'all',
      all,
      chosen.flatMap(([, asked]) => asked),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

void main();
