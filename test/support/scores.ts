import { batchInputs, type Row } from '../../src/core/bert/batch';
import { frozenWeights, plainLayers } from '../../src/core/bert/layers';
import { bertInputs, logits } from '../../src/core/bert/network';
import { Program } from '../../src/core/graph/runtime';
import type { Model } from '../../src/core/modelFiles/modelFolder';

/** The scores (logits) of all words for the slots of rows: for each row [slots × vocabulary], row-major. */
export async function scoresOf(
  { config, weights }: Pick<Model, 'config' | 'weights'>,
  rows: readonly Row[],
): Promise<Float32Array[]> {
  const { weight, given } = frozenWeights(weights);
  const program = await Program.load({ scores: logits(config, plainLayers(config, weight), bertInputs()) });
  const { scores } = await program.run({ ...batchInputs(rows), ...given });
  await program.release();
  let end = 0;
  return rows.map(({ positions }) => scores.subarray(end, (end += positions.length * config.vocabSize)));
}
