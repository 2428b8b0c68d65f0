import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../../src/core/modelFiles/safetensors';
import { fixture } from './fixtures';
import { pickle, safetensors, storage, tensor, torchStream, torchZip, zip } from './hostileFiles';
import type { Ending } from './readInChild';
import { temporaryFolder } from './temporaryFolder';

/** Each is read by a process of its own, and refused in a sentence, in less than a second and this much memory. */
const limits = { milliseconds: 1_000, memory: 200e6 };

const good = fixture('variants/models/zip');
const goodAdapter = fixture('variants/adapters/queryValue');
const folder = temporaryFolder();
let tools: string;
let program: string;

beforeAll(async () => {
  tools = await mkdtemp(join(tmpdir(), 'hostile-'));
  program = join(tools, 'readInChild.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'readInChild.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['onnxruntime-node', 'onnxruntime-web'],
    logLevel: 'error',
  });
});

afterAll(() => rm(tools, { recursive: true }));

type Content = string | Buffer | object;

/** A good folder with other files in place of its own; `undefined` removes one. */
async function folderWith(files: Record<string, Content | undefined>, from = good): Promise<string> {
  const dir = join(folder.path, 'model');
  await cp(from, dir, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const path = join(dir, name);
    if (content === undefined) await rm(path);
    else if (typeof content === 'string' || Buffer.isBuffer(content)) await writeFile(path, content);
    else await writeFile(path, JSON.stringify(content));
  }
  return dir;
}

async function expectRefusal(dir: string, message: RegExp): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, dir]);
  const { milliseconds, memory, ...ending } = JSON.parse(stdout) as Ending;
  expect(ending).toEqual({ isUserError: true, message: expect.stringMatching(message) as string });
  expect(milliseconds).toBeLessThan(limits.milliseconds);
  expect(memory).toBeLessThan(limits.memory);
}

const bin = 'pytorch_model.bin';
const safe = 'model.safetensors';

it('the good folder is read', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [program, await folderWith({})]);
  expect((JSON.parse(stdout) as Ending).message).toBeUndefined();
});

describe('a pickle is not allowed to', () => {
  const { make, call, global, text, dictionary, number } = pickle;
  const harmful: [string, Buffer, RegExp][] = [
    ['run a command', make(call(global('os', 'system'), text('touch harm'))), /it would use “os\.system”/],
    [
      'run one by the system’s own name',
      make(call(global('posix', 'system'), text('touch harm'))),
      /“posix\.system”/,
    ],
    ['evaluate code', make(call(global('builtins', 'eval'), text('1'))), /“builtins\.eval”/],
    [
      'evaluate code by Python 2',
      make(call(global('__builtin__', 'eval'), text('1'))),
      /“__builtin__\.eval”/,
    ],
    ['name it in the newer way', make(text('os'), text('system'), '\x93', ')R'), /“os\.system”/],
    ['name it in a nested way', make(text('torch'), text('os.system'), '\x93', ')R'), /“torch\.os\.system”/],
    [
      'load a storage from bytes',
      make(call(global('torch.storage', '_load_from_bytes'), text('x'))),
      /_load_from/,
    ],
    ['make an object', make(global('collections', 'OrderedDict'), ')\x81'), /“pickle operation 0x81”/],
    ['make an instance', make('(ios\nsystem\n'), /“pickle operation 0x69”/],
    ['use an extension', make('\x82\x01'), /“pickle operation 0x82”/],
    [
      'hide it in a good dictionary',
      make(dictionary({ weight: call(global('subprocess', 'Popen'), text('sh')) })),
      /“subprocess\.Popen”/,
    ],
  ];
  it.each(harmful)('%s', async (_, value, message) => {
    await expectRefusal(await folderWith({ [bin]: torchZip(value) }), message);
  });
  it.each(harmful)('%s in the older format', async (_, value, message) => {
    await expectRefusal(await folderWith({ [bin]: torchStream(value) }), message);
  });
  it('leave a trace of having tried', async () => {
    const dir = await folderWith({ [bin]: torchZip(make(call(global('os', 'system'), text('touch harm')))) });
    await promisify(execFile)(process.execPath, [program, dir], { cwd: dir });
    expect(await readdir(dir)).not.toContain('harm');
  });

  const notTorch = /damaged: it is not a file of weights as PyTorch writes it/;
  const twice = (value: string, times: number): string =>
    `${value}q\x00${Array.from({ length: times }, (_, index) => `h${char(index)}h${char(index)}\x86q${char(index + 1)}`).join('')}`;
  it.each<[string, Buffer, RegExp]>([
    ['nest without end', make('('.repeat(150_000)), notTorch],
    ['nest deep values', make(')', '\x85'.repeat(150_000)), notTorch],
    ['grow by remembering', make(twice(')', 100)), notTorch],
    ['hold itself', make(']q\x00h\x00a'), notTorch],
    ['pile up values', make('}'.repeat(4_000_000)), notTorch],
    ['go on and on', make('N'.repeat(5_000_000)), notTorch],
    ['remember at a far place', make(')r\xff\xff\xff\xff'), notTorch],
    ['remember what is not there', make('j\xff\xff\xff\xff'), notTorch],
    ['hold a text longer than itself', make('X\xff\xff\xff\xff'), notTorch],
    ['hold a text of 64-bit length', make('\x8d\xff\xff\xff\xff\xff\xff\xff\xff'), notTorch],
    ['hold a huge number', make('\x8a\xff', '\x01'.repeat(255)), notTorch],
    ['speak of a storage as a number', make('K\x01Q'), notTorch],
    ['speak of a storage by another word', make(pickle.tuple(text('module'), text('x')), 'Q'), notTorch],
    ['give a storage a negative size', make(storage('0', -1)), notTorch],
    ['give a storage another type', make(storage('0', 1, 'Tensor')), /“torch\.Tensor”/],
    ['have keys that are no texts', make('}K\x01K\x02s'), notTorch],
    ['assign to a number', make('K\x01K\x02K\x03s'), notTorch],
    ['call a tensor', make(call(tensor(storage('0', 1), { shape: [1], strides: [1] }))), notTorch],
    ['be empty', Buffer.alloc(0), notTorch],
    ['end in the middle', make(text('a')).subarray(0, -1), notTorch],
    ['hold no dictionary', make(number(1)), notTorch],
  ])('%s', async (_, value, message) => {
    await expectRefusal(await folderWith({ [bin]: torchZip(value) }), message);
  });
});

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
    const config = JSON.parse(await readFile(join(good, 'config.json'), 'utf8')) as object;
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
    const path = join(folder.path, 'plain.safetensors');
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
    await mkdir(join(folder.path, 'secret'));
    await cp(join(good, bin), join(folder.path, 'secret', bin));
    await expectRefusal(dir, message);
  });
});

describe('a config is refused', () => {
  it.each<[object, RegExp]>([
    [{ hidden_size: -16 }, /“hidden_size” should be a whole number/],
    [{ vocab_size: -1 }, /“vocab_size”/],
    [{ num_hidden_layers: 1e9 }, /“num_hidden_layers”/],
    [{ num_hidden_layers: 1_000 }, /lacks the tensors/],
    [
      { vocab_size: 4_000_000, hidden_size: 65_536 },
      /has the shape 100 × 16, but by config\.json it should be 4000000/,
    ],
    [{ max_position_embeddings: 1e308 }, /“max_position_embeddings”/],
    [{ layer_norm_eps: -1 }, /“layer_norm_eps”/],
    [{ model_type: { evil: true } }, /“model_type” should be a text/],
    [{ model_type: 'constructor' }, /of the type “constructor”/],
  ])('%j', async (change, message) => {
    const config = JSON.parse(await readFile(join(good, 'config.json'), 'utf8')) as object;
    await expectRefusal(await folderWith({ 'config.json': { ...config, ...change } }), message);
  });
});

describe('a tokenizer is refused', () => {
  const inVocabulary = async (change: (tokens: string[]) => string[]): Promise<string> => {
    const tokens = (await readFile(join(good, 'vocab.txt'), 'utf8')).trimEnd().split('\n');
    return folderWith({ 'vocab.txt': `${change(tokens).join('\n')}\n` });
  };
  it.each<[string, (tokens: string[]) => string[], RegExp]>([
    [
      'without [MASK]',
      (tokens) => tokens.map((token) => (token === '[MASK]' ? '掩' : token)),
      /lacks the token \[MASK\]/,
    ],
    [
      'with two [MASK]',
      (tokens) => [...tokens.slice(0, -1), '[MASK]'],
      /contradicts itself on the token \[MASK\]/,
    ],
    [
      'with more tokens than the model',
      (tokens) => [...tokens, '多'],
      /101 tokens, but the model only 100 rows/,
    ],
    [
      'with endless tokens',
      (tokens) => [...tokens, ...Array.from({ length: 100_000 }, (_, i) => `t${i}`)],
      /but the model only 100 rows/,
    ],
  ])('%s', async (_, change, message) => {
    await expectRefusal(await inVocabulary(change), message);
  });

  const added = (id: number) => ({ id, content: '[MASK]', special: true });
  it.each<[string, object, RegExp]>([
    [
      'with two [MASK] among the added tokens',
      { added_tokens: [added(4), added(50)] },
      /contradicts itself on the token \[MASK\]/,
    ],
    ['with a [MASK] elsewhere', { added_tokens: [added(50)] }, /contradicts itself on the token \[MASK\]/],
    [
      'with a token at a far row',
      { added_tokens: [{ id: 3_999_999, content: 'x' }] },
      /but the model only 100 rows/,
    ],
    [
      'with a token at a negative row',
      { added_tokens: [{ id: -1, content: 'x' }] },
      /“added_tokens\[0\]\.id”/,
    ],
  ])('%s', async (_, change, message) => {
    const json = join(fixture('variants/models/safetensors'), 'tokenizer.json');
    const tokenizer = JSON.parse(await readFile(json, 'utf8')) as object;
    await expectRefusal(await folderWith({ 'tokenizer.json': { ...tokenizer, ...change } }), message);
  });
});

describe('a tokenizer of a config and a list of words is refused', () => {
  it.each<[string, string, RegExp]>([
    ['whose token has no number', 'abc', /“added_tokens_decoder\.abc” should be a whole number/],
    ['whose token has an endless number', '1e999', /“added_tokens_decoder\.1e999” should be a whole number/],
    ['with a token at a negative row', '-1', /“added_tokens_decoder\.-1”/],
    ['with a token at a row of no model', '30000000', /“added_tokens_decoder\.30000000”/],
    ['with a token at a far row', '3999999', /but the model only 100 rows/],
  ])('%s', async (_, id, message) => {
    const tokenizer = { added_tokens_decoder: { [id]: { content: 'x' } } };
    await expectRefusal(await folderWith({ 'tokenizer_config.json': tokenizer }), message);
  });
});

describe('an adapter is refused', () => {
  const config = 'adapter_config.json';
  const configOn = async (base: string): Promise<object> => ({
    ...(JSON.parse(await readFile(join(goodAdapter, config), 'utf8')) as object),
    base_model_name_or_path: base,
  });
  /** A folder that is an adapter and looks like a model, too. */
  const adapterOn = async (base: string): Promise<string> =>
    folderWith(
      { 'config.json': await readFile(join(good, 'config.json')), [config]: await configOn(base) },
      goodAdapter,
    );

  it('that would run a command', async () => {
    const value = pickle.make(pickle.call(pickle.global('os', 'system'), pickle.text('touch harm')));
    const dir = await folderWith(
      { 'adapter_model.safetensors': undefined, 'adapter_model.bin': torchZip(value) },
      goodAdapter,
    );
    await expectRefusal(dir, /“os\.system”/);
  });

  it('with more tokens than its model', async () => {
    const dir = await folderWith(
      {
        [config]: await configOn(good),
        'vocab.txt': await readFile(join(good, 'vocab.txt')),
        'tokenizer_config.json': { added_tokens_decoder: { 3_999_999: { content: 'x' } } },
      },
      goodAdapter,
    );
    await expectRefusal(dir, /has 4000000 tokens, but the model only 100 rows/);
  });

  it('on a base model whose path is that of another host by the rules of Windows, though it is there', async () => {
    await expectRefusal(await adapterOn(`/${good}`), /which is not there/);
  });

  const isItself = /which leads back to the adapter itself/;
  it('that is its own base model', async () => {
    await expectRefusal(await adapterOn('.'), isItself);
  });
  it('that is its own base model by way of another', async () => {
    const dir = await adapterOn('../other');
    await cp(dir, join(folder.path, 'other'), { recursive: true });
    await writeFile(join(folder.path, 'other', config), JSON.stringify(await configOn('../model')));
    await expectRefusal(dir, isItself);
  });
  it('that is its own base model by way of a link', async () => {
    const dir = await adapterOn('link');
    await symlink(dir, join(dir, 'link'));
    await expectRefusal(dir, isItself);
  });
});

function char(code: number): string {
  return String.fromCharCode(code);
}
