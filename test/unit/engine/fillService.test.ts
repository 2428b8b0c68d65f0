import { describe, expect, it, vi } from 'vitest';

import type * as LoadModel from '../../../src/core/bert/loadModel';
import { UserError } from '../../../src/core/errors';
import { FillService } from '../../../src/engine/fillService';
import { tinyModel } from '../modelFiles/fixtures';

const loadModel = vi.hoisted(() => vi.fn<typeof LoadModel.loadModel>());
vi.mock('../../../src/core/bert/loadModel', () => ({ loadModel }));

/** A service for which the tiny model stands in each folder, and what it has loaded and released until now. */
async function setUp() {
  const original = await vi.importActual<typeof LoadModel>('../../../src/core/bert/loadModel');
  const [loaded, released]: [string[], string[]] = [[], []];
  loadModel.mockReset().mockImplementation(async (folder) => {
    loaded.push(folder);
    const model = await original.loadModel(tinyModel);
    const release = async (): Promise<void> => {
      released.push(folder);
      await model.release();
    };
    return { ...model, release };
  });
  const service = new FillService('cpu');
  const fillBy = (folder: string, version = '') =>
    service.fill({ text: '三[MASK]', model: { folder, version }, top: 1 });
  return { service, fillBy, loaded, released };
}

describe('a service that fills', () => {
  it('loads a model once, and keeps it and the one before it at hand', async () => {
    const { fillBy, loaded, released } = await setUp();
    for (const folder of ['a', 'b', 'a', 'b']) await fillBy(folder);
    expect(loaded).toEqual(['a', 'b']);
    expect(released).toEqual([]);
  });

  it('releases the model that has not been used for longest when it loads a third one', async () => {
    const { fillBy, loaded, released } = await setUp();
    for (const folder of ['a', 'b', 'a', 'c']) await fillBy(folder);
    expect(released).toEqual(['b']);
    await fillBy('b');
    expect(released).toEqual(['b', 'a']);
    expect(loaded).toEqual(['a', 'b', 'c', 'b']);
  });

  it('loads a model anew when its folder has changed', async () => {
    const { fillBy, loaded } = await setUp();
    for (const version of ['1', '2', '2']) await fillBy('a', version);
    expect(loaded).toEqual(['a', 'a']);
  });

  it('tries once more to load a model that could not be loaded', async () => {
    const { fillBy, loaded } = await setUp();
    const failure = new UserError('The drive is not there.');
    loadModel.mockRejectedValueOnce(failure);
    await expect(fillBy('a')).rejects.toBe(failure);
    await expect(fillBy('a')).resolves.toMatchObject({ completions: [{ fillings: [expect.any(String)] }] });
    expect(loaded).toEqual(['a']);
  });

  it('loads models for the device that is asked for', async () => {
    const { fillBy } = await setUp();
    await fillBy('a');
    expect(loadModel).toHaveBeenCalledExactlyOnceWith('a', 'cpu');
  });
});
