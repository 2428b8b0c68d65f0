import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkSize } from './fasterDevice';
import { DeviceFailure, type Device, type DeviceChoice } from './device';

/** Milliseconds that measuring may take; a device that needs longer is not worth waiting for. */
const patience = 2_000;

/** What a process that measures says: the faster device, or that there is no graphics card that can compute. */
type Finding = Device | 'none';

const findings = new Map<string, Promise<Finding | undefined>>();

/** A network that costs next to nothing, to find out whether there is a card at all. */
const least: NetworkSize = { hiddenSize: 16, intermediateSize: 16 };

/**
 * The device that a person named, or, where they left it open, the one that is faster at a network of this size.
 *
 * @throws DeviceFailure where they named a graphics card and there is none
 */
export async function chooseDevice(choice: DeviceChoice, size: NetworkSize): Promise<Device> {
  if (choice === 'cpu') return 'cpu';
  if (choice === 'auto') return mayHaveCard() && (await find(size)) === 'webgpu' ? 'webgpu' : 'cpu';
  if ((await find(least)) === 'none') throw new DeviceFailure('no adapter');
  return 'webgpu';
}

/** Whether looking for a graphics card is worth the time: on Linux, it would have one of these files. */
function mayHaveCard(): boolean {
  return process.platform !== 'linux' || ['/dev/dri', '/dev/nvidia0', '/dev/dxg'].some(existsSync);
}

function find(size: NetworkSize): Promise<Finding | undefined> {
  const key = `${size.hiddenSize} ${size.intermediateSize}`;
  const finding = findings.get(key) ?? measure(size);
  findings.set(key, finding);
  return finding;
}

/**
 * In a process of its own, as it cannot be interrupted in this one, nor survived if the card's driver fails; and what the
 * driver prints is for nobody.
 *
 * @returns undefined when it comes to no end
 */
function measure({ hiddenSize, intermediateSize }: NetworkSize): Promise<Finding | undefined> {
  const args = [join(__dirname, 'compareDevices.js'), `${hiddenSize}`, `${intermediateSize}`];
  return new Promise((resolve) => {
    const options = { timeout: patience, killSignal: 'SIGKILL', windowsHide: true } as const;
    const end = (): boolean => child.kill('SIGKILL');
    process.once('exit', end); // else nobody would end it if the driver hangs
    const child = execFile(process.execPath, args, options, (error, stdout) => {
      process.off('exit', end);
      // A driver may have printed something before.
      resolve(error ? undefined : (['webgpu', 'cpu', 'none'] as const).find((said) => stdout.endsWith(said)));
    });
  });
}
