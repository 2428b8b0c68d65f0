/** Files that nobody should trust, made byte by byte. */

/** Pickle operations, https://docs.python.org/3/library/pickletools.html; what they stand for is data here, never run. */
export const pickle = {
  make: (...parts: (string | Buffer)[]): Buffer =>
    Buffer.concat(['\x80\x02', ...parts, '.'].map((part) => Buffer.from(part as string, 'latin1'))),
  text: (value: string): string => `X${u32(value.length)}${value}`,
  number: (value: number): string => `J${u32(value >>> 0)}`,
  global: (module: string, name: string): string => `c${module}\n${name}\n`,
  /** A tuple. */
  tuple: (...items: string[]): string => `(${items.join('')}t`,
  call: (callee: string, ...args: string[]): string => `${callee}(${args.join('')}tR`,
  dictionary: (entries: Readonly<Record<string, string>>): string =>
    `}(${Object.entries(entries)
      .map(([key, value]) => pickle.text(key) + value)
      .join('')}u`,
} as const;

/** A storage as a persistent id tells it. */
export function storage(key: string, size: number, type = 'FloatStorage'): string {
  const { tuple, text, global, number } = pickle;
  return `${tuple(text('storage'), global('torch', type), text(key), text('cpu'), number(size))}Q`;
}

/** A call that makes a tensor. */
export function tensor(
  over: string,
  { offset = 0, shape, strides }: { offset?: number; shape: number[]; strides: number[] },
): string {
  const { call, global, number, tuple } = pickle;
  const sizes = (values: number[]): string => tuple(...values.map(number));
  return call(
    global('torch._utils', '_rebuild_tensor_v2'),
    over,
    number(offset),
    sizes(shape),
    sizes(strides),
    '\x89',
    call(global('collections', 'OrderedDict')),
  );
}

export interface ZipEntry {
  name: string;
  data: Buffer;
  /** What the archive says of it, where that is not the truth. */
  claims?: { size?: number; method?: number; offset?: number };
}

/** An archive of entries as they are, and a directory that may lie. */
export function zip(...entries: ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let start = 0;
  for (const { name, data, claims } of entries) {
    const path = Buffer.from(name);
    const size = claims?.size ?? data.length;
    const common = Buffer.from(
      `${u16(20)}${u16(0)}${u16(claims?.method ?? 0)}${u32(0)}${u32(0)}${u32(size)}${u32(size)}${u16(path.length)}${u16(0)}`,
      'latin1',
    );
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, data]);
    const rest = `${u16(0)}${u16(0)}${u16(0)}${u32(0)}${u32(claims?.offset ?? start)}`;
    directory.push(
      Buffer.concat([
        Buffer.from(`PK\x01\x02${u16(20)}`, 'latin1'),
        common,
        Buffer.from(rest, 'latin1'),
        path,
      ]),
    );
    files.push(file);
    start += file.length;
  }
  const listed = Buffer.concat(directory);
  const count = u16(entries.length);
  const end = `PK\x05\x06${u16(0)}${u16(0)}${count}${count}${u32(listed.length)}${u32(start)}${u16(0)}`;
  return Buffer.concat([...files, listed, Buffer.from(end, 'latin1')]);
}

/** `torch.save`'s archive of a pickle and storages. */
export function torchZip(value: Buffer, storages: Readonly<Record<string, Buffer>> = {}): Buffer {
  return zip(
    { name: 'archive/data.pkl', data: value },
    ...Object.entries(storages).map(([key, data]) => ({ name: `archive/data/${key}`, data })),
  );
}

/** `torch.save`'s stream of a value and storages, which are given with their counts. */
export function torchStream(value: Buffer, keys = ']', ...storages: Buffer[]): Buffer {
  const machine = pickle.dictionary({ little_endian: '\x88' });
  return Buffer.concat([
    pickle.make('\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19'),
    pickle.make(pickle.number(1001)),
    pickle.make(machine),
    value,
    pickle.make(keys),
    ...storages,
  ]);
}

/** A `.safetensors` file with any header. @param length of the header, as the file claims. */
export function safetensors(
  header: unknown,
  { data = Buffer.alloc(0), length }: { data?: Buffer; length?: bigint } = {},
): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([size, text, data]);
}

function u16(value: number): string {
  return String.fromCharCode(value & 255, value >>> 8);
}

function u32(value: number): string {
  return u16(value & 0xffff) + u16(value >>> 16);
}
