/**
 * Loads the graphs of a run's steps and evaluations on the graphics card, to see in the runtime's log what would compute
 * them. The teacher's, which is asked once before the first step, is not among them: the card cannot cast the numbers of
 * its words.
 */
import { join } from 'node:path';

import { Judge } from '../../src/core/bert/judge';
import { Predictor } from '../../src/core/bert/predictor';
import { trainableModel, type Method } from '../../src/core/bert/trainable';
import { readConfig } from '../../src/core/modelFiles/config';
import { readSafetensors } from '../../src/core/modelFiles/safetensors';
import { randomFor } from '../../src/core/random';
import { createTrainer } from '../../src/core/training/trainer';

const models = ['tiny', 'deep'];
const methods: { method: Method; ownIds: number[] }[] = [
  { method: { kind: 'lora', rank: 4, alpha: 8 }, ownIds: [94, 95] },
  { method: { kind: 'full' }, ownIds: [] },
];

async function main(): Promise<void> {
  let graphs = 0;
  for (const model of models) {
    const dir = join('test/fixtures/oracle', model);
    const config = await readConfig(dir);
    for (const { method, ownIds } of methods) {
      const { weights } = await readSafetensors(join(dir, 'model.safetensors'));
      const random = randomFor(0, 'test');
      const trainable = trainableModel({ config, weights }, method, { ownIds, random, device: 'webgpu' });
      const trainer = await createTrainer(trainable);
      const over = [config, trainable.layers, () => trainer.weightInputs] as const;
      await Predictor.over(...over, { device: 'webgpu' });
      await Judge.over(...over, { device: 'webgpu' });
      await trainer.state(); // three more graphs: of the weights and of both moments
      graphs += 6;
    }
  }
  console.log(`graphs: ${graphs}`);
}

void main();
