import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { latinModel } from '../unit/modelFiles/latinModel';
import { clozeTuner, eventsIn, makeCorpus, sentences, tinyBase } from './commandLine';
import { makeFolder } from './support';

const number = expect.any(Number) as number;
const share = expect.toSatisfy((value: number) => value >= 0 && value <= 1) as number;
const accuracy = { loss: number, perplexity: number, top1: share, top5: share };
const metrics = { ...accuracy, retention: share };

/** What a command tells on stdout, which has to be one line of JSON, and nothing on stderr. */
async function answer(...args: string[]): Promise<unknown> {
  const { status, stdout, stderr } = await clozeTuner(args);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^[^\n]*\n$/);
  return JSON.parse(stdout);
}

describe('train --json', () => {
  const totalSteps = 12;

  it('tells one event a line, and nothing else', async () => {
    const out = join(await makeFolder(), 'result');
    const corpus = await makeCorpus([...sentences, '三丁上万', '龘三丁上万']);
    const settings = ['--base', tinyBase, '--steps', `${totalSteps}`, '--seed', '4', '--terms', '丛东'];
    const { status, stdout, stderr } = await clozeTuner([
      'train',
      corpus,
      '--out',
      out,
      ...settings,
      '--json',
    ]);
    expect(stderr).toBe('');
    expect(status).toBe(0);

    const events = eventsIn(stdout);
    const ofType = (type: string) => events.filter((event) => event.type === type);
    expect(events[0]).toEqual({
      type: 'start',
      sentences: 11,
      trainingExamples: 10,
      validationExamples: 1,
      duplicates: 1,
      skipped: [],
      terms: expect.arrayContaining(['丛东']) as string[],
      newCharacters: ['龘'],
      method: 'lora',
      device: 'cpu',
      totalSteps,
      trainableParameters: number,
      parameters: number,
      seed: 4,
      untrainedHead: true, // a model of random numbers
    });
    expect(events.at(-1)).toEqual({
      type: 'done',
      dir: out,
      seconds: number,
      stopped: false,
      metrics,
      before: metrics,
    });
    expect(ofType('progress').length).toBeGreaterThanOrEqual(2);
    for (const progress of ofType('progress')) {
      expect(progress).toEqual({
        type: 'progress',
        step: number,
        totalSteps,
        epoch: number,
        loss: number,
        learningRate: number,
        tokensPerSecond: number,
        secondsLeft: number,
        memory: number,
      });
    }
    expect(ofType('progress').at(-1)).toMatchObject({ step: totalSteps, secondsLeft: 0 });
    const evaluation = { type: 'evaluation', ...metrics, best: expect.any(Boolean) as boolean, probes: [] };
    expect(ofType('evaluation')).toEqual([0, 2, 4, 6, 8, 10, 12].map((step) => ({ ...evaluation, step })));
    expect(ofType('checkpoint')).toEqual(
      [2, 4, 6, 8, 10, 12].map((step) => ({ type: 'checkpoint', step, dir: out })),
    );
  });

  it('without the option tells a person, on stderr', async () => {
    const out = join(await makeFolder(), 'result');
    const settings = ['--base', tinyBase, '--steps', '2'];
    const { status, stdout, stderr } = await clozeTuner([
      'train',
      await makeCorpus(),
      '--out',
      out,
      ...settings,
    ]);
    expect(status).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain(
      '10 sentences, in 9 passages to learn from and 1 to check with; duplicates left out: 0\n',
    );
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^Done in \d+ s; the result is in /);
    expect(stderr).not.toContain('\u001b');
  });

  it('tells of a failure too', async () => {
    const cwd = await makeFolder();
    const { status, stdout, stderr } = await clozeTuner(['train', 'none.txt', '--out', 'out', '--json'], {
      cwd,
    });
    expect(status).toBe(1);
    const message = 'There is no file “none.txt”. Check its name and folder.';
    expect(eventsIn(stdout)).toEqual([{ type: 'failed', message }]);
    expect(stderr).toBe(`${message}\n`);
    expect(await readdir(cwd)).toEqual([]);
  });
});

describe('of a result', () => {
  let [corpus, result] = ['', ''];
  beforeEach(async () => {
    [corpus, result] = [await makeCorpus(), await makeFolder()];
    await clozeTuner(['train', corpus, '--base', tinyBase, '--out', result, '--steps', '12']);
  });

  it('fill --json tells the candidates of each slot and the completions, best first', async () => {
    const text = '三[MASK][MASK]万，[MASK]丁';
    const filled = await answer('fill', text, '--model', result, '--top', '3', '--json');
    const candidate = { token: expect.any(String) as string, probability: share };
    const completion = {
      text: expect.stringMatching(/^三..万，.丁$/u) as string,
      fillings: [expect.stringMatching(/^..$/u), expect.stringMatching(/^.$/u)] as unknown[],
      tokens: Array<unknown>(3).fill(expect.any(String)),
      score: number,
    };
    expect(filled).toEqual({
      text,
      slots: [0, 1, 2].map((index) => ({ index, candidates: Array<unknown>(3).fill(candidate) })),
      completions: Array<unknown>(3).fill(completion),
    });
    const { completions } = filled as { completions: { score: number }[] };
    const scores = completions.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
  });

  it('fill without the option tells completions, one a line', async () => {
    const { stdout, stderr } = await clozeTuner(['fill', '三[MASK]上万', '--model', result, '--top', '2']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^( *\d+\.\d% {2}三.上万\n){2}$/u);
  });

  it('eval --json tells how masked words are guessed, the same each time', async () => {
    const args = ['eval', corpus, '--model', result, '--seed', '5', '--json'];
    const told = await answer(...args);
    expect(told).toEqual({ ...accuracy, maskedTokens: number });
    expect(await answer(...args)).toEqual(told);
    expect(await answer('eval', corpus, '--model', result, '--seed', '6', '--json')).not.toEqual(told);
  });

  it('eval says on stderr what it left out', async () => {
    const damaged = await makeCorpus([...sentences, '三丁[MASK]万', 'Hello.']);
    const { stdout, stderr } = await clozeTuner(['eval', damaged, '--model', result, '--json']);
    expect(JSON.parse(stdout)).toEqual({ ...accuracy, maskedTokens: number });
    const line = sentences.length + 1;
    expect(stderr.trim().split('\n')).toEqual([
      `Left out: has [MASK] or another special mark of the model where words should be (1; the first at ${damaged}:${line})`,
      `Left out: is not Chinese (1; the first at ${damaged}:${line + 1})`,
    ]);
  });

  it('info says what to do where it guesses by chance, and something else of a base model', async () => {
    const ofResult = await clozeTuner(['info', result]);
    expect(ofResult.stdout).toContain('Please train it again with a lower learning rate.\n');
    expect(ofResult.stdout).not.toContain('untrained');
    const ofBase = await clozeTuner(['info', tinyBase]);
    expect(ofBase.stdout).toContain('is untrained, or it was made for other languages.');
    expect(ofBase.stdout).not.toContain('learning rate');
  });

  it('info --json tells the model and where it comes from', async () => {
    const shape = {
      layers: 2,
      hiddenSize: 32,
      vocabularySize: 96,
      maxTokens: 24,
      parameters: number,
      loss: number,
      hasTrainedHead: false,
    };
    expect(await answer('info', tinyBase, '--json')).toEqual({ dir: tinyBase, kind: 'base', ...shape });
    expect(await answer('info', result, '--json')).toEqual({
      dir: result,
      kind: 'adapter',
      ...shape,
      run: expect.objectContaining({
        base: { name: 'tiny', path: tinyBase, sha256: expect.stringMatching(/^[\da-f]{64}$/) as string },
        method: 'lora',
        corpus: expect.objectContaining({ files: [corpus], sentences: 10 }) as object,
        seed: 0,
      }) as object,
    });
  });

  it("info takes another program's origin.json for none", async () => {
    const model = await makeFolder();
    await cp(tinyBase, model, { recursive: true });
    await writeFile(join(model, 'origin.json'), '{"source": "somewhere"}');
    expect(await answer('info', model, '--json')).not.toHaveProperty('origin');
  });

  it('info says of a short text that the figures are of what was learnt', async () => {
    const [short, out] = [await makeCorpus(sentences.slice(0, 3)), await makeFolder()];
    await clozeTuner(['train', short, '--out', out, '--base', tinyBase, '--steps', '1']);
    expect((await clozeTuner(['info', out])).stdout).toContain('On the sentences that it learnt, ');
    expect((await clozeTuner(['info', result])).stdout).not.toContain('that it learnt, ');
  });

  it('info says of a model that knows no Chinese that it has no loss', async () => {
    const model = await latinModel(await makeFolder());
    expect(await answer('info', model, '--json')).toMatchObject({ loss: null, hasTrainedHead: false });
    const { stdout } = await clozeTuner(['info', model]);
    expect(stdout).not.toContain('Loss');
    expect(stdout).toContain('is untrained, or it was made for other languages.');
  });
});
