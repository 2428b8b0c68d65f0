import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { stepsOf } from '../../../src/core/training/batches';
import { prepare } from '../../../src/core/training/preparation';
import { defaultBatchTokens } from '../../../src/core/training/settings';
import { tinyModel } from '../modelFiles/fixtures';
import { latinModel } from '../modelFiles/latinModel';
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

test('what cannot be learnt is no term, though a person has named it, and is reported', async () => {
  const { terms, report } = await prepare({
    text: { name: 'text.txt', content: '诸葛涛是蜀国的军师。\n龘龘是诸葛涛的马。\n' },
    base: 'embedded',
    out: folder.path,
    method: 'lora',
    moreTerms: ['诸葛涛的[MASK]'],
    terms: ['诸葛涛', '[MASK]', '诸[UNK]', '龘龘', '𠮷𠮷', '江防策'],
  });
  expect(terms).toEqual(['诸葛涛', '龘龘']);
  const hasMark = 'it has a gap or another special mark of the model in it.';
  const isUnknown = 'neither the model nor the text has all of its characters.';
  expect(report.skipped).toEqual([
    { reason: `“诸葛涛的[MASK]” is not learnt as a word of yours: ${hasMark}` },
    { reason: `“[MASK]” is not learnt as a word of yours: ${hasMark}` },
    { reason: `“诸[UNK]” is not learnt as a word of yours: ${isUnknown}` },
    { reason: `“𠮷𠮷” is not learnt as a word of yours: ${isUnknown}` },
    { reason: '“江防策” is not learnt as a word of yours: it is nowhere in the text that is learnt.' },
  ]);
});

test('a word is cleaned as the text is before it is looked for there', async () => {
  const { terms, report } = await prepare({
    text: { name: 'text.txt', content: '诸葛涛是蜀国的军师。\n龘龘是诸葛涛的马。\n' },
    base: 'embedded',
    out: folder.path,
    method: 'lora',
    moreTerms: ['诸葛\u200B涛', ' 军师 '],
    terms: ['诸葛涛'],
  });
  expect(terms).toEqual(['诸葛涛', '军师']);
  expect(report.skipped).toEqual([]);
});

test('as many steps are made as the epochs that a person asks for have', async () => {
  const { settings, training } = await prepare({
    text: { name: 'text.txt', content: '三丁上万\n七下不与丑\n' },
    base: tinyModel,
    out: folder.path,
    method: 'lora',
    epochs: 3,
  });
  expect(settings.totalSteps).toBe(stepsOf(3, training, defaultBatchTokens, settings.seed));
});

test('a base model that knows no character of plain sentences is refused', async () => {
  const preparing = prepare({
    text: { name: 'text.txt', content: '龘靐龖\n靐龖龘龘\n' },
    base: await latinModel(folder.path),
    out: folder.path,
    method: 'lora',
  });
  await expect(preparing).rejects.toThrow(UserError);
  await expect(preparing).rejects.toThrow(/^The base model knows none of the characters of plain Chinese/);
});
