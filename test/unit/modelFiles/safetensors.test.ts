import { open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { readSafetensors, writeSafetensors } from '../../../src/core/modelFiles/safetensors';
import type { Weights } from '../../../src/core/modelFiles/weights';
import { fixture, tinyModel } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();

function fileOf(header: unknown, dataBytes: number, claimed?: bigint): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claimed ?? BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(dataBytes)]);
}

describe('reading', () => {
  it('widens F16 and BF16 exactly and leaves out whole numbers', async () => {
    const { weights, metadata } = await readSafetensors(fixture('modelFiles/types.safetensors'));
    const expected = JSON.parse(await readFile(fixture('modelFiles/types.json'), 'utf8')) as Record<
      string,
      number[]
    >;
    expect([...weights.keys()].sort()).toEqual(Object.keys(expected).sort());
    for (const [name, { data }] of weights)
      expect([name, ...data]).toEqual([name, ...(expected[name] ?? [])]);
    expect(weights.get('half')?.shape).toEqual([4, 4]);
    expect(weights.get('scalar')?.shape).toEqual([]);
    expect(weights.get('empty')?.shape).toEqual([0, 3]);
    expect(metadata).toEqual({ format: 'pt', 'made by': 'safetensors' });
  });

  it('narrows F64', async () => {
    const path = join(folder.path, 'double.safetensors');
    const header = fileOf({ a: { dtype: 'F64', shape: [2], data_offsets: [0, 16] } }, 0);
    const numbers = [0.1, -1e9 / 3];
    await writeFile(path, Buffer.concat([header, Buffer.from(Float64Array.from(numbers).buffer)]));
    const { weights } = await readSafetensors(path);
    expect(weights.get('a')).toEqual({ shape: [2], data: Float32Array.from(numbers) });
  });

  it('takes memory for the tensors and little more', async () => {
    const path = join(folder.path, 'large.safetensors');
    const count = 25_000_000;
    const tensors = Array.from({ length: 10 }, (_, index) => index);
    const header = Object.fromEntries(
      tensors.map((index) => [
        `t${index}`,
        { dtype: 'F16', shape: [count / 10], data_offsets: [index * count * 0.2, (index + 1) * count * 0.2] },
      ]),
    );
    const file = await open(path, 'w');
    await file.write(fileOf(header, 0));
    await file.truncate((await file.stat()).size + count * 2);
    await file.close();
    const before = process.memoryUsage().arrayBuffers;
    const { weights } = await readSafetensors(path);
    expect(weights.size).toBe(10);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(count * 4 * 1.6);
  });
});

describe('writing', () => {
  it('writes the bytes that the library of the format writes', async () => {
    const path = join(folder.path, 'model.safetensors');
    const { weights } = await readSafetensors(join(tinyModel, 'model.safetensors'));
    await writeSafetensors(path, weights, { dtype: 'F32' });
    expect((await readFile(path)).equals(await readFile(join(tinyModel, 'model.safetensors')))).toBe(true);
  });

  it('writes the same bytes whatever the order of the weights', async () => {
    const { weights } = await readSafetensors(join(tinyModel, 'model.safetensors'));
    const [one, other] = [join(folder.path, 'one'), join(folder.path, 'other')];
    await writeSafetensors(one, weights, { dtype: 'F16' });
    await writeSafetensors(other, new Map([...weights].reverse()), { dtype: 'F16' });
    expect((await readFile(one)).equals(await readFile(other))).toBe(true);
  });

  it('keeps every half-precision number and its sign', async () => {
    const path = join(folder.path, 'halves.safetensors');
    const bits = Uint16Array.from({ length: 0x10000 }, (_, half) => half).filter(
      (half) => (half & 0x7c00) !== 0x7c00,
    );
    const header = { a: { dtype: 'F16', shape: [bits.length], data_offsets: [0, bits.byteLength] } };
    await writeFile(path, Buffer.concat([fileOf(header, 0), Buffer.from(bits.buffer, 0, bits.byteLength)]));
    const { weights } = await readSafetensors(path);
    await writeSafetensors(path, weights, { dtype: 'F16' });
    const written = await readFile(path);
    expect(written.subarray(-bits.byteLength).equals(Buffer.from(bits.buffer, 0, bits.byteLength))).toBe(
      true,
    );
  });

  it.each([
    [1 + 2 ** -11, 1], // halfway: to the even one
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [1 + 2 ** -11 + 2 ** -20, 1 + 2 ** -10],
    [2047.9999, 2048],
    [2 ** -25, 0],
    [2 ** -25 * 1.0001, 2 ** -24],
    [-(2 ** -14) * 0.99999, -(2 ** -14)],
    [65519, 65504],
  ])('rounds %f to the half-precision number next to it', async (number, rounded) => {
    const path = join(folder.path, 'a.safetensors');
    const weights: Weights = new Map([['a', { shape: [1], data: Float32Array.of(number) }]]);
    await writeSafetensors(path, weights, { dtype: 'F16' });
    expect((await readSafetensors(path)).weights.get('a')?.data[0]).toBeCloseTo(rounded, 30);
  });

  it.each<['F32' | 'F16', number]>([
    ['F32', NaN],
    ['F32', -Infinity],
    ['F16', 65520],
  ])('refuses to write as %s the number %f', async (dtype, number) => {
    const weights: Weights = new Map([['a', { shape: [2], data: Float32Array.of(1, number) }]]);
    const writing = writeSafetensors(join(folder.path, 'a.safetensors'), weights, { dtype });
    await expect(writing).rejects.toThrow(/the tensor a holds numbers/);
    expect(await readdir(folder.path)).toEqual([]);
  });
});

describe('a hostile or damaged file is refused in a sentence that names it', () => {
  const tensor = (more: object = {}): object => ({
    a: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...more },
  });
  const nan = Buffer.concat([fileOf(tensor(), 0), Buffer.from(Float32Array.of(1, NaN).buffer)]);
  const infinite = fileOf({ a: { dtype: 'F16', shape: [1], data_offsets: [0, 2] } }, 0);

  it.each<[string, Buffer, RegExp]>([
    ['nothing', Buffer.alloc(0), /too short/],
    ['less than a length', Buffer.alloc(7), /too short/],
    ['a header longer than the file', fileOf(tensor(), 8, 10n ** 6n), /header claims 1000000 bytes/],
    ['a header of an absurd length', fileOf(tensor(), 8, 2n ** 63n), /header claims/],
    ['a header that is no JSON', fileOf('{"a": ', 8), /not valid JSON/],
    ['a header that is a list', fileOf('[]', 0), /JSON object/],
    ['a tensor that is a number', fileOf({ a: 3 }, 0), /“a” should be an object/],
    ['an unknown type', fileOf(tensor({ dtype: 'F5' }), 8), /a\.dtype/],
    ['a negative size', fileOf(tensor({ shape: [-2] }), 8), /a\.shape/],
    ['a broken size', fileOf(tensor({ shape: [1.5] }), 8), /a\.shape/],
    [
      'ten billion numbers in a kilobyte',
      fileOf(tensor({ shape: [1e10], data_offsets: [0, 4e10] }), 1000),
      /should be 40000000/,
    ],
    [
      'sizes whose product overflows',
      fileOf(tensor({ shape: [2 ** 40, 2 ** 40] }), 8),
      /contradicts its shape/,
    ],
    ['a size that is not that of the shape', fileOf(tensor({ shape: [3] }), 8), /contradicts its shape/],
    ['ends before starts', fileOf(tensor({ data_offsets: [8, 0] }), 8), /contradicts its shape/],
    ['one offset', fileOf(tensor({ data_offsets: [0] }), 8), /contradicts its shape/],
    ['no offsets', fileOf({ a: { dtype: 'F32', shape: [2] } }, 8), /lacks the field “a\.data_offsets”/],
    ['too little data', fileOf(tensor(), 7), /should be .* bytes long/],
    ['too much data', fileOf(tensor(), 9), /should be .* bytes long/],
    ['a gap before a tensor', fileOf(tensor({ data_offsets: [4, 12] }), 12), /not where it should be/],
    [
      'tensors that overlap',
      fileOf({ ...tensor(), b: { dtype: 'F32', shape: [2], data_offsets: [4, 12] } }, 12),
      /tensor b is not where it should be/,
    ],
    ['metadata that is no text', fileOf({ __metadata__: { a: 1 }, ...tensor() }, 8), /__metadata__\.a/],
    ['NaN', nan, /tensor a holds numbers that are not finite/],
    ['infinity in half precision', Buffer.concat([infinite, Buffer.from([0x00, 0x7c])]), /not finite/],
  ])('%s', async (_, bytes, message) => {
    const path = join(folder.path, 'model.safetensors');
    await writeFile(path, bytes);
    const reading = readSafetensors(path);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(path);
  });
});
