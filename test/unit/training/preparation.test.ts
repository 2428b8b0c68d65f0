import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepare } from '../../../src/core/training/preparation';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();

test('the words that LoRA learns the embeddings of are those of the terms, and new characters', async () => {
  const file = join(folder.path, 'corpus.txt');
  await writeFile(file, '诸葛涛是蜀国的军师。\n龘龘是诸葛涛的马。\n');
  const { model, ownIds, newCharacters } = await prepare({
    files: [file],
    base: 'embedded',
    out: folder.path,
    method: 'lora',
    terms: ['诸葛涛'],
  });
  expect(newCharacters).toEqual(['龘']);
  const words = ownIds.map((id) => model.tokenizer.token(id));
  expect(new Set(words)).toEqual(new Set(['诸', '葛', '涛', '龘']));
  expect(words).toHaveLength(4);
});
