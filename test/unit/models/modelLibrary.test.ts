import { describe, expect, it, vi } from 'vitest';

import { ModelLibrary, type ModelEntry } from '../../../src/models/modelLibrary';
import { Emitter } from '../../../src/protocol/emitter';
import { memory } from '../host/memory';

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'embedded', version: '' };
const result: ModelEntry = {
  id: 'run/1',
  name: 'R',
  kind: 'result',
  base: 'embedded',
  folder: '/runs/1',
  version: '1',
};

function library({ trusted = true } = {}) {
  let models = [result];
  const changed = new Emitter<void>();
  const trust = { given: trusted };
  const made = new ModelLibrary(
    embedded,
    [{ models: () => models, onDidChange: changed.event }],
    memory(),
    () => trust.given,
  );
  const setModels = (next: ModelEntry[]): void => {
    models = next;
    changed.fire();
  };
  return { library: made, setModels, trust };
}

it('knows the words that a result was taught, and those of what it was learnt on top of', () => {
  const { library: made, setModels } = library();
  const first = { ...result, words: ['诸葛涛'] };
  const second = { ...result, id: 'run/2', base: first.id, words: ['蟠云寨'] };
  setModels([first, second]);
  expect(made.wordsOf(second)).toEqual(['蟠云寨', '诸葛涛']);
  expect(made.wordsOf(embedded)).toEqual([]);
});

describe('the active model', () => {
  it('is the embedded one until another is chosen', async () => {
    const { library: models } = library();
    expect(models.active).toBe(embedded);
    await models.activate(result);
    expect(models.active).toBe(result);
  });

  it('is the embedded one again when the chosen one is gone', async () => {
    const { library: models, setModels } = library();
    await models.activate(result);
    setModels([]);
    expect(models.active).toBe(embedded);
  });

  it('is the embedded one while what the chosen one rests on is gone, and the chosen one again with it', async () => {
    const { library: models, setModels } = library();
    const imported: ModelEntry = { ...embedded, id: 'imported/1', kind: 'imported' };
    const onTop = { ...result, base: imported.id };
    const further = { ...result, id: 'run/2', base: onTop.id };
    setModels([imported, onTop, further]);
    await models.activate(further);
    setModels([onTop, further]);
    expect(models.active).toBe(embedded);
    expect(models.models).toEqual([embedded]);
    setModels([imported, onTop, further]);
    expect(models.active).toBe(further);
  });

  it('is the embedded one in an untrusted workspace, until it is trusted', async () => {
    const { library: models, trust } = library({ trusted: false });
    expect(models.withheld).toBeUndefined();
    await models.activate(result);
    expect(models.active).toBe(embedded);
    expect(models.withheld).toBe(result);
    trust.given = true;
    expect(models.active).toBe(result);
    expect(models.withheld).toBeUndefined();
  });

  it('is told to have changed when it has, or its version has, and only then', async () => {
    const { library: models, setModels } = library();
    const listener = vi.fn();
    models.onDidChangeActive(listener);
    setModels([result, { ...result, id: 'run/2' }]);
    expect(listener).not.toHaveBeenCalled();
    await models.activate(result);
    expect(listener).toHaveBeenCalledTimes(1);
    setModels([{ ...result, version: '2' }]);
    expect(listener).toHaveBeenCalledTimes(2);
  });
});

describe('a result', () => {
  it('knows the model that it was learnt on top of', () => {
    const { library: models } = library();
    expect(models.baseOf(result)).toBe(embedded);
    expect(models.baseOf(embedded)).toBeUndefined();
  });
});
