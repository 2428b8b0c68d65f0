import * as l10n from '@vscode/l10n';
import { percent } from '../core/amounts';
import { loadModel } from '../core/bert/loadModel';
import { weightsOverflow } from '../core/bert/overflow';
import { toExamples } from '../core/corpus/examples';
import { readCorpus } from '../core/corpus/readCorpus';
import { UserError } from '../core/errors';
import { printable } from '../core/foreignText';
import { deviceChoices } from '../core/graph/devices/device';
import { embeddedName } from '../core/modelFiles/embeddedModel';
import { evaluate, type Accuracy } from '../core/training/accuracy';
import { frozenMasks } from '../core/training/lesson';
import { parse } from './arguments';
import { mostSeed, oneOf, wholeNumber } from './optionValues';
import { notesOnUnused } from './runWords';
import { UsageError } from './usage';

export async function evaluateCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, {
    model: { type: 'string', default: embeddedName },
    seed: { type: 'string' },
    device: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length === 0) throw new UsageError(l10n.t('Name a file to evaluate with.'));
  const device = oneOf('device', values.device, deviceChoices) ?? 'auto';
  const seed = wholeNumber('seed', values.seed, 0, mostSeed) ?? 0;
  const { train, test = [], report } = await readCorpus(positionals);
  for (const note of notesOnUnused(report)) process.stderr.write(`${printable(note)}\n`);
  const loaded = await loadModel(values.model, device);
  const { model, tokenizer } = loaded;
  const examples = toExamples([...train, ...test], tokenizer, model.maxTokens);
  const accuracy = await evaluate(model, frozenMasks(examples, { tokenizer, terms: [] }, seed).flat());
  await loaded.release();
  if (accuracy.maskedTokens === 0) throw knowsNothing(values.model);
  if (Number.isNaN(accuracy.loss)) throw weightsOverflow();
  process.stdout.write(values.json ? `${JSON.stringify(accuracy)}\n` : `${asText(accuracy)}\n`);
}

function knowsNothing(model: string): UserError {
  return new UserError(
    l10n.t(
      'The model {0} knows none of the characters of the text. Please choose another model (--model).',
      model,
    ),
  );
}

function asText({ loss, perplexity, top1, top5, maskedTokens }: Accuracy): string {
  return l10n.t(
    'First guess right {0}%, within the first five {1}%; loss {2}, perplexity {3}; {4} masked tokens.',
    percent(top1),
    percent(top5),
    loss.toFixed(3),
    perplexity.toFixed(1),
    maskedTokens,
  );
}
