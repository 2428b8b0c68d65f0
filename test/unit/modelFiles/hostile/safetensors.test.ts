import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { safetensors } from './hostileFiles';
import { bin, goodModel, hostileFolders, safe } from './hostileFolders';

const { parent, folderWith, expectRefusal } = hostileFolders();

describe('what Git leaves in place of weights without Git LFS is told from them', () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 411577189\n';
  it.each([safe, bin])('%s', async (name) => {
    await expectRefusal(await folderWith({ [name]: pointer }), /without Git LFS.*“git lfs pull”/);
  });
});

describe('safetensors are refused', () => {
  const claim = (shape: number[], offsets: number[], dtype = 'F32') => ({
    a: { dtype, shape, data_offsets: offsets },
  });
  it.each<[string, Buffer, RegExp]>([
    [
      'that claim ten gigabytes',
      safetensors(claim([50_000, 50_000], [0, 1e10])),
      /should be 100000000\d\d bytes long/,
    ],
    [
      'whose header claims more than the file',
      safetensors({}, { length: 1_000_000n }),
      /header claims 1000000 bytes/,
    ],
    [
      'whose header claims more than there is',
      safetensors({}, { length: 2n ** 63n }),
      /header claims \d+ bytes/,
    ],
    [
      'with offsets outside of the file',
      safetensors(claim([4], [1e9, 1e9 + 16])),
      /is not where it should be/,
    ],
    ['with offsets backwards', safetensors(claim([4], [16, 0])), /contradicts its shape/],
    ['with more offsets than two', safetensors(claim([4], [0, 16, 16])), /contradicts its shape/],
    ['with negative offsets', safetensors(claim([4], [-16, 0])), /data_offsets/],
    ['with a shape that overflows', safetensors(claim([2 ** 40, 2 ** 40], [0, 16])), /contradicts its shape/],
    [
      'with a negative shape',
      safetensors(claim([-4], [0, 16])),
      /“a\.shape” should be a list of whole numbers/,
    ],
    ['with an unknown type', safetensors(claim([4], [0, 16], 'F128')), /“a\.dtype” should be one of/],
    ['that are no JSON', safetensors('{{{'), /is not valid JSON/],
    ['that nest', safetensors('['.repeat(1_500_000)), /is not valid JSON/],
    ['whose header is endless', safetensors(' '.repeat(5_000_000)), /header claims 5000000 bytes/],
    [
      'of endless tensors',
      safetensors(
        `{${Array.from({ length: 30_000 }, (_, index) => `"${index}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`).join()}}`,
      ),
      /lacks the tensors/,
    ],
  ])('%s', async (_, file, message) => {
    await expectRefusal(await folderWith({ [safe]: file }), message);
  });
});

describe('an index is refused', () => {
  const map = (file: unknown) => ({ weight_map: { 'bert.embeddings.word_embeddings.weight': file } });
  it.each<[string, object | string, RegExp]>([
    [
      'that climbs out of the folder',
      map('../secret/pytorch_model.bin'),
      /names “\.\.\/secret\/pytorch_model\.bin”, which is no file/,
    ],
    ['that climbs out on Windows', map('..\\secret.bin'), /which is no file of its folder/],
    ['that names another disk', map('C:secret.bin'), /which is no file of its folder/],
    ['that names an absolute path', map('/etc/passwd.bin'), /which is no file of its folder/],
    ['that names no weights', map('config.json'), /which is no file of its folder/],
    ['that names the folder', map('..'), /which is no file of its folder/],
    [
      'that names what is not there',
      map('pytorch_model-00001-of-00002.bin'),
      /00001-of-00002\.bin is missing/,
    ],
    ['that names numbers', map(3), /should be a text, but it is 3/],
    ['that names nothing', {}, /lacks the field “weight_map”/],
    [
      'of endless files',
      { weight_map: Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [i, `${i}.bin`])) },
      /more files than/,
    ],
    ['that is no JSON', '{', /is not valid JSON/],
  ])('%s', async (_, index, message) => {
    const dir = await folderWith({ [bin]: undefined, [`${bin}.index.json`]: index });
    await mkdir(join(parent.path, 'secret'));
    await cp(join(goodModel, bin), join(parent.path, 'secret', bin));
    await expectRefusal(dir, message);
  });
});
