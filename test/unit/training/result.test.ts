import { appendFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModel } from '../../../src/core/bert/readModel';
import { UserError } from '../../../src/core/errors';
import { sha256OfWeights } from '../../../src/core/modelFiles/hash';
import { readAdapterFolder } from '../../../src/core/modelFiles/adapterFolder';
import { readSafetensors } from '../../../src/core/modelFiles/safetensors';
import { readRunRecord } from '../../../src/core/modelFiles/runRecord';
import type { TrainingEvent } from '../../../src/core/training/events';
import { fineTune } from '../../../src/core/training/fineTune';
import type { FineTuneRequest } from '../../../src/core/training/request';
import { requireUsableFolder } from '../../../src/core/training/result';
import { tinyModel } from '../bert/pytorchOracle';
import { fixture } from '../modelFiles/fixtures';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();

it.each([
  ['text.txt', 'a text'],
  ['run.json', '{ "command": "of another program" }'],
  ['run.json', 'no JSON'],
])('a folder with files of others, such as %s, is not one for a result: %s', async (name, content) => {
  const out = join(folder.path, 'out');
  await mkdir(out);
  await writeFile(join(out, name), content);
  const asking = requireUsableFolder(out);
  await expect(asking).rejects.toThrow(UserError);
  await expect(asking).rejects.toThrow(`The folder ${out} has other files in it.`);
  expect(await readdir(out)).toEqual([name]);
});

it.each(['checkpoint.unfinished', '.cloze-tuner.unfinished'])(
  'a folder where a process was killed is one for a result, also while its number is that of another: %s',
  async (name) => {
    const out = join(folder.path, 'out');
    await mkdir(join(out, `${name}-${process.ppid}-01234567-0`), { recursive: true });
    await requireUsableFolder(out);
    await writeFile(join(out, 'text.txt'), 'a text');
    await expect(requireUsableFolder(out)).rejects.toThrow('has other files in it.');
  },
);

/** A step on two sentences. */
function train(
  base: string,
  out: string,
  onEvent: (event: TrainingEvent) => void = () => undefined,
  change: Partial<FineTuneRequest> = {},
) {
  return fineTune(
    {
      text: { name: 'text.txt', content: '三丁上万\n七下不与丑\n' },
      base,
      out,
      method: 'lora',
      steps: 1,
      device: 'cpu',
      ...change,
    },
    onEvent,
    new AbortController().signal,
  );
}

it('a result names the base model that was learnt on, also when that changes while it is learnt', async () => {
  const [base, out] = [join(folder.path, 'base'), join(folder.path, 'out')];
  await cp(tinyModel, base, { recursive: true });
  const sha256 = await sha256OfWeights(base);
  await train(base, out, ({ type }) => {
    if (type === 'start') appendFileSync(join(base, 'model.safetensors'), 'another');
  });
  expect((await readRunRecord(out)).base).toEqual({ name: 'base', path: base, sha256 });
});

it('a result tells how good the model was before and after, as the run did', async () => {
  const told: unknown[] = [];
  await train(tinyModel, folder.path, (event) => {
    if (event.type === 'done') told.push({ before: event.before, after: event.metrics });
  });
  expect(told).toEqual([(await readRunRecord(folder.path)).metrics]);
});

it.each(['lora', 'full'] as const)(
  'a result (%s) that went on from another knows the words of both, and its record which are its own',
  async (method) => {
    const [first, second] = [join(folder.path, 'first'), join(folder.path, 'second')];
    await train(tinyModel, first, undefined, { terms: ['三丁', '上万'] });
    await train(first, second, undefined, { method, terms: ['不与', '上万'] });
    if (method === 'full') await rm(first, { recursive: true }); // a whole model does not need it
    const { terms, record } = await readModel(second);
    expect(terms).toEqual(['不与', '上万', '三丁']);
    expect(record?.terms).toEqual(['不与', '上万']);
  },
);

it('a result goes with its base model also where that is in a folder called as the embedded one is', async () => {
  const [base, out] = [join(folder.path, 'embedded'), join(folder.path, 'out')];
  await cp(tinyModel, base, { recursive: true });
  await train(base, out);
  expect((await readModel(out)).record?.base.path).toBe(base);
});

it('an adapter that was learnt on an ERNIE has its layers by the names that PEFT finds there', async () => {
  const out = join(folder.path, 'out');
  await train(fixture('variants/models/ernie3'), out);
  const { weights } = await readSafetensors(join(out, 'adapter_model.safetensors'));
  const ofEncoder = [...weights.keys()].filter((name) => name.includes('.encoder.'));
  expect(ofEncoder).toContain('base_model.model.ernie.encoder.layer.1.output.dense.lora_B.weight');
  expect(ofEncoder.filter((name) => !name.startsWith('base_model.model.ernie.'))).toEqual([]);
  expect(JSON.parse(await readFile(join(out, 'adapter_config.json'), 'utf8'))).toMatchObject({
    auto_mapping: {
      base_model_class: 'ErnieForMaskedLM',
      parent_library: 'transformers.models.ernie.modeling_ernie',
    },
  });
  const read = await readAdapterFolder(out);
  expect([...read.weights.keys()]).toContain('bert.encoder.layer.1.output.dense.lora_B.weight');
});

it.each(['first', 'link'])(
  'a result does not take the place of one that its base model was learnt on: %s',
  async (name) => {
    const [first, second] = [join(folder.path, 'first'), join(folder.path, 'second')];
    await train(tinyModel, first);
    await train(first, second);
    await symlink(first, join(folder.path, 'link'));
    const sha256 = await sha256OfWeights(first);
    const out = join(folder.path, name);
    await expect(train(second, out)).rejects.toThrow(
      new UserError(
        `The base model needs what is in the folder ${out}. Please choose another one for the result.`,
      ),
    );
    expect(await sha256OfWeights(first)).toBe(sha256);
  },
);
