import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkSize } from './fasterDevice';
import type { Device, DeviceChoice } from './device';

/** Milliseconds that measuring may take; a device that needs longer is not worth waiting for. */
const patience = 2_000;

const measured = new Map<string, Promise<Device>>();

/** The device that a person named, or, where they left it open, the one that is faster at a network of this size. */
export async function chooseDevice(choice: DeviceChoice, size: NetworkSize): Promise<Device> {
  if (choice !== 'auto') return choice;
  if (!mayHaveCard()) return 'cpu';
  const key = `${size.hiddenSize} ${size.intermediateSize}`;
  const device = measured.get(key) ?? measure(size);
  measured.set(key, device);
  return device;
}

/** Whether looking for a graphics card is worth the time: on Linux, it would have one of these files. */
function mayHaveCard(): boolean {
  return process.platform !== 'linux' || ['/dev/dri', '/dev/nvidia0', '/dev/dxg'].some(existsSync);
}

/** In a process of its own, as it cannot be interrupted in this one, nor survived if the card's driver fails. */
function measure({ hiddenSize, intermediateSize }: NetworkSize): Promise<Device> {
  const args = [join(__dirname, 'compareDevices.js'), `${hiddenSize}`, `${intermediateSize}`];
  return new Promise((resolve) => {
    const options = { timeout: patience, killSignal: 'SIGKILL', windowsHide: true } as const;
    execFile(process.execPath, args, options, (error, stdout) => {
      // A driver may have printed something before.
      resolve(!error && stdout.endsWith('webgpu') ? 'webgpu' : 'cpu');
    });
  });
}
