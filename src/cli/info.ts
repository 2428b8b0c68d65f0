import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { merged, readModel } from '../core/bert/readModel';
import { unlessUserError } from '../core/errors';
import { printable } from '../core/foreignText';
import { embeddedName } from '../core/modelFiles/embeddedModel';
import { modelPlace } from '../core/modelFiles/modelPlace';
import { parameterCount } from '../core/modelFiles/weights';
import { originFile, readOrigin, type Origin } from '../core/modelFiles/origin';
import type { RunRecord } from '../core/modelFiles/runRecord';
import { checkHead, untrainedHeadWarning } from '../core/training/headCheck';
import { parse, requireNoMore } from './arguments';
import { describeGain } from './gain';
import { roughly } from './language';
import { listNewCharacters } from './newCharacters';

interface Info {
  dir: string;
  kind: 'base' | 'adapter' | 'full';
  layers: number;
  hiddenSize: number;
  vocabularySize: number;
  maxTokens: number;
  parameters: number;
  /** Mean loss on plain sentences, in nats per masked token; `null` where it is no number that JSON knows. */
  loss: number | null;
  /** Whether it completes them better than by chance. */
  hasTrainedHead: boolean;
  /** Of a result: where it comes from. */
  run?: RunRecord;
  /** Of a model that was imported from a hub: from where. */
  origin?: Origin;
}

export async function infoCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, { json: { type: 'boolean', default: false } });
  const [model = embeddedName, ...more] = positionals;
  requireNoMore(more);
  const info = await infoOf(model);
  process.stdout.write(values.json ? `${JSON.stringify(info)}\n` : `${asText(info)}\n`);
}

async function infoOf(nameOrDir: string): Promise<Info> {
  const model = await readModel(nameOrDir);
  const { config, weights, adapter, record: run } = model;
  const { loss, isTrained } = await checkHead(await merged(model));
  const dir = await modelPlace(nameOrDir);
  const origin = existsSync(join(dir, originFile)) ? await unlessUserError(readOrigin(dir)) : undefined;
  return {
    dir,
    kind: adapter ? 'adapter' : run ? 'full' : 'base',
    layers: config.layers,
    hiddenSize: config.hiddenSize,
    vocabularySize: config.vocabSize,
    maxTokens: config.maxPositions,
    parameters: parameterCount(weights),
    loss: Number.isFinite(loss) ? loss : null,
    hasTrainedHead: isTrained,
    ...(run && { run }),
    ...(origin && { origin }),
  };
}

function asText(info: Info): string {
  const { dir, layers, hiddenSize, vocabularySize, maxTokens, parameters, loss, run, origin } = info;
  const lines = [
    dir,
    l10n.t('BERT with {0} layers of width {1}, {2} parameters', layers, hiddenSize, roughly(parameters)),
    l10n.t('{0} entries in the vocabulary; texts of up to {1} tokens', vocabularySize, maxTokens),
    ...(loss === null ? [] : [l10n.t('Loss on everyday sentences: {0}', loss.toFixed(2))]),
  ];
  if (!info.hasTrainedHead) lines.push(run ? spoiltWarning() : untrainedHeadWarning());
  if (origin) {
    const { id, revision, commit, endpoint, imported } = origin;
    lines.push(
      l10n.t('{0} ({1}, commit {2}) from {3}, imported on {4}', id, revision, commit, endpoint, imported),
    );
  }
  if (run) lines.push(...textOfRun(run));
  return printable(lines.join('\n'));
}

/** Of a result: its base was of use, most likely, as training warns of one that is not. */
function spoiltWarning(): string {
  return l10n.t(
    'This result completes plain Chinese sentences no better than by chance: training has spoilt it, unless its base model does no better. Please train it again with a lower learning rate.',
  );
}

function textOfRun({ base, corpus, terms, newCharacters, metrics, created }: RunRecord): string[] {
  return [
    l10n.t('Learnt on top of {0} from {1} sentences, on {2}', base.name, corpus.sentences, created),
    ...(terms.length > 0 ? [l10n.t('Your words: {0}', terms.join('、'))] : []),
    ...(newCharacters.length > 0 ? [listNewCharacters(newCharacters)] : []),
    ...(corpus.checkedOnItself
      ? [l10n.t('On the sentences that it learnt, and on everyday ones for general knowledge:')]
      : []),
    describeGain(metrics.before, metrics.after),
  ];
}
