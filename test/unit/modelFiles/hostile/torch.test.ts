import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../../../src/core/modelFiles/safetensors';
import { fixture } from '../fixtures';
import { pickle, storage, tensor, torchStream, torchZip, zip } from './hostileFiles';
import { bin, goodModel, hostileFolders, safe } from './hostileFolders';

const { parent, folderWith, expectRefusal } = hostileFolders();

describe('tensors of PyTorch are refused', () => {
  const { make, dictionary } = pickle;
  const numbers = Buffer.alloc(400);
  const word = 'bert.embeddings.word_embeddings.weight';
  const one = (over: string, view: Parameters<typeof tensor>[1]): Buffer =>
    make(dictionary({ [word]: tensor(over, view) }));
  it.each<[string, Buffer, RegExp]>([
    [
      'that stretch one number to ten gigabytes',
      torchZip(one(storage('0', 1), { shape: [50_000, 50_000], strides: [0, 0] }), { 0: numbers }),
      /size of the tensor bert\.embeddings.* contradicts its shape/,
    ],
    [
      'within the state of a training',
      torchZip(
        make(
          dictionary({
            epoch: pickle.number(3),
            state_dict: dictionary({ [word]: tensor(storage('0', 2), { shape: [2], strides: [1] }) }),
          }),
        ),
        { 0: numbers },
      ),
      /weights in its part “state_dict”.*torch\.load\(file\)\["state_dict"\]/,
    ],
    [
      'that reach beyond their storage',
      torchZip(one(storage('0', 100), { offset: 90, shape: [20], strides: [1] }), { 0: numbers }),
      /contradicts its shape/,
    ],
    [
      'that reach beyond it by strides',
      torchZip(one(storage('0', 100), { shape: [2, 2], strides: [99, 1] }), { 0: numbers }),
      /contradicts its shape/,
    ],
    [
      'with negative strides',
      torchZip(one(storage('0', 100), { offset: 50, shape: [2], strides: [-1] }), { 0: numbers }),
      /not a file of weights/,
    ],
    [
      'whose storage claims more than is there',
      torchZip(one(storage('0', 2_000_000_000), { shape: [2], strides: [1] }), { 0: numbers }),
      /is not where it should be/,
    ],
    [
      'whose storage is not there',
      torchZip(one(storage('7', 100), { shape: [2], strides: [1] }), { 0: numbers }),
      /is not where it should be/,
    ],
    [
      'whose storage is not in the stream',
      torchStream(one(storage('0', 100), { shape: [2], strides: [1] }), ']'),
      /is not where it should be/,
    ],
    [
      'whose stream has a storage that is of no tensor',
      torchStream(one(storage('0', 100), { shape: [2], strides: [1] }), `]${pickle.text('7')}a`),
      /not a file of weights/,
    ],
    [
      'whose storage has another size in the stream',
      torchStream(
        one(storage('0', 100), { shape: [2], strides: [1] }),
        `]${pickle.text('0')}a`,
        Buffer.concat([Buffer.alloc(8, 255), numbers]),
      ),
      /not a file of weights/,
    ],
    [
      'whose storage ends with the stream',
      torchStream(
        one(storage('0', 100), { shape: [2], strides: [1] }),
        `]${pickle.text('0')}a`,
        Buffer.alloc(8),
      ),
      /not a file of weights/,
    ],
  ])('%s', async (_, file, message) => {
    await expectRefusal(await folderWith({ [bin]: file }), message);
  });

  it('that all stand over the same numbers and claim many times the file', async () => {
    const [hidden, layers] = [256, 200];
    const config = JSON.parse(await readFile(join(goodModel, 'config.json'), 'utf8')) as object;
    const square = tensor(storage('0', hidden * hidden), { shape: [hidden, hidden], strides: [hidden, 1] });
    const row = tensor(storage('0', hidden * hidden), { shape: [hidden], strides: [1] });
    const entries: Record<string, string> = {};
    const dense = (name: string): void => {
      entries[`${name}.weight`] = square;
      entries[`${name}.bias`] = row;
    };
    const norm = (name: string): void => {
      entries[`${name}.weight`] = entries[`${name}.bias`] = row;
    };
    for (let index = 0; index < layers; index++) {
      const layer = `bert.encoder.layer.${index}`;
      for (const name of ['query', 'key', 'value']) dense(`${layer}.attention.self.${name}`);
      dense(`${layer}.attention.output.dense`);
      dense(`${layer}.intermediate.dense`);
      dense(`${layer}.output.dense`);
      norm(`${layer}.attention.output.LayerNorm`);
      norm(`${layer}.output.LayerNorm`);
    }
    dense('cls.predictions.transform.dense');
    norm('cls.predictions.transform.LayerNorm');
    norm('bert.embeddings.LayerNorm');
    for (const name of ['word', 'position', 'token_type'])
      entries[`bert.embeddings.${name}_embeddings.weight`] = square;
    entries['cls.predictions.bias'] = row;
    const sizes = { hidden_size: hidden, intermediate_size: hidden, num_hidden_layers: layers };
    const tables = { vocab_size: hidden, max_position_embeddings: hidden, type_vocab_size: hidden };
    const value = make(dictionary(entries));
    expect(value.length).toBeLessThan(4 * 2 ** 20);
    const dir = await folderWith({
      'config.json': { ...config, ...sizes, ...tables },
      [bin]: torchZip(value, { 0: Buffer.alloc(4 * hidden * hidden) }),
    });
    await expectRefusal(dir, /claim more than it holds/);
  });

  it.each([NaN, Infinity])('that hold %d', async (value) => {
    const weights = (await readSafetensors(join(fixture('variants/models/safetensors'), safe))).weights;
    const path = join(parent.path, 'plain.safetensors');
    await writeSafetensors(path, weights, { dtype: 'F32' });
    const bytes = await readFile(path);
    bytes.writeFloatLE(value, bytes.length - 4);
    await expectRefusal(await folderWith({ [safe]: bytes }), /holds numbers that are not finite/);
  });
});

describe('an archive is refused', () => {
  const value = pickle.make('}');
  const entry = { name: 'archive/data.pkl', data: value };
  const archive = /damaged: it is not an intact archive/;
  it.each<[string, Buffer, RegExp]>([
    ['with an entry that climbs out', zip(entry, { name: '../../evil', data: value }), archive],
    ['with an entry at an absolute path', zip(entry, { name: '/etc/evil', data: value }), archive],
    ['that is compressed', zip({ ...entry, claims: { method: 8 } }), archive],
    ['that claims gigabytes', zip({ ...entry, claims: { size: 4_000_000_000 } }), archive],
    [
      'that claims compressed gigabytes',
      zip({ ...entry, claims: { size: 4_000_000_000, method: 8 } }),
      archive,
    ],
    ['with an entry beyond its end', zip({ ...entry, claims: { offset: 4_000_000_000 } }), archive],
    ['that lacks its end', torchZip(value).subarray(0, -20), archive],
    ['that is empty but for its name', Buffer.from('PK\x03\x04'), archive],
    ['without a pickle', zip({ name: 'archive/other', data: value }), /not a file of weights/],
    [
      'of the other byte order',
      zip(entry, { name: 'archive/byteorder', data: Buffer.from('big') }),
      /not a file of weights/,
    ],
    [
      'of more entries than a model has tensors',
      zip(...Array.from({ length: 2_500 }, (_, index) => ({ name: `archive/data/${index}`, data: value }))),
      archive,
    ],
    ['that is none', Buffer.from('GIF89a, not weights at all'), /not a file of weights|more than weights/],
    ['that is a page of the web', Buffer.from('<!DOCTYPE html><title>404</title>'), /not a file of weights/],
    ['that is nothing', Buffer.alloc(0), /damaged: it ends too early/],
  ])('%s', async (_, file, message) => {
    await expectRefusal(await folderWith({ [bin]: file }), message);
  });
});
