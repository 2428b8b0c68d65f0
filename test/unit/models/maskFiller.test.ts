import { describe, expect, it, vi } from 'vitest';

import { MaskFiller } from '../../../src/models/maskFiller';
import { RequestError } from '../../../src/protocol/channel';
import type { FillAnswer, FillRequest } from '../../../src/protocol/engine';

const model = { folder: 'embedded', version: '' };
const answer: FillAnswer = { completions: [] };

/** An engine that answers when it is told to. */
function slowEngine() {
  const waiting: { text: string; answer: () => void }[] = [];
  const request = vi.fn(
    (_: 'fill', { text }: FillRequest) =>
      new Promise<FillAnswer>((resolve) => {
        waiting.push({
          text,
          answer: () => {
            resolve(answer);
          },
        });
      }),
  );
  return { request, waiting };
}

describe('MaskFiller', () => {
  it('asks one request at a time', async () => {
    const { request, waiting } = slowEngine();
    const filler = new MaskFiller({ request });
    const both = [filler.fill('一', model), filler.fill('二', model)];
    await vi.waitFor(() => {
      expect(waiting).toHaveLength(1);
    });
    waiting[0]?.answer();
    await vi.waitFor(() => {
      expect(waiting.map(({ text }) => text)).toEqual(['一', '二']);
    });
    waiting[1]?.answer();
    await Promise.all(both);
  });

  it('leaves out what nobody waits for any more', async () => {
    const { request, waiting } = slowEngine();
    const filler = new MaskFiller({ request });
    const controller = new AbortController();
    const first = filler.fill('一', model);
    const second = filler.fill('二', model, controller.signal);
    await vi.waitFor(() => {
      expect(waiting).toHaveLength(1);
    });
    controller.abort();
    waiting[0]?.answer();
    await first;
    await expect(second).rejects.toMatchObject({ failure: 'cancelled' });
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('asks once for a text that several want at the same time', async () => {
    const { request, waiting } = slowEngine();
    const filler = new MaskFiller({ request });
    const both = [filler.fill('一', model), filler.fill('一', model)];
    await vi.waitFor(() => {
      expect(waiting).toHaveLength(1);
    });
    waiting[0]?.answer();
    const [first, second] = await Promise.all(both);
    expect(second).toBe(first);
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('remembers answers by text and by state of the model', async () => {
    const request = vi.fn(() => Promise.resolve(answer));
    const filler = new MaskFiller({ request });
    await filler.fill('一', model);
    await filler.fill('一', model);
    expect(request).toHaveBeenCalledTimes(1);
    await filler.fill('一', { ...model, version: '2' });
    expect(request).toHaveBeenCalledTimes(2);
  });

  it('goes on after a request that failed', async () => {
    const request = vi.fn<() => Promise<FillAnswer>>(() => Promise.resolve(answer));
    request.mockRejectedValueOnce(new Error('crashed'));
    const filler = new MaskFiller({ request });
    await expect(filler.fill('一', model)).rejects.toThrow('crashed');
    expect(await filler.fill('一', model)).toBe(answer);
  });

  it('knows why a model completes nothing, until it completes again', async () => {
    const request = vi.fn<() => Promise<FillAnswer>>(() => Promise.resolve(answer));
    const damaged = new RequestError('refused', 'It is damaged.');
    request.mockRejectedValueOnce(damaged).mockRejectedValueOnce(damaged);
    const filler = new MaskFiller({ request });
    const told: (string | undefined)[] = [];
    filler.onDidChangeRefusals(() => told.push(filler.refusalOf(model)));
    await expect(filler.fill('一', model)).rejects.toThrow('It is damaged.');
    expect(filler.refusalOf({ ...model, version: '2' })).toBeUndefined();
    await filler.fill('一', model);
    expect(told).toEqual(['It is damaged.', undefined]);
  });

  it('does not take the model to be at fault for a text', async () => {
    const request = vi.fn((_: 'fill', { text }: FillRequest) =>
      text === '[MASK]'
        ? Promise.resolve(answer)
        : Promise.reject(new RequestError('refused', 'Its gaps are too far apart.')),
    );
    const filler = new MaskFiller({ request });
    await expect(filler.fill('一[MASK]', model)).rejects.toThrow('too far apart');
    expect(filler.refusalOf(model)).toBeUndefined();
  });

  it('takes no defect for a refusal', async () => {
    const request = vi.fn(() => Promise.reject(new RequestError('broken', 'It crashed.')));
    const filler = new MaskFiller({ request });
    await expect(filler.fill('一', model)).rejects.toThrow('It crashed.');
    expect(filler.refusalOf(model)).toBeUndefined();
  });
});
