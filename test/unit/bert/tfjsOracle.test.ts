import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../src/core/modelFiles/safetensors';
import { hardTargets, softTargets, tinyModel, worstRelativeError } from './pytorchOracle';
import { asSoft, tfjsLossAndGradients, type TfjsModel } from './tfjsOracle';

async function readTiny(): Promise<TfjsModel> {
  const { weights } = await readSafetensors(join(tinyModel, 'model.safetensors'));
  return { layers: 2, heads: 2, layerNormEps: 1e-12, weights };
}

describe('the two oracles, tfjs and PyTorch, agree', () => {
  it('on the mean cross-entropy over masked positions and on its gradients', async () => {
    const { examples, loss, gradients } = await hardTargets();
    const ours = tfjsLossAndGradients(await readTiny(), asSoft(examples));
    expect(Math.abs(ours.loss / loss - 1)).toBeLessThan(1e-5);
    expect(worstRelativeError(ours.gradients, gradients).error).toBeLessThan(1e-3);
  });

  it('on the cross-entropy with weighted targets and on its gradients', async () => {
    const { examples, loss, gradients } = await softTargets();
    const ours = tfjsLossAndGradients(await readTiny(), examples);
    expect(Math.abs(ours.loss / loss - 1)).toBeLessThan(1e-5);
    expect(worstRelativeError(ours.gradients, gradients).error).toBeLessThan(1e-3);
  });
});

describe('the measure of agreement', () => {
  it('finds a parameter whose gradient is wrong, and one that is missing', async () => {
    const { gradients } = await hardTargets();
    const name = 'bert.encoder.layer.0.attention.self.query.bias';
    const { shape, data } = gradients.get(name) ?? { shape: [], data: new Float32Array() };
    const halved = new Map(gradients).set(name, { shape, data: data.map((value) => value / 2) });
    expect(worstRelativeError(halved, gradients)).toEqual({ name, error: 0.5 });

    const without = new Map(gradients);
    without.delete(name);
    expect(worstRelativeError(without, gradients)).toEqual({ name, error: Infinity });
  });
});
