import type * as Processes from 'node:child_process';
import type { ChildProcess, ExecFileException, ExecFileOptionsWithStringEncoding } from 'node:child_process';
import type * as Files from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as ChooseDevice from '../../../../src/core/graph/devices/chooseDevice';

type Done = (error: ExecFileException | null, stdout: string, stderr: string) => void;
type Start = (
  program: string,
  args: string[],
  options: ExecFileOptionsWithStringEncoding,
  done: Done,
) => Pick<ChildProcess, 'kill'> | undefined;

const start = vi.hoisted(() => vi.fn<Start>());
/** Files by which Linux has a card. */
const files = vi.hoisted(() => new Set<string>());

vi.mock('node:child_process', async (importOriginal) => ({
  ...(await importOriginal<typeof Processes>()),
  execFile: start,
}));
vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof Files>();
  const existsSync = (path: string): boolean =>
    path.startsWith('/dev/') ? files.has(path) : original.existsSync(path);
  return { ...original, existsSync };
});

let chooseDevice: typeof ChooseDevice.chooseDevice;

beforeEach(async () => {
  vi.resetModules(); // what it has found out
  ({ chooseDevice } = await import('../../../../src/core/graph/devices/chooseDevice'));
  start.mockReset();
  files.clear();
  files.add('/dev/dri');
});

const size = { hiddenSize: 312, intermediateSize: 1200 };

/** The process that measures ends like this. */
function measuring(stdout: string, error: Error | null = null): void {
  start.mockImplementation((_program, _args, _options, done) => {
    done(error, stdout, '');
    return undefined;
  });
}

const failure = new Error('it was killed');

describe('the device, where the person leaves it open', () => {
  it.each([
    ['the card where that is faster', 'webgpu', 'webgpu', null],
    ['the card also where its driver has printed something before', 'Mesa 24.0\nwebgpu', 'webgpu', null],
    ['the processor where that is faster', 'cpu', 'cpu', null],
    ['the processor where there is no card', 'none', 'cpu', null],
    ['the processor where measuring ends without a word', '', 'cpu', null],
    ['the processor where measuring ends with another word', 'webgpu: lost', 'cpu', null],
    ['the processor where measuring fails or takes too long', 'webgpu', 'cpu', failure],
  ] as const)('is %s', async (_, stdout, device, error) => {
    measuring(stdout, error);
    expect(await chooseDevice('auto', size)).toBe(device);
  });

  it('is measured once for each size of a network, and not for long', async () => {
    measuring('webgpu');
    for (const hiddenSize of [312, 312, 768]) await chooseDevice('auto', { ...size, hiddenSize });
    const calls = start.mock.calls.map(([program, args, { timeout }]) => [program, args.slice(1), timeout]);
    expect(calls).toEqual([
      [process.execPath, ['312', '1200'], 2_000],
      [process.execPath, ['768', '1200'], 2_000],
    ]);
  });

  it('is measured by a process that ends with this one', () => {
    const kill = vi.fn(() => true);
    start.mockReturnValue({ kill });
    const before = process.listeners('exit');
    void chooseDevice('auto', size);
    const [atExit] = process.listeners('exit').filter((listener) => !before.includes(listener));
    atExit?.(0);
    process.off('exit', atExit ?? (() => undefined));
    expect(kill).toHaveBeenCalledWith('SIGKILL');
  });

  it('is the processor where the program that measures is missing', async () => {
    const { execFile } = await vi.importActual<typeof Processes>('node:child_process');
    // It stands beside the bundled programs, not beside the sources.
    start.mockImplementation((...args) => execFile(...args));
    expect(await chooseDevice('auto', size)).toBe('cpu');
    expect(start).toHaveBeenCalledOnce();
  });

  it.runIf(process.platform === 'linux')(
    'is the processor on Linux, without measuring, where no file stands for a card',
    async () => {
      files.clear();
      measuring('webgpu');
      expect(await chooseDevice('auto', size)).toBe('cpu');
      expect(start).not.toHaveBeenCalled();
    },
  );

  it.each(['/dev/nvidia0', '/dev/dxg'])('is measured where there is %s', async (file) => {
    files.clear();
    files.add(file);
    measuring('webgpu');
    expect(await chooseDevice('auto', size)).toBe('webgpu');
  });
});

describe('the device that a person named', () => {
  it('is the processor without measuring', async () => {
    measuring('webgpu');
    expect(await chooseDevice('cpu', size)).toBe('cpu');
    expect(start).not.toHaveBeenCalled();
  });

  it.each([
    ['however much faster the processor is', 'cpu', null],
    ['also where measuring fails', '', failure],
  ])('is the card, %s', async (_, stdout, error) => {
    measuring(stdout, error);
    expect(await chooseDevice('webgpu', size)).toBe('webgpu');
  });

  it('is refused where it is a card and the machine has none', async () => {
    measuring('none');
    await expect(chooseDevice('webgpu', size)).rejects.toMatchObject({
      name: 'DeviceFailure',
      message: 'No suitable graphics card was found. The processor is used instead.',
    });
  });
});
