import * as l10n from '@vscode/l10n';
import { UserError } from '../../errors';
import type { RemoteFile } from './listing';

export interface NeededFiles {
  /** What the model is and how it reads, a few hundred kilobytes. */
  readonly description: readonly RemoteFile[];
  readonly weights: readonly RemoteFile[];
}

const config = 'config.json';
const adapterConfig = 'adapter_config.json';
const vocabularies = ['tokenizer.json', 'vocab.txt'];
const otherDescriptions = ['tokenizer_config.json', 'special_tokens_map.json', 'added_tokens.json'];

/** In the order in which they are preferred. */
const weightForms: readonly ((path: string) => boolean)[] = [
  (path) => path === 'model.safetensors',
  (path) => path === 'model.safetensors.index.json' || /^model-\d{5}-of-\d{5}\.safetensors$/.test(path),
  (path) => path === 'pytorch_model.bin',
  (path) => path === 'pytorch_model.bin.index.json' || /^pytorch_model-\d{5}-of-\d{5}\.bin$/.test(path),
];

/**
 * Of all that a model's author has put there, what is needed to use it.
 *
 * @throws {UserError} when something is missing without which it cannot be used
 */
export function neededFiles(id: string, files: readonly RemoteFile[]): NeededFiles {
  const named = (names: readonly string[]): RemoteFile[] => files.filter(({ path }) => names.includes(path));
  const missing = (what: string): UserError =>
    new UserError(l10n.t('The model {0} cannot be used: it has no {1}. Choose another one.', id, what));
  const weights = weightForms
    .map((isPart) => files.filter(({ path }) => isPart(path)))
    .find((parts) => parts.length > 0);
  if (!weights && named([adapterConfig]).length > 0) throw adapterOnly(id);
  if (named([config]).length === 0) throw missing(config);
  if (named(vocabularies).length === 0) throw missing(vocabularies.join(' / '));
  if (!weights) throw missing('model.safetensors / pytorch_model.bin');
  return { description: named([config, ...vocabularies, ...otherDescriptions]), weights };
}

function adapterOnly(id: string): UserError {
  return new UserError(
    l10n.t(
      '{0} is not a whole model but an adapter of another one. Please download it, for instance with “hf download {0}”, and import the folder; it says which model it belongs to.',
      id,
    ),
  );
}
