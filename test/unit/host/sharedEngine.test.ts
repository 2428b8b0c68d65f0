import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { SharedEngine } from '../../../src/host/sharedEngine';
import type { FillAnswer } from '../../../src/protocol/engine';
import { FakeEngine } from '../fakeEngine';

const idle = 1_000;

const none = Promise.resolve({ completions: [] });

/** @param first what the first engine answers */
function sharedEngine(first: Promise<FillAnswer> = none) {
  const engines: FakeEngine[] = [];
  const onLoss = vi.fn();
  const start = () => {
    const answer = engines.length === 0 ? first : none;
    const engine = new FakeEngine({ fill: () => answer });
    engines.push(engine);
    return engine;
  };
  return { shared: new SharedEngine(start, () => idle, onLoss), engines, onLoss };
}

const request = { text: '[MASK]', model: { folder: 'embedded', version: '' }, top: 1 };

describe('SharedEngine', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('starts with the first request and serves the following ones', async () => {
    const { shared, engines } = sharedEngine();
    expect(engines).toHaveLength(0);
    await shared.request('fill', request, {});
    await shared.request('fill', request, {});
    expect(engines).toHaveLength(1);
  });

  it('ends when idle, and starts again when needed', async () => {
    const { shared, engines, onLoss } = sharedEngine();
    await shared.request('fill', request, {});
    vi.advanceTimersByTime(idle - 1);
    expect(engines[0]?.released).toBe(false);
    vi.advanceTimersByTime(1);
    expect(engines[0]?.released).toBe(true);
    await shared.request('fill', request, {});
    expect(engines).toHaveLength(2);
    expect(onLoss).not.toHaveBeenCalled();
  });

  it('keeps an engine that refuses what it is asked', async () => {
    const start = vi.fn(() => new FakeEngine({}));
    const onLoss = vi.fn();
    const shared = new SharedEngine(start, () => idle, onLoss);
    const refused = { failure: 'refused' };
    await expect(shared.request('fill', request, {})).rejects.toMatchObject(refused);
    await expect(shared.request('fill', request, {})).rejects.toMatchObject(refused);
    expect(start).toHaveBeenCalledOnce();
    expect(onLoss).not.toHaveBeenCalled();
  });

  it('tells of a crash, and starts again when needed', async () => {
    const { shared, engines, onLoss } = sharedEngine();
    await shared.request('fill', request, {});
    engines[0]?.kill();
    await vi.waitFor(() => {
      expect(onLoss).toHaveBeenCalledOnce();
    });
    await shared.request('fill', request, {});
    expect(engines).toHaveLength(2);
  });

  it('starts again at once when the one that crashed had been asked', async () => {
    const { shared, engines, onLoss } = sharedEngine(new Promise(() => undefined));
    const answer = shared.request('fill', request, {});
    engines[0]?.kill();
    await expect(answer).rejects.toMatchObject({ failure: 'closed' });
    await shared.request('fill', request, {});
    expect(engines).toHaveLength(2);
    expect(onLoss).toHaveBeenCalledExactlyOnceWith('closed');
  });

  it('asks again, of the next one, what an engine that is replaced has not answered', async () => {
    const answer = { completions: [{ text: '好', fillings: ['好'], probability: 1 }] };
    const answers = [new Promise<never>(() => undefined), Promise.resolve(answer)];
    const onLoss = vi.fn();
    const shared = new SharedEngine(
      () => {
        const [next = Promise.resolve(answer)] = answers.splice(0, 1);
        return new FakeEngine({ fill: () => next });
      },
      () => idle,
      onLoss,
    );
    const asked = shared.request('fill', request, {});
    shared.restart();
    expect(await asked).toEqual(answer);
    expect(onLoss).not.toHaveBeenCalled();
  });

  it('leaves no timer behind when it is disposed while it is asked', async () => {
    const { shared } = sharedEngine(new Promise(() => undefined));
    const answer = shared.request('fill', request, {});
    shared.dispose();
    await expect(answer).rejects.toMatchObject({ failure: 'closed' });
    vi.advanceTimersByTime(idle - 1); // the fake process is gone by then
    expect(vi.getTimerCount()).toBe(0);
  });

  it('kills an engine that does not answer in time, tells so, and starts again at once', async () => {
    const { shared, engines, onLoss } = sharedEngine(new Promise(() => undefined));
    const answer = shared.request('fill', request, { timeout: 500 });
    const failure = expect(answer).rejects.toMatchObject({ failure: 'timeout' });
    await vi.advanceTimersByTimeAsync(500);
    await failure;
    expect(engines[0]?.killed).toBe(true);
    await shared.request('fill', request, {});
    expect(engines).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(5); // the first one is gone only now
    await shared.request('fill', request, {});
    expect(engines).toHaveLength(2);
    expect(onLoss).toHaveBeenCalledExactlyOnceWith('timeout');
  });
});
