import { beforeAll, describe, expect, it } from 'vitest';
import { readModel, type ReadModel } from '../../../src/core/bert/readModel';
import type { Weights } from '../../../src/core/modelFiles/weights';
import { randomFor } from '../../../src/core/random';
import { checkHead } from '../../../src/core/training/headCheck';
import { latinModel } from '../modelFiles/latinModel';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();

let embedded: ReadModel;
beforeAll(async () => {
  embedded = await readModel('embedded');
});

/** As `transformers` begins with them: dense layers in ±0.02 or so, no biases, norms that change nothing. */
function untrained(weights: Weights, isUntrained: (name: string) => boolean): Weights {
  const fresh = (name: string, data: Float32Array): Float32Array => {
    if (name.endsWith('LayerNorm.weight')) return data.map(() => 1);
    if (name.endsWith('bias')) return data.map(() => 0);
    const random = randomFor(0, name);
    return data.map(() => 0.035 * (2 * random.next() - 1));
  };
  return new Map(
    [...weights].map(([name, { shape, data }]) => [
      name,
      { shape, data: isUntrained(name) ? fresh(name, data) : data },
    ]),
  );
}

describe('the head of a model', () => {
  it('that was trained is told from its loss on plain sentences', async () => {
    expect(await checkHead(embedded)).toMatchObject({ isTrained: true });
  });

  it.each<[string, (name: string) => boolean]>([
    ['head', (name) => name.startsWith('cls.')],
    [
      'head but for its bias, which knows the frequencies',
      (name) => name.startsWith('cls.predictions.transform'),
    ],
    ['model', () => true],
  ])('is found to be untrained in a random %s', async (_, isUntrained) => {
    const weights = untrained(embedded.weights, isUntrained);
    expect(await checkHead({ ...embedded, weights })).toMatchObject({ isTrained: false });
  });

  it('is found to be untrained where the model knows none of the characters', async () => {
    const model = await readModel(await latinModel(folder.path));
    expect(await checkHead(model)).toEqual({ loss: Infinity, isTrained: false });
  });
});
