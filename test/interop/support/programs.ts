import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Both are to find nothing anywhere but on this disk. */
export const offline = {
  ...process.env,
  HF_HUB_OFFLINE: '1',
  TRANSFORMERS_OFFLINE: '1',
  LC_ALL: 'C.UTF-8',
  TQDM_DISABLE: '1',
};

/** Our command line, as it was built. @returns what it writes to standard output */
export async function clozeTuner(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [resolve('dist/cli.js'), ...args], { env: offline });
  return stdout;
}

/** A Python program, or a module with `-m`. @returns what it writes to standard output */
export async function runPython(python: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(python, args, { env: offline, maxBuffer: 64 << 20 });
  return stdout;
}

/** The path of one of the Python programs of these tests. */
export function script(name: string): string {
  return resolve('test/interop/python', name);
}
