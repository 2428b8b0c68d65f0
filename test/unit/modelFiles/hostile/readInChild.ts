/** Reads a model folder and tells how that ended: a program of its own, so that its memory can be measured. */
import { readModel } from '../../../../src/core/bert/readModel';
import { UserError } from '../../../../src/core/errors';

export interface Ending {
  /** Of the error; absent when the folder was read. */
  message?: string;
  isUserError: boolean;
  /** Of the processor, as the machine may be busy with other things. */
  milliseconds: number;
  /** The most memory that the process had, in bytes. */
  memory: number;
}

async function main(dir: string): Promise<void> {
  const began = process.cpuUsage();
  const error: unknown = await readModel(dir).then(
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
