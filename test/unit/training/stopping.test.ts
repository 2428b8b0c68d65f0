import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { Rest } from '../../../src/core/rest';
import type { TrainingEvent } from '../../../src/core/training/events';
import { fineTune } from '../../../src/core/training/fineTune';
import type { CorpusSource } from '../../../src/core/corpus/corpusSource';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { tinyRequest, tinyText } from './tinyRequest';

const folder = temporaryFolder();
const out = (): string => join(folder.path, 'result');

interface Course {
  /** Says at which event the run is stopped; never without. */
  stopAt?: (event: TrainingEvent) => boolean;
  /** Whether it is stopped while it reads. */
  stopsReading?: boolean;
  /** Before which of the graphs' runs it is stopped. */
  stopAtGraphRun?: number;
  resume?: boolean;
  requireRight?: () => Promise<void>;
  corpus?: CorpusSource;
  seed?: number;
}

/** Is told before each of the graphs' runs which one it is, the first being 1. */
class Counter extends Rest {
  count = 0;

  constructor(private readonly tell: (count: number) => void) {
    super();
  }

  override over(): Promise<void> {
    this.tell(++this.count);
    return Promise.resolve();
  }
}

/** @returns what the run told, what it ended with if it failed, and how often its graphs ran: in all, before it began */
async function train({
  stopAt,
  stopsReading,
  stopAtGraphRun,
  resume = false,
  requireRight = () => Promise.resolve(),
  corpus = { text: tinyText },
  seed = 0,
}: Course = {}) {
  const stopping = new AbortController();
  const events: TrainingEvent[] = [];
  const rest = new Counter((count) => {
    if (count === stopAtGraphRun) stopping.abort();
  });
  let graphRunsBefore = 0;
  const error: unknown = await fineTune(
    { ...tinyRequest(out()), ...corpus, seed, resume },
    (event) => {
      if (event.type === 'start') graphRunsBefore = rest.count;
      events.push(event);
      if (stopAt?.(event)) stopping.abort();
    },
    stopping.signal,
    {
      onPreparing: () => {
        if (stopsReading) stopping.abort();
      },
      rest,
      requireRight,
    },
  ).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const reason: unknown = stopping.signal.reason;
  return { events, error, reason, graphRuns: rest.count, graphRunsBefore };
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
    await writeFile(corpus, tinyText.content.repeat(20_000));
    const { events, error, reason } = await train({ ...course, corpus: { files: [corpus] }, seed: 1 });
    expect(error).toBe(reason);
    expect(error).toBeInstanceOf(DOMException);
    expect(events.map(({ type }) => type)).toEqual(told);
    expect((await weights()).equals(earlier)).toBe(true);
    expect(await readdir(out())).not.toContain('checkpoint');
  });

  it('does not let the base model read on, nor be measured further', async () => {
    const { graphRunsBefore } = await train();
    const earlier = await weights();
    for (const stopAtGraphRun of [1, graphRunsBefore - 1]) {
      const { events, error, reason, graphRuns } = await train({ stopAtGraphRun, seed: 1 });
      expect(graphRuns).toBe(stopAtGraphRun);
      expect(error).toBe(reason);
      expect(events).toEqual([]);
    }
    expect((await weights()).equals(earlier)).toBe(true);
  });
});

describe('a run that goes on from a checkpoint', () => {
  beforeEach(async () => {
    await train({ stopAt: (event) => event.type === 'checkpoint' });
  });

  it('ends with what was learnt when it is stopped before its next step', async () => {
    const learnt = await weights();
    const { events, graphRunsBefore } = await train({ resume: true, stopAtGraphRun: 1 });
    expect(graphRunsBefore).toBe(1);
    expect(events.map(({ type }) => type)).toEqual(['start', 'checkpoint', 'done']);
    expect(events.at(-1)).toMatchObject({ stopped: true });
    expect((await weights()).equals(learnt)).toBe(true);
  });

  it('says before the base model reads anything that the checkpoint is of another text', async () => {
    const other = { ...tinyText, content: `${tinyText.content}三万下丁\n` };
    const { error, graphRuns } = await train({ resume: true, corpus: { text: other } });
    expect(error).toBeInstanceOf(UserError);
    expect(graphRuns).toBe(0);
  });
});

describe('a run that has lost the right to its folder', () => {
  const requireRight = () => Promise.reject(new Error('lost'));

  it.each<[string, Course]>([
    ['of itself', {}],
    ['stopped', { stopAt: ({ type }) => type === 'progress' }],
  ])('writes nothing when it ends, %s', async (_, course) => {
    const { events, error } = await train({ ...course, requireRight });
    expect(error).toEqual(new Error('lost'));
    expect(events.map(({ type }) => type)).toContain('progress');
    expect(events.map(({ type }) => type)).not.toContain('done');
    expect(await readdir(folder.path)).toEqual([]);
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
  await writeFile(corpus, tinyText.content);
  await mkdir(join(out(), 'notes'));
  const { events } = await train({ corpus: { files: [corpus] } });
  expect(events.at(-1)).toMatchObject({ type: 'done' });
  expect(await readFile(corpus, 'utf8')).toBe(tinyText.content);
  expect(await readdir(out())).toContain('notes');
});
