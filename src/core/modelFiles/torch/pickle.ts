/**
 * Reads Python's pickles (https://docs.python.org/3/library/pickletools.html) without running anything.
 *
 * A pickle is a program for a small machine: it puts values on a stack, remembers some, and may have Python call
 * whatever it names. Here it may only name what its reader knows, and only data comes of it. Operations that weights
 * have no need of are refused.
 */

/** Dictionaries by texts; tuples are lists. */
export type PickleValue = null | boolean | number | bigint | string | PickleValue[] | Dictionary | Known;
type Dictionary = Map<string, PickleValue>;

/** What the reader of a pickle knows: functions to name, and what they make. */
export class Known {
  /** @param call what Python would get by calling it; it answers undefined where the call makes no sense. */
  constructor(readonly call?: (args: readonly PickleValue[]) => PickleValue | undefined) {}
}

/** What may be named in a pickle. */
export interface Names {
  /** @param name with its module, such as `collections.OrderedDict`; undefined for one that is not known. */
  find(name: string): Known | undefined;
  /** What stands outside of the pickle, by its description; undefined for one that makes no sense. */
  outside(description: PickleValue): Known | undefined;
}

/** The pickle is damaged. */
export class PickleError extends Error {}

/** The pickle would have Python use something that weights have no need of. */
export class ForbiddenName extends Error {
  constructor(readonly used: string) {
    super(`forbidden: ${used}`);
  }
}

/**
 * The weights of a large model take a few tens of thousands. Each value that a call is given counts as one more, as does
 * each item of a list among them: what is remembered can be given to one call after the other.
 */
const mostOperations = 200_000;
/** Python's `long` of 16 bytes; PyTorch's magic number has ten. */
const longestInteger = 16;

/**
 * Runs the pickle that begins at `start`.
 *
 * @returns what it makes, and where it ends.
 * @throws PickleError, ForbiddenName
 */
export function unpickle(
  bytes: Uint8Array,
  names: Names,
  start = 0,
): { readonly value: PickleValue; readonly end: number } {
  const machine = new Machine(bytes, start, names);
  for (;;) {
    machine.spend(1);
    const code = String.fromCharCode(machine.byte());
    if (code === '.') return { value: machine.pop(), end: machine.position };
    const prepare = preparations.get(code);
    const operation = operations.get(code);
    if (prepare) prepare(machine);
    else if (operation) machine.push(operation(machine));
    else throw refusal(code);
  }
}

/** Operations of pickles that weights have no need of; whatever is none at all was never a pickle. */
const otherOperations = '012FILNPSTVdgiloBC\x81\x82\x83\x84\x8b\x8e\x8f\x90\x91\x92\x96\x97\x98';

function refusal(code: string): Error {
  const operation = `operation 0x${code.charCodeAt(0).toString(16)}`;
  return otherOperations.includes(code)
    ? new ForbiddenName(`pickle ${operation}`)
    : new PickleError(`there is no ${operation}`);
}

class Machine {
  private readonly buffer: Buffer;
  private stack: PickleValue[] = [];
  /** The stacks below the marks. */
  private readonly below: PickleValue[][] = [];
  private readonly memo = new Map<number, PickleValue>();
  private spent = 0;

  constructor(
    bytes: Uint8Array,
    public position: number,
    readonly names: Names,
  ) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  spend(operations: number): void {
    this.spent += operations;
    if (this.spent > mostOperations) throw new PickleError('too many operations');
  }

  byte(): number {
    return this.bytes(1).readUInt8();
  }

  bytes(count: number): Buffer {
    const end = this.position + count;
    if (end > this.buffer.length) throw new PickleError('it ends too early');
    const bytes = this.buffer.subarray(this.position, end);
    this.position = end;
    return bytes;
  }

  text(length: number): string {
    return this.bytes(length).toString('utf8');
  }

  line(): string {
    const end = this.buffer.indexOf('\n', this.position);
    if (end < 0) throw new PickleError('it ends too early');
    const line = this.text(end - this.position);
    this.position = end + 1;
    return line;
  }

  push(value: PickleValue | undefined): void {
    if (value === undefined) throw new PickleError('a value makes no sense');
    this.stack.push(value);
  }

  pop(): PickleValue {
    const value = this.stack.pop();
    if (value === undefined) throw new PickleError('a value is missing');
    return value;
  }

  /** Values of the stack, in the order in which they were put there. */
  popped(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  /** @returns how many marks there are. */
  mark(): number {
    const marks = this.below.push(this.stack);
    this.stack = [];
    return marks;
  }

  /** The values since the last mark. */
  sinceMark(): PickleValue[] {
    const values = this.stack;
    const below = this.below.pop();
    if (!below) throw new PickleError('a mark is missing');
    this.stack = below;
    return values;
  }

  /** Remembers the value on top of the stack, under a number or the next one. */
  remembered(key = this.memo.size): PickleValue {
    const value = this.pop();
    this.memo.set(key, value);
    return value;
  }

  recalled(key: number): PickleValue | undefined {
    return this.memo.get(key);
  }

  known(module: PickleValue, name: PickleValue): Known {
    const full = `${textOf(module)}.${textOf(name)}`;
    const known = this.names.find(full);
    if (!known) throw new ForbiddenName(full);
    return known;
  }
}

/** Operations that put nothing on the stack. */
const preparations = new Map<string, (machine: Machine) => unknown>([
  ['\x80', (m) => m.byte()], // the protocol's version
  ['\x95', (m) => m.bytes(8)], // the length of a frame
  ['(', (m) => m.mark()],
]);

/** What each operation puts on the stack; what it changes or remembers, it takes off and puts back. */
const operations = new Map<string, (machine: Machine) => PickleValue | undefined>([
  ['N', () => null],
  ['\x88', () => true],
  ['\x89', () => false],
  ['K', (m) => m.byte()],
  ['M', (m) => m.bytes(2).readUInt16LE()],
  ['J', (m) => m.bytes(4).readInt32LE()],
  ['\x8a', (m) => integer(m.bytes(m.byte()))],
  ['G', (m) => m.bytes(8).readDoubleBE()],
  ['X', (m) => m.text(m.bytes(4).readUInt32LE())],
  ['\x8c', (m) => m.text(m.byte())],
  ['\x8d', (m) => m.text(Number(m.bytes(8).readBigUInt64LE()))],
  ['U', (m) => m.text(m.byte())], // a text of Python 2
  [')', () => []],
  [']', () => []],
  ['}', () => new Map()],
  ['\x85', (m) => m.popped(1)],
  ['\x86', (m) => m.popped(2)],
  ['\x87', (m) => m.popped(3)],
  ['t', (m) => m.sinceMark()],
  ['a', (m) => extended(m, m.popped(1))],
  ['e', (m) => extended(m, m.sinceMark())],
  ['s', (m) => assigned(m, m.popped(2))],
  ['u', (m) => assigned(m, m.sinceMark())],
  ['q', (m) => m.remembered(m.byte())],
  ['r', (m) => m.remembered(m.bytes(4).readUInt32LE())],
  ['\x94', (m) => m.remembered()],
  ['h', (m) => m.recalled(m.byte())],
  ['j', (m) => m.recalled(m.bytes(4).readUInt32LE())],
  ['c', (m) => m.known(m.line(), m.line())],
  ['\x93', (m) => m.known(...pair(m.popped(2)))],
  ['R', (m) => called(m, ...pair(m.popped(2)))],
  ['Q', (m) => m.names.outside(m.pop())],
  ['b', (m) => owner(m.popped(2))],
]);

function pair([one = null, other = null]: readonly PickleValue[]): [PickleValue, PickleValue] {
  return [one, other];
}

function integer(bytes: Buffer): number | bigint {
  if (bytes.length > longestInteger) throw new PickleError('a number is too large');
  const digits = Buffer.from(bytes).reverse().toString('hex') || '0';
  const value = BigInt.asIntN(bytes.length * 8, BigInt(`0x${digits}`));
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function textOf(value: PickleValue): string {
  if (typeof value !== 'string') throw new PickleError('a name is no text');
  return value;
}

function extended(machine: Machine, items: readonly PickleValue[]): PickleValue {
  const list = machine.pop();
  if (!Array.isArray(list)) throw new PickleError('items without a list');
  for (const item of items) list.push(item);
  return list;
}

/** @param items keys and values in turn. */
function assigned(machine: Machine, items: readonly PickleValue[]): PickleValue {
  const dictionary = machine.pop();
  if (!(dictionary instanceof Map)) throw new PickleError('entries without a dictionary');
  for (let index = 0; index < items.length; index += 2) {
    const [key, value] = pair(items.slice(index, index + 2));
    dictionary.set(textOf(key), value);
  }
  return dictionary;
}

function called(machine: Machine, callee: PickleValue, args: PickleValue): PickleValue | undefined {
  if (!(callee instanceof Known) || !Array.isArray(args)) return undefined;
  machine.spend(args.length);
  for (const arg of args) if (Array.isArray(arg)) machine.spend(arg.length);
  return callee.call?.(args);
}

/** What attributes are given to: a dictionary. They tell versions of modules, and are dropped. */
function owner([object]: readonly PickleValue[]): PickleValue | undefined {
  return object instanceof Map ? object : undefined;
}
