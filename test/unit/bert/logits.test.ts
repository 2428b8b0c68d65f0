import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/core/modelFiles/config';
import { embeddedModel } from '../../../src/core/modelFiles/embeddedModel';
import { readModelFolder } from '../../../src/core/modelFiles/modelFolder';
import { readSafetensors } from '../../../src/core/modelFiles/safetensors';
import { scoresOf } from '../../support/scores';
import { deepLogits, deepModel, embeddedLogits, type LogitsOracle } from './pytorchOracle';

/** The largest difference between scores of ours and of `transformers`, at all slots of all examples. */
async function worstDifference(
  model: Parameters<typeof scoresOf>[0],
  { examples, logits }: LogitsOracle,
  name: string,
) {
  const rows = examples.map(({ ids, positions }) => ({
    ids: Int32Array.from(ids),
    positions: Int32Array.from(positions),
  }));
  const ours = (await scoresOf(model, rows)).flatMap((scores) => [...scores]);
  const theirs = logits.get(name)?.data ?? new Float32Array();
  expect(ours).toHaveLength(theirs.length);
  return ours.reduce((worst, score, index) => Math.max(worst, Math.abs(score - (theirs[index] ?? NaN))), 0);
}

describe("scores agree with those of transformers' BertForMaskedLM", () => {
  test('for the embedded model', async () => {
    const model = await readModelFolder(embeddedModel());
    expect(await worstDifference(model, await embeddedLogits(), 'logits')).toBeLessThan(2e-4);
  });

  test.each(['gelu', 'gelu_new', 'relu'] as const)(
    'for twelve layers with the activation %s',
    async (activation) => {
      const { weights } = await readSafetensors(join(deepModel, 'model.safetensors'));
      const config = { ...(await readConfig(deepModel)), activation };
      expect(await worstDifference({ config, weights }, await deepLogits(), activation)).toBeLessThan(2e-4);
    },
  );
});
