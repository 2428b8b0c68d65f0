/** What stands in a folder that a corpus is read from. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { UserError } from '../errors';
import { explainingUnreadable, Unreadable } from '../unreadable';

/** Is told of something in a folder that cannot be used. */
export type LeaveOut = (problem: UserError) => void;

interface Walk {
  readonly leaveOut: LeaveOut;
  /** Ends it; its reason is thrown. */
  readonly signal: AbortSignal | undefined;
}

/** Those beside a model's weights that are named like texts. */
const filesOfModels: ReadonlySet<string> = new Set([
  'vocab.txt',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'config.json',
  'generation_config.json',
  'adapter_config.json',
  'model.safetensors.index.json',
  'pytorch_model.bin.index.json',
  'trainer_state.json',
  'run.json',
  'origin.json',
  'README.md',
]);

/**
 * The files of a folder, save those of a model that it is itself, and of those in it that hold no model, in order. Links
 * to folders are followed, but to each folder once, as one may lead back to where it stands.
 */
export async function* filesIn(dir: string, walk: Walk, visited = new Set<string>()): AsyncGenerator<string> {
  walk.signal?.throwIfAborted();
  if (!(await isFirstVisit(dir, visited))) return;
  const entries = await entriesOf(dir, walk.leaveOut);
  const isModel = areOfModel(entries.map(({ name }) => name));
  for (const entry of entries) {
    if (isModel && filesOfModels.has(entry.name)) continue;
    const path = join(dir, entry.name);
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(path)))) {
      if (!(await holdsModel(path))) yield* filesIn(path, walk, visited);
    } else yield path;
  }
}

/** A folder that cannot be looked up counts as new; reading its entries will report it. */
async function isFirstVisit(dir: string, visited: Set<string>): Promise<boolean> {
  const place = await realpath(dir).catch(() => dir);
  if (visited.has(place)) return false;
  visited.add(place);
  return true;
}

/** A link that leads nowhere counts as a file; if it is named like a text file, reading it will report it. */
function leadsToFolder(link: string): Promise<boolean> {
  return isFolder(link).catch(() => false);
}

/** A model's vocabulary and settings are no text, nor is a run's checkpoint; a result may well lie among the texts. */
async function holdsModel(dir: string): Promise<boolean> {
  const names = await readdir(dir).catch(() => []);
  return names.some(
    (name) => name === 'tokenizer.json' || name === 'vocab.txt' || name.endsWith('.safetensors'),
  );
}

/** Whether a folder that a person has chosen to be read is a model's. A list of words may well be called `vocab.txt`. */
export async function isModelFolder(dir: string): Promise<boolean> {
  return areOfModel(await readdir(dir));
}

function areOfModel(names: readonly string[]): boolean {
  const has = (...some: string[]): boolean => some.some((name) => names.includes(name));
  return (
    has('config.json', 'adapter_config.json') && has('vocab.txt', 'tokenizer.json', 'tokenizer_config.json')
  );
}

async function entriesOf(dir: string, leaveOut: LeaveOut): Promise<Dirent[]> {
  try {
    const entries = await explainingUnreadable(dir, () => readdir(dir, { withFileTypes: true }));
    return entries
      .filter(({ name }) => !/^(\.|~\$|node_modules$)/u.test(name)) // Word names so what it has open
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    leaveOut(error);
    return [];
  }
}

export function isFolder(path: string): Promise<boolean> {
  return explainingUnreadable(path, async () => (await stat(path)).isDirectory());
}
