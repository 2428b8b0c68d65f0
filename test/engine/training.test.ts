import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { getPriority, hostname } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { readLease } from '../../src/protocol/lease';
import { runFiles } from '../../src/protocol/runFolder';
import { tinyBase } from './commandLine';
import { eventsOf, leaseGivenBack, logged, makeRun, startEngine, train, wish } from './support';

/** Long enough to be interrupted, also on the tiny base. */
const long = { effort: 'thorough' } as const;

describe('a run', () => {
  it('logs how it goes and ends with a model that can be used', async () => {
    const run = await makeRun();
    const engine = startEngine();
    await train(engine, run);
    const types = eventsOf(run).map(({ type }) => type);
    expect(types[0]).toBe('start');
    expect(types.at(-1)).toBe('done');
    expect(types).toContain('progress');
    const [done] = await logged(run, 'done');
    expect(done).toMatchObject({ stopped: false });
    expect(done?.metrics.loss).toBeLessThan(done?.before.loss ?? 0);
    const model = { folder: join(run, runFiles.result), version: '' };
    const { completions } = await engine.client.request('fill', {
      text: '[MASK][MASK][MASK]是蜀汉的将领。',
      model,
      top: 1,
    });
    expect(completions).toHaveLength(1);
  });

  it('gives way to what the person does: it has a lower priority, and gaps are filled meanwhile', async () => {
    const run = await makeRun(long);
    const training = train(startEngine(), run);
    await logged(run, 'progress');
    const lease = await readLease(run);
    expect(getPriority(lease?.pid)).toBeGreaterThan(getPriority());
    const { client } = startEngine();
    const { completions } = await client.request('fill', {
      text: '今天天气很[MASK]，我们去[MASK][MASK]。',
      model: { folder: 'embedded', version: '' },
      top: 5,
    });
    expect(completions).toHaveLength(5);
    expect(eventsOf(run).map(({ type }) => type)).not.toContain('done');
    await wish(run, 'stop');
    await training;
  });

  it('stops as the state of its folder wishes, keeps what was learnt, and resumes', async () => {
    const run = await makeRun(long);
    const first = train(startEngine(), run, tinyBase);
    await logged(run, 'progress');
    await wish(run, 'stop');
    await first;
    const [stopped] = await logged(run, 'done');
    expect(stopped).toMatchObject({ stopped: true });
    expect(await readLease(run)).toBeUndefined();

    await wish(run, 'run');
    await train(startEngine(), run, tinyBase);
    const [, resumed] = await logged(run, 'start', 2);
    expect(resumed?.resumedAt).toBeGreaterThan(0);
    const [, done] = await logged(run, 'done', 2);
    expect(done).toMatchObject({ stopped: false });
  });

  it('has the same result when its engine was killed in the middle', async () => {
    const undisturbed = await makeRun(long);
    await train(startEngine(), undisturbed, tinyBase);

    const killed = await makeRun(long);
    const engine = startEngine();
    const training = train(engine, killed, tinyBase);
    await logged(killed, 'checkpoint');
    engine.kill();
    await expect(training).rejects.toMatchObject({ failure: 'closed' });
    await train(startEngine(), killed, tinyBase);

    const [, resumed] = await logged(killed, 'start', 2);
    expect(resumed?.resumedAt).toBeGreaterThan(0);
    expect(await weightsOf(killed)).toBe(await weightsOf(undisturbed));
  });

  it('saves and ends when its parent goes away, and can be resumed', async () => {
    const run = await makeRun(long);
    const engine = startEngine();
    const training = train(engine, run, tinyBase);
    await logged(run, 'progress');
    engine.release();
    await expect(training).rejects.toMatchObject({ failure: 'closed' });
    expect(await engine.exited).toEqual({ code: 0, signal: null });
    await leaseGivenBack(run);

    await train(startEngine(), run, tinyBase);
    const [, resumed] = await logged(run, 'start', 2);
    expect(resumed?.resumedAt).toBeGreaterThan(0);
  });

  it('is worked on by one engine only', async () => {
    const run = await makeRun(long);
    const first = startEngine();
    const training = train(first, run, tinyBase);
    await logged(run, 'start');
    await expect(train(startEngine(), run)).rejects.toMatchObject({ failure: 'refused' });
    await wish(run, 'stop');
    await training;
  });

  it('leaves everything to another process that has taken its lease', async () => {
    const run = await makeRun(long);
    const training = train(startEngine(), run, tinyBase);
    await logged(run, 'checkpoint');
    const lease = JSON.stringify({
      token: randomUUID(),
      pid: process.pid,
      host: hostname(),
      takenAt: Date.now(),
    });
    await writeFile(join(run, runFiles.lease), lease);
    await training;
    expect(eventsOf(run).map(({ type }) => type)).not.toContain('done');
    expect(await readdir(join(run, runFiles.result))).toEqual(['checkpoint']);
    expect(await readFile(join(run, runFiles.lease), 'utf8')).toBe(lease);
  });

  it('does not make its folder anew when that is gone', async () => {
    const run = await makeRun(long);
    const training = train(startEngine(), run, tinyBase);
    await logged(run, 'progress');
    await rename(run, `${run}.removed`);
    await training;
    expect(existsSync(run)).toBe(false);
  });

  it('tells in its log why it could not begin', async () => {
    const run = await makeRun();
    await writeFile(join(run, runFiles.corpus), '');
    await expect(train(startEngine(), run)).rejects.toMatchObject({ failure: 'refused' });
    expect(eventsOf(run)).toMatchObject([
      { type: 'failed', message: expect.stringContaining('empty') as string },
    ]);
    expect(existsSync(join(run, runFiles.result))).toBe(false);
  });
});

describe('an idle engine', () => {
  it('ends when its parent goes away', async () => {
    const engine = startEngine();
    await engine.client.request('fill', {
      text: '[MASK]好',
      model: { folder: 'embedded', version: '' },
      top: 1,
    });
    engine.release();
    expect(await engine.exited).toEqual({ code: 0, signal: null });
  });
});

async function weightsOf(run: string): Promise<string> {
  const weights = await readFile(join(run, runFiles.result, 'adapter_model.safetensors'));
  return createHash('sha256').update(weights).digest('hex');
}
