import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, expect } from 'vitest';
import { merged, readModel } from '../../../src/core/bert/readModel';
import { scoresOf } from '../../support/scores';
import { offline, script } from './programs';

/** The scores of all words for the first `[MASK]` of each text, by our own reading of a folder. */
export async function ourScores(folder: string, texts: readonly string[]): Promise<Float32Array[]> {
  const model = await merged(await readModel(folder));
  const { tokenizer } = model;
  const { cls, sep, mask } = tokenizer.special;
  const rows = texts.map((text) => {
    const ids = Int32Array.of(cls, ...tokenizer.encode(text).ids, sep);
    return { ids, positions: Int32Array.of(ids.indexOf(mask)) };
  });
  return scoresOf(model, rows);
}

interface Folders {
  theirs: string;
  ours: string;
}

/**
 * Expects that transformers and peft find in one folder what we find in another. They are asked in one process for all
 * tests of a file, as they take their time to start.
 */
export function sameScores(python: string): (folders: Folders, texts: readonly string[]) => Promise<void> {
  const judge = spawn(python, [script('scores.py')], { env: offline, stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: judge.stdout })[Symbol.asyncIterator]();
  afterAll(() => {
    judge.kill();
  });
  return async ({ theirs, ours }, texts) => {
    judge.stdin.write(`${JSON.stringify({ folder: theirs, texts })}\n`);
    const answer = await answers.next();
    if (answer.done) throw new Error(`scores.py could not read ${theirs}`);
    const expected = JSON.parse(answer.value) as number[][]; // as it says
    const found = await ourScores(ours, texts);
    expect(found.map((scores) => scores.length)).toEqual(expected.map((scores) => scores.length));
    const differences = found.map((scores, text) =>
      scores.reduce((most, score, id) => Math.max(most, Math.abs(score - (expected[text]?.[id] ?? NaN))), 0),
    );
    for (const difference of differences) expect(difference).toBeLessThan(2e-4);
  };
}
