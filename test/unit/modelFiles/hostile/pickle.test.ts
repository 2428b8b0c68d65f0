import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { pickle, storage, tensor, torchStream, torchZip } from './hostileFiles';
import { bin, hostileFolders } from './hostileFolders';

const { folderWith, read, expectRefusal } = hostileFolders();

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
      'be a model rather than weights',
      make(global('transformers.models.bert.modeling_bert', 'BertForMaskedLM'), ')\x81'),
      /a whole model as an object of Python .*BertForMaskedLM.*save_pretrained/,
    ],
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
    await read(dir, dir);
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

function char(code: number): string {
  return String.fromCharCode(code);
}
