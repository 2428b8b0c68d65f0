import { describe, expect, it, vi } from 'vitest';

import { Client, serve, type Call, type Handlers } from '../../../src/protocol/channel';
import { transportPair } from './transportPair';

interface Contract {
  double: Call<number, number>;
  wait: Call<null, string>;
  fail: Call<string, never>;
  count: Call<number, string, number>;
}

function connect(overrides: Partial<Handlers<Contract>> = {}) {
  const { near, far, close } = transportPair();
  const handlers: Handlers<Contract> = {
    double: (value) => Promise.resolve(value * 2),
    wait: (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          resolve('aborted');
        });
      }),
    fail: (message) => Promise.reject(new Error(message)),
    count: (upTo, _signal, report) => {
      for (let number = 1; number <= upTo; number++) report(number);
      return Promise.resolve('done');
    },
    ...overrides,
  };
  serve(far, handlers, (error) => ({ failure: 'refused', message: String(error), details: 'why' }));
  return { client: new Client<Contract>(near), close };
}

describe('channel', () => {
  it('gives each request its own answer', async () => {
    const { client } = connect();
    expect(await Promise.all([1, 2, 3].map((value) => client.request('double', value)))).toEqual([2, 4, 6]);
  });

  it('tells why a request was refused', async () => {
    const { client } = connect();
    await expect(client.request('fail', 'no file')).rejects.toMatchObject({
      failure: 'refused',
      message: 'Error: no file',
      details: 'why',
    });
  });

  it('tells how a request goes on, before its answer', async () => {
    const { client } = connect();
    const heard: (number | string)[] = [];
    const counting = client.request('count', 3, {
      onProgress: (number) => {
        heard.push(number);
      },
    });
    heard.push(await counting);
    expect(heard).toEqual([1, 2, 3, 'done']);
  });

  it('gives up when the time limit has passed, and tells the other side', async () => {
    const aborted = vi.fn();
    const { client } = connect({
      wait: (_, signal) => {
        signal.addEventListener('abort', aborted);
        return new Promise(() => undefined);
      },
    });
    await expect(client.request('wait', null, { timeout: 10 })).rejects.toMatchObject({ failure: 'timeout' });
    await vi.waitFor(() => {
      expect(aborted).toHaveBeenCalledOnce();
    });
  });

  it('cancels by signal, before and after the request was sent', async () => {
    const { client } = connect();
    const controller = new AbortController();
    const waiting = client.request('wait', null, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ failure: 'cancelled' });
    await expect(client.request('double', 1, { signal: controller.signal })).rejects.toMatchObject({
      failure: 'cancelled',
    });
  });

  it('fails what is pending and what comes later when the other side is gone', async () => {
    const { client, close } = connect();
    const waiting = client.request('wait', null);
    close();
    await expect(waiting).rejects.toMatchObject({ failure: 'closed' });
    await expect(client.request('double', 1)).rejects.toMatchObject({ failure: 'closed' });
  });
});
