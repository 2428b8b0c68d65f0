import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { deviceChoices } from '../core/graph/devices/device';
import { embeddedName } from '../core/modelFiles/embeddedModel';
import { efforts, type FineTuneRequest } from '../core/training/request';
import { parse } from './arguments';
import { mostSeed, oneOf, positiveNumber, required, wholeNumber } from './optionValues';
import { UsageError } from './usage';

/**
 * What the arguments of `train` ask for, and whether events are to be written as JSON.
 *
 * @throws UsageError
 */
export function trainRequest(args: string[]): { request: FineTuneRequest; json: boolean } {
  const { values, positionals } = parse(args, {
    out: { type: 'string' },
    base: { type: 'string', default: embeddedName },
    method: { type: 'string' },
    effort: { type: 'string' },
    epochs: { type: 'string' },
    steps: { type: 'string' },
    'batch-tokens': { type: 'string' },
    lr: { type: 'string' },
    seed: { type: 'string' },
    device: { type: 'string' },
    terms: { type: 'string', multiple: true },
    resume: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length === 0) throw new UsageError(l10n.t('Name a file to learn from.'));
  if ([values.effort, values.epochs, values.steps].filter((amount) => amount !== undefined).length > 1) {
    throw new UsageError(l10n.t('Give only one of --effort, --epochs and --steps.'));
  }
  const optional = {
    effort: oneOf('effort', values.effort, efforts),
    epochs: positiveNumber('epochs', values.epochs),
    steps: wholeNumber('steps', values.steps, 1),
    batchTokens: wholeNumber('batch-tokens', values['batch-tokens'], 8),
    learningRate: positiveNumber('lr', values.lr),
    seed: wholeNumber('seed', values.seed, 0, mostSeed),
    device: oneOf('device', values.device, deviceChoices),
    moreTerms: values.terms
      ?.flatMap((terms) => terms.split(/[,，、;；]/u))
      .map((term) => term.trim())
      .filter((term) => term !== ''),
  } satisfies { [Key in keyof FineTuneRequest]?: FineTuneRequest[Key] | undefined };
  const request: FineTuneRequest = {
    files: positionals,
    base: values.base,
    out: required('out', values.out),
    method: oneOf('method', values.method, ['lora', 'full'] as const) ?? 'lora',
    resume: values.resume,
    ...withoutUndefined(optional),
  };
  if (request.base !== embeddedName && resolve(request.out) === resolve(request.base)) {
    throw new UsageError(l10n.t('--out is the folder of the base model. Choose another one.'));
  }
  return { request, json: values.json };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(options: T): Defined<T> {
  const defined = Object.entries(options).filter(([, value]) => value !== undefined);
  // The same entries, less those that are not there.
  return Object.fromEntries(defined) as Defined<T>;
}
