import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeviceFailure, type Device } from '../../../../src/core/graph/devices/device';
import { fasterDevice } from '../../../../src/core/graph/devices/fasterDevice';
import { Program } from '../../../../src/core/graph/runtime';

const size = { hiddenSize: 8, intermediateSize: 16 };

/** Rows in a run of the first and of the second round. */
const [few, many] = [16, 512];

/** Over how many rows each device has run, run by run. */
let runs: Record<Device, number[]>;

beforeEach(() => {
  runs = { cpu: [], webgpu: [] };
});

afterEach(() => {
  vi.restoreAllMocks();
});

/**
 * A machine on whose clock a run takes as many milliseconds as it is said to; the processor computes for both devices.
 *
 * @param isFirst whether it is the device's first run over so many rows.
 */
function machine(milliseconds: (device: Device, rows: number, isFirst: boolean) => number): void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const load = Program.load.bind(Program);
  vi.spyOn(Program, 'load').mockImplementation(async (outputs, options = {}) => {
    const { device = 'cpu' } = options;
    const program = await load(outputs, { ...options, device: 'cpu' });
    const run = program.run.bind(program);
    vi.spyOn(program, 'run').mockImplementation((inputs) => {
      const { x } = inputs;
      const rows = (x && 'shape' in x && x.shape[0]) || NaN;
      now += milliseconds(device, rows, !runs[device].includes(rows));
      runs[device].push(rows);
      return run(inputs);
    });
    return program;
  });
}

describe('the faster device', () => {
  it.each([
    ['the card where it is faster over many rows', 'webgpu', 9],
    ['the processor where the card is slower over many rows', 'cpu', 11],
  ] as const)('is %s', async (_, faster, ofCard) => {
    machine((device) => (device === 'webgpu' ? ofCard : 10));
    expect(await fasterDevice(size)).toBe(faster);
    expect(new Set(runs.webgpu)).toEqual(new Set([few, many]));
  });

  it('is decided by many rows, over few of which a card is slower than it could be', async () => {
    machine((device, rows) => (device === 'cpu' ? rows : 100));
    expect(await fasterDevice(size)).toBe('webgpu');
  });

  it('is decided without the first run, in which the programs of a card are compiled', async () => {
    machine((device, _, isFirst) => (device === 'cpu' ? 10 : isFirst ? 10_000 : 5));
    expect(await fasterDevice(size)).toBe('webgpu');
  });

  it('is the processor where the card is one in name only, which few rows tell', async () => {
    machine((device, rows) => (device === 'cpu' ? 1 : rows === few ? 11 : 0.1));
    expect(await fasterDevice(size)).toBe('cpu');
    expect(new Set([...runs.cpu, ...runs.webgpu])).toEqual(new Set([few]));
  });

  it('cannot be told where there is no card', async () => {
    vi.spyOn(Program, 'load').mockRejectedValue(new DeviceFailure('no adapter'));
    await expect(fasterDevice(size)).rejects.toBeInstanceOf(DeviceFailure);
  });
});
