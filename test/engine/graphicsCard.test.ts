import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

import { trainableModel, type Method } from '../../src/core/bert/trainable';
import { Predictor } from '../../src/core/bert/predictor';
import { fasterDevice } from '../../src/core/graph/devices/fasterDevice';
import type { Device } from '../../src/core/graph/devices/device';
import { readConfig } from '../../src/core/modelFiles/config';
import { readSafetensors } from '../../src/core/modelFiles/safetensors';
import { randomFor } from '../../src/core/random';
import { averaged, rowOf, type TrainingRow } from '../../src/core/training/trainingRow';
import { createTrainer, type Trainer } from '../../src/core/training/trainer';
import { adamw, tinyModel, worstRelativeError } from '../unit/bert/pytorchOracle';
import { lossAndGradients } from '../unit/graph/caseValues';
import { gradientCases } from '../unit/graph/gradientCases';
import { clozeTuner, tinyBase } from './commandLine';
import { cardEnvironment, findCard, isSoftwareCard } from './graphicsCard';

const hasCard = await findCard();

const methods: { name: string; method: Method }[] = [
  { name: 'LoRA', method: { kind: 'lora', rank: 4, alpha: 8 } },
  { name: 'full fine-tuning', method: { kind: 'full' } },
];

async function trainableTiny(method: Method, device: Device) {
  const { weights } = await readSafetensors(join(tinyModel, 'model.safetensors'));
  const config = await readConfig(tinyModel);
  return trainableModel({ config, weights }, method, { ownIds: [], random: randomFor(1, 'test'), device });
}

async function tinyTrainer(method: Method, device: Device): Promise<Trainer> {
  return createTrainer(await trainableTiny(method, device));
}

/** Batches of the examples that PyTorch was given. */
async function batches(): Promise<TrainingRow[][]> {
  const { examples, steps } = await adamw();
  const rows = examples.map(({ ids, positions, targets }) =>
    rowOf({
      ids: Int32Array.from(ids),
      positions: Int32Array.from(positions),
      targets: Int32Array.from(targets),
    }),
  );
  return steps.map((step) => averaged(step.examples.flatMap((index) => rows[index] ?? [])));
}

async function lossesOf(trainer: Trainer, from: number, to: number): Promise<number[]> {
  const all = await batches();
  const losses: number[] = [];
  for (let step = from; step < to; step++) {
    const ofSlots = await trainer.step(all[step % all.length] ?? [], 3e-3);
    losses.push(ofSlots.reduce((sum, loss) => sum + loss, 0));
  }
  return losses;
}

describe.skipIf(!hasCard)('on a graphics card', () => {
  describe.each(Object.entries(gradientCases))('the operator %s', (_, cases) => {
    it.each(cases)('and its gradient are what the processor computes: $title', async (gradientCase) => {
      const expected = await lossAndGradients(gradientCase, 'cpu');
      const actual = await lossAndGradients(gradientCase, 'webgpu');
      for (const [name, values] of Object.entries(expected)) {
        const largest = Math.max(1, ...values.map(Math.abs));
        values.forEach((value, index) => {
          expect(Math.abs(value - (actual[name]?.[index] ?? NaN)), name).toBeLessThan(1e-5 * largest);
        });
      }
    });
  });

  it.each(methods)(
    'fifty steps of $name have the losses and weights of the processor',
    async ({ method }) => {
      const run = async (device: Device) => {
        const trainer = await tinyTrainer(method, device);
        const losses = await lossesOf(trainer, 0, 50);
        const weights = await trainer.learnt();
        await trainer.release();
        return { losses, weights };
      };
      const expected = await run('cpu');
      const actual = await run('webgpu');
      expected.losses.forEach((loss, step) => {
        expect(Math.abs((actual.losses[step] ?? NaN) / loss - 1)).toBeLessThan(1e-3);
      });
      // In exact arithmetic the loss does not depend on these.
      const learnt = new Map([...expected.weights].filter(([name]) => !name.endsWith('key.bias')));
      expect(worstRelativeError(actual.weights, learnt).error).toBeLessThan(1e-2);
    },
  );

  it('training goes on, on either device, from what was read back', async () => {
    const [{ method }] = methods as [(typeof methods)[number]];
    const card = await tinyTrainer(method, 'webgpu');
    await lossesOf(card, 0, 3);
    const state = await card.state();
    expect(state.updates).toBe(3);
    const expected = await lossesOf(card, 3, 6);
    for (const device of ['cpu', 'webgpu'] as const) {
      const other = await tinyTrainer(method, device);
      other.restore(state);
      const actual = await lossesOf(other, 3, 6);
      expected.forEach((loss, step) => {
        expect(Math.abs((actual[step] ?? NaN) / loss - 1), device).toBeLessThan(1e-4);
      });
      await other.release();
    }
    await card.release();
  });

  it('the weights in training predict without leaving it', async () => {
    const figures = async (device: Device) => {
      const model = await trainableTiny({ kind: 'full' }, device);
      const trainer = await createTrainer(model);
      await lossesOf(trainer, 0, 2);
      const predictor = await Predictor.over(model.config, model.layers, () => trainer.weightInputs, {
        device,
      });
      const [rows = []] = await batches();
      const [{ ids, positions }] = rows as [TrainingRow];
      const row = { ids, positions };
      const answers = [
        ...(await predictor.predictVariants(ids, [...positions], [row])),
        ...(await predictor.predictVariants(ids, [...positions], [row, row])), // by the keys and values of the first
      ];
      const losses = (await predictor.judge(rows)).map(({ loss }) => loss);
      await predictor.release();
      await trainer.release();
      return [...answers.flatMap((answer) => [...answer]), ...losses];
    };
    const [expected, actual] = [await figures('cpu'), await figures('webgpu')];
    expect(actual).toHaveLength(expected.length);
    expected.forEach((figure, index) => {
      expect(Math.abs(figure - (actual[index] ?? NaN))).toBeLessThan(1e-3);
    });
  });

  // The runtime and the driver of the card write to one log, and may write into each other’s lines.
  it('no operation of training and predicting falls back to the processor', { retry: 1 }, async () => {
    const outfile = resolve('.cache/test/graphicsCardProgram.cjs'); // where it finds the runtime
    await build({
      entryPoints: [join(import.meta.dirname, 'graphicsCardProgram.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      external: ['onnxruntime-node', 'onnxruntime-web'],
      logLevel: 'warning',
    });
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [outfile], {
      env: {
        ...process.env,
        ...cardEnvironment,
        CLOZE_TUNER_RUNTIME_LOG: 'verbose',
      },
      maxBuffer: 1 << 28,
    });
    const placements = [...`${stdout}${stderr}`.matchAll(/odes?(?:\(s\))? placed on \[(\w+)\]/g)];
    const graphs = Number(stdout.match(/^graphs: (\d+)$/m)?.[1]);
    expect(graphs).toBeGreaterThan(0);
    expect(placements.map(([, provider]) => provider)).toEqual(
      Array<string>(graphs).fill('WebGpuExecutionProvider'),
    );
  });

  it.runIf(isSoftwareCard)('that is none, but computed by the processor, is not the faster one', async () => {
    expect(await fasterDevice({ hiddenSize: 64, intermediateSize: 256 })).toBe('cpu');
  });

  it('a filling that asks for one computes there, however slow it is', async () => {
    const fill = ['fill', '三[MASK]上万', '--model', tinyBase, '--device', 'webgpu'];
    expect(await clozeTuner(fill)).toMatchObject({ status: 0, stderr: '' });
  });
});
