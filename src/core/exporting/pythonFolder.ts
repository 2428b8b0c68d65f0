import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { merged, type ReadModel } from '../bert/readModel';
import type { CorpusSource } from '../corpus/corpusSource';
import { UserError } from '../errors';
import { writeJsonFile } from '../json';
import { writeAdapterFiles } from '../modelFiles/adapterFolder';
import { wordEmbeddings } from '../modelFiles/bertWeights';
import { writeModelFiles } from '../modelFiles/modelFolder';
import type { RunRecord } from '../modelFiles/runRecord';
import { shippedFolder } from '../modelFiles/shippedFolder';
import { hashOfCorpus, readCorpusOf, splitCorpus } from '../training/lessonText';
import { baseWithWords } from './baseWithWords';
import type { ExportSource } from './exportSource';
import { segmentedLines } from './segmentation';

/**
 * Everything to go on training elsewhere: the model, its corpus cut into words, the settings, and a script for it
 * (the folder `python/` of the program).
 *
 * @param signal ends it.
 */
export async function writePython(
  dir: string,
  source: ExportSource,
  corpus: CorpusSource,
  signal: AbortSignal,
): Promise<void> {
  const record = requireRecord(source);
  const { training, validation } = await sameText(source, record, corpus, signal);
  await cp(shippedFolder('python', 'train.py'), dir, { recursive: true });
  await writeModel(dir, source.model, signal);
  await writeJsonFile(join(dir, 'settings.json'), record.settings);
  const writeText = (name: string, text: string): Promise<void> =>
    writeFile(join(dir, name), text, { flush: true });
  const linesOf = (sentences: readonly string[]): string =>
    segmentedLines(sentences, source.model, record.terms);
  await writeText('terms.txt', record.terms.map((term) => `${term}\n`).join(''));
  await mkdir(join(dir, 'data'));
  await writeText('data/train.jsonl', linesOf(training));
  await writeText('data/validation.jsonl', linesOf(validation));
}

/** A whole model, or an adapter and its base. */
async function writeModel(dir: string, model: ReadModel, signal: AbortSignal): Promise<void> {
  const folder = join(dir, model.adapter ? 'base' : 'model');
  await mkdir(folder);
  if (!model.adapter) {
    await writeModelFiles(folder, await merged(model), { dtype: 'F32', signal });
    return;
  }
  const { config, weights: learnt } = model.adapter;
  await writeModelFiles(folder, baseWithWords(model), { dtype: 'F32', signal });
  const others = new Map([...learnt].filter(([name]) => name !== wordEmbeddings));
  await mkdir(join(dir, 'adapter'));
  const adapter = { config: { ...config, base: '../base' }, weights: others };
  await writeAdapterFiles(join(dir, 'adapter'), adapter, { signal });
}

function requireRecord({ dir, model }: ExportSource): RunRecord {
  if (model.record) return model.record;
  throw new UserError(
    l10n.t('The model in {0} is not the result of a fine-tuning, so there is none to go on with.', dir),
  );
}

/** The very sentences that the model learnt from, split as they were; of a text that was held whole, all. */
async function sameText(
  { dir }: ExportSource,
  { corpus: { sha256, sample }, terms, seed }: RunRecord,
  source: CorpusSource,
  signal: AbortSignal,
) {
  const corpus = await readCorpusOf(source, { capacity: sample?.capacity ?? Infinity, signal });
  if (hashOfCorpus(corpus) === sha256) return splitCorpus(corpus, terms, seed);
  throw new UserError(
    l10n.t(
      'This is not the text that the model in {0} learnt from, or it has changed since. Please give the text as it was then.',
      dir,
    ),
  );
}
