import { nameBehind } from './temporaryNames';

/** What is made in a folder for a moment, to see whether it can be written to. */
export const trial = '.cloze-tuner';

/** What this program writes into the folders of models, results and their runs, by name. */
const ownFiles: ReadonlySet<string> = new Set([
  'adapter_config.json',
  'adapter_model.safetensors',
  'config.json',
  'model.safetensors',
  'tokenizer.json',
  'tokenizer_config.json',
  'vocab.txt',
  'origin.json',
  'run.json',
  'checkpoint',
  'state.json',
  'state.safetensors',
]);

/** Whether a file or folder of such a folder may go when a new folder takes its place; all others are a person's own. */
export function isOwnFile(name: string): boolean {
  return ownFiles.has(nameBehind(name) ?? name) || nameBehind(name) === trial;
}

/** Whether it is what a process that was killed in the middle of its work has left there, and nothing that counts. */
export function isLeftover(name: string): boolean {
  return nameBehind(name) !== undefined && isOwnFile(name);
}
