import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tinyModel } from './fixtures';

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** A small model that knows Latin letters alone. @returns its folder */
export async function latinModel(parent: string): Promise<string> {
  const dir = join(parent, 'latin');
  await cp(tinyModel, dir, { recursive: true });
  await rm(join(dir, 'tokenizer.json'));
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
  const words = letters.flatMap((first) => letters.map((second) => first + second));
  const vocabulary = [...special, ...letters, ...words].slice(0, 96);
  await writeFile(join(dir, 'vocab.txt'), vocabulary.map((token) => `${token}\n`).join(''));
  return dir;
}
