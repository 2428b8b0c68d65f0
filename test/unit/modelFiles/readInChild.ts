/** Reads a model folder and tells how that ended: a program of its own, so that its memory can be measured. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/core/errors';
import { readAdapterFolder } from '../../../src/core/modelFiles/adapterFolder';
import { readModelFolder } from '../../../src/core/modelFiles/modelFolder';

export interface Ending {
  /** Of the error; absent when the folder was read. */
  message?: string;
  isUserError: boolean;
  /** Of the processor, which do not depend on what else the machine does. */
  milliseconds: number;
  /** The most memory that the process had, in bytes. */
  memory: number;
}

async function main(dir: string): Promise<void> {
  const isAdapter = existsSync(join(dir, 'adapter_config.json'));
  const began = process.cpuUsage();
  const error: unknown = await (isAdapter ? readAdapterFolder(dir) : readModelFolder(dir)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const { user, system } = process.cpuUsage(began);
  const ending: Ending = {
    ...(error instanceof Error && { message: error.message }),
    isUserError: error instanceof UserError,
    milliseconds: (user + system) / 1000,
    memory: process.resourceUsage().maxRSS * 1024,
  };
  process.stdout.write(JSON.stringify(ending));
}

void main(process.argv[2] ?? '');
