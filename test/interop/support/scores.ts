import { expect } from 'vitest';
import { loadModel } from '../../../src/core/bert/loadModel';
import { runPython, script } from './programs';

/** The scores of all words for the first `[MASK]` of each text, by our own reading of a folder. */
export async function ourScores(folder: string, texts: readonly string[]): Promise<Float32Array[]> {
  const loaded = await loadModel(folder);
  const { model, tokenizer } = loaded;
  const { cls, sep, mask } = tokenizer.special;
  const rows = texts.map((text) => {
    const ids = Int32Array.of(cls, ...tokenizer.encode(text).ids, sep);
    return { ids, positions: Int32Array.of(ids.indexOf(mask)) };
  });
  const scores = await model.predict(rows);
  await loaded.release();
  return scores;
}

/** The same by transformers and peft. */
async function theirScores(python: string, folder: string, texts: readonly string[]): Promise<number[][]> {
  return JSON.parse(await runPython(python, script('scores.py'), folder, ...texts)) as number[][]; // as it says
}

/** Expects that transformers and peft find in one folder what we find in another. */
export async function expectSameScores(
  python: string,
  folders: { theirs: string; ours: string },
  texts: readonly string[],
): Promise<void> {
  const theirs = await theirScores(python, folders.theirs, texts);
  const ours = await ourScores(folders.ours, texts);
  expect(theirs.map((scores) => scores.length)).toEqual(ours.map((scores) => scores.length));
  const differences = ours.map((scores, text) =>
    scores.reduce((most, score, id) => Math.max(most, Math.abs(score - (theirs[text]?.[id] ?? NaN))), 0),
  );
  for (const difference of differences) expect(difference).toBeLessThan(2e-4);
}
