import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { percent } from '../amounts';
import { isEmbedded } from '../modelFiles/embeddedModel';
import type { RunRecord } from '../modelFiles/runRecord';
import type { ExportSource } from './exportSource';
import { hubIdOfBase } from './hubIdOfBase';

/**
 * Writes the model card, `README.md`: what a person who finds the model should know. No path of this computer and
 * nothing of the corpus stands in it, save the words that are the person's own.
 *
 * @param library what Hugging Face calls the library that the model is for
 * @param usage how to use it, as Markdown
 */
export async function writeCard(
  dir: string,
  source: ExportSource,
  library: string,
  usage: string,
): Promise<void> {
  const { title, model } = source;
  const { record } = model;
  const sections = [
    frontMatter(library, await hubIdOfBase(model)),
    `# ${escaped(title)}`,
    l10n.t('A Chinese BERT that completes [MASK], made with Cloze Tuner (完形微调).'),
    ...(record ? origin(source, record) : []),
    `## ${l10n.t('How to use it')}`,
    usage,
    ...(record
      ? [`## ${l10n.t('Please note')}`, l10n.t('A model can repeat parts of the text that it learnt from.')]
      : []),
  ];
  await writeFile(join(dir, 'README.md'), `${sections.join('\n\n')}\n`, { flush: true });
}

/** A block of code in Markdown. */
export function code(language: string, ...lines: string[]): string {
  return ['```' + language, ...lines, '```'].join('\n');
}

/** Metadata as the Hugging Face Hub reads it. */
function frontMatter(library: string, base: string | undefined): string {
  return [
    '---',
    'language: zh',
    `library_name: ${library}`,
    'pipeline_tag: fill-mask',
    ...(base === undefined ? [] : [`base_model: ${base}`]),
    '---',
  ].join('\n');
}

function origin({ model }: ExportSource, record: RunRecord): string[] {
  const { layers, hiddenSize } = model.config;
  const base = isEmbedded(record.base) ? l10n.t('the one that ships with Cloze Tuner') : record.base.name;
  const { before, after } = record.metrics;
  const words = record.terms.join('、');
  const characters = record.newCharacters.join('');
  return [
    `## ${l10n.t('Where it comes from')}`,
    table(
      ['', ''],
      [
        [l10n.t('Base model'), l10n.t('{0}: {1} layers of width {2}', base, layers, hiddenSize)],
        [l10n.t('Learnt from'), l10n.t('{0} sentences', record.corpus.sentences)],
        [l10n.t('Method'), methodOf(record)],
        [l10n.t('Settings'), settingsOf(record)],
        ...(words === '' ? [] : [[l10n.t('Own words'), words]]),
        ...(characters === '' ? [] : [[l10n.t('New characters'), characters]]),
        [l10n.t('Created'), [record.created.slice(0, 10), ...versionsOf(record)].join(', ')],
      ],
    ),
    `## ${l10n.t('Figures')}`,
    record.corpus.checkedOnItself
      ? l10n.t('On the sentences that it learnt, and on everyday ones for general knowledge:')
      : l10n.t('On sentences of the text that were kept back, and on everyday ones for general knowledge:'),
    table(
      ['', l10n.t('base model'), l10n.t('this model')],
      [
        [l10n.t('First guess right'), share(before['top1']), share(after['top1'])],
        [l10n.t('Right within five'), share(before['top5']), share(after['top5'])],
        [l10n.t('Loss'), decimal(before['loss']), decimal(after['loss'])],
        [l10n.t('General knowledge'), share(before['retention']), share(after['retention'])],
      ],
    ),
  ];
}

function methodOf({ method }: RunRecord): string {
  return method === 'lora' ? l10n.t('LoRA: a small adapter') : l10n.t('full fine-tuning');
}

function settingsOf({ settings, seed }: RunRecord): string {
  const { totalSteps, learningRate, batchTokens } = settings;
  const rate = typeof learningRate === 'number' ? Number(learningRate.toPrecision(3)) : learningRate;
  return l10n.t(
    '{0} steps, learning rate {1}, {2} tokens in a batch, seed {3}',
    JSON.stringify(totalSteps),
    JSON.stringify(rate),
    JSON.stringify(batchTokens),
    seed,
  );
}

function versionsOf({ versions }: RunRecord): string[] {
  return Object.entries(versions).map(([name, version]) => `${name} ${version}`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [head, head.map(() => '---'), ...rows.map((cells) => cells.map(escaped))].map(line).join('\n');
}

/** Text as Markdown that says the same. */
function escaped(text: string): string {
  return text.replace(/[\\|<>`*_[\]]/g, '\\$&').replace(/\s+/g, ' ');
}

const share = (value: number | undefined): string => `${percent(value)}%`;
const decimal = (value: number | undefined): string => (value ?? NaN).toFixed(3);
