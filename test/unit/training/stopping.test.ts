import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../../src/core/training/events';
import { fineTune } from '../../../src/core/training/fineTune';
import type { FineTuneRequest } from '../../../src/core/training/request';
import { tinyModel } from '../bert/pytorchOracle';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();
const out = (): string => join(folder.path, 'result');
const content = '三丁上万\n七下不与丑\n三七上下不丁\n万丈中丰\n';
const text = { name: 'text.txt', content };

interface Course {
  /** Says at which event the run is stopped; never without. */
  stopAt?: (event: TrainingEvent) => boolean;
  /** Whether it is stopped while it reads. */
  stopsReading?: boolean;
  corpus?: Pick<FineTuneRequest, 'text' | 'files'>;
  seed?: number;
}

/** @returns what the run told, and what it ended with if it failed */
async function train({ stopAt, stopsReading, corpus = { text }, seed = 0 }: Course = {}) {
  const stopping = new AbortController();
  const events: TrainingEvent[] = [];
  const error: unknown = await fineTune(
    {
      ...corpus,
      base: tinyModel,
      out: out(),
      method: 'lora',
      steps: 12,
      device: 'cpu',
      seed,
    },
    (event) => {
      events.push(event);
      if (stopAt?.(event)) stopping.abort();
    },
    stopping.signal,
    {
      onReading: () => {
        if (stopsReading) stopping.abort();
      },
    },
  ).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { events, error, reason: stopping.signal.reason as unknown };
}

const weights = (): Promise<Buffer> => readFile(join(out(), 'adapter_model.safetensors'));

describe('a run that is stopped before its first step', () => {
  it.each<[string, Course, TrainingEvent['type'][]]>([
    ['while it reads', { stopsReading: true }, []],
    ['when it begins', { stopAt: ({ type }) => type === 'start' }, ['start', 'evaluation']],
  ])('%s leaves an earlier result as it was', async (_, course, told) => {
    await train();
    const earlier = await weights();
    const corpus = join(folder.path, 'text.txt');
    await writeFile(corpus, content.repeat(20_000));
    const { events, error, reason } = await train({ ...course, corpus: { files: [corpus] }, seed: 1 });
    expect(error).toBe(reason);
    expect(error).toBeInstanceOf(DOMException);
    expect(events.map(({ type }) => type)).toEqual(told);
    expect((await weights()).equals(earlier)).toBe(true);
    expect(await readdir(out())).not.toContain('checkpoint');
  });
});

describe('a run that is stopped when its last step is done', () => {
  it('ends as if it had not been stopped', async () => {
    const whole = await train();
    const undisturbed = await weights();
    const last = whole.events.findLast((event) => event.type === 'evaluation');
    const { events } = await train({
      stopAt: (event) => event.type === 'evaluation' && event.step === last?.step,
    });
    expect(events.at(-1)).toMatchObject({ type: 'done', stopped: false });
    expect((await weights()).equals(undisturbed)).toBe(true);
    expect(await readdir(out())).not.toContain('checkpoint');
  });
});

it('a text beside an earlier result can be learnt from, and stays', async () => {
  await train();
  const corpus = join(out(), 'text.txt');
  await writeFile(corpus, content);
  await mkdir(join(out(), 'notes'));
  const { events } = await train({ corpus: { files: [corpus] } });
  expect(events.at(-1)).toMatchObject({ type: 'done' });
  expect(await readFile(corpus, 'utf8')).toBe(content);
  expect(await readdir(out())).toContain('notes');
});
