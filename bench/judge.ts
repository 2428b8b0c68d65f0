import { readFile } from 'node:fs/promises';
import { loadModel } from '../src/core/bert/loadModel';
import { toExamples } from '../src/core/corpus/examples';
import { retentionSentences } from '../src/core/corpus/plainSentences';
import { fill } from '../src/core/filling/fill';
import { evaluate } from '../src/core/training/accuracy';
import { retentionMasks } from '../src/core/training/lesson';

/** What a model has learnt and kept: node judge.js <model folder> <probes.json> */
export interface Judgement {
  /** Whether each probe is completed with what is expected. */
  right: boolean[];
  /** First-guess accuracy on plain sentences, on the masks of `retention` in every run. */
  retention: number;
}

export interface Probe {
  text: string;
  expected: string;
}

const [folder = '', probesPath = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  // Written by story.ts in this form.
  const probes = JSON.parse(await readFile(probesPath, 'utf8')) as Probe[];
  const loaded = await loadModel(folder);
  const { model, tokenizer } = loaded;
  const right: boolean[] = [];
  for (const { text, expected } of probes) {
    const { completions } = await fill(text, { ...loaded, top: 1 });
    right.push(completions[0]?.fillings[0] === expected);
  }
  const examples = toExamples(retentionSentences, tokenizer, model.maxTokens);
  const { top1 } = await evaluate(model, retentionMasks(examples, tokenizer, 1));
  await loaded.release();
  process.stdout.write(`${JSON.stringify({ right, retention: top1 } satisfies Judgement)}\n`);
}

void main();
