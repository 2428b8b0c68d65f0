import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The installation is kept here between test runs; git ignores it. */
const cache = resolve('.cache/interop');
const requirements = resolve('test/interop/python/requirements.txt');

/** Installs the Python packages into an environment of their own, once; returns its interpreter. */
export async function provision(): Promise<string> {
  const windows = process.platform === 'win32';
  const python = join(cache, windows ? 'Scripts/python.exe' : 'bin/python');
  const complete = join(cache, 'complete');
  const wanted = await readFile(requirements, 'utf8');
  if (existsSync(complete) && (await readFile(complete, 'utf8')) === wanted) return python;

  await rm(cache, { recursive: true, force: true });
  await run(windows ? 'python' : 'python3', ['-m', 'venv', cache]);
  const options = ['--quiet', '--no-compile', '--disable-pip-version-check'];
  await run(python, ['-m', 'pip', 'install', ...options, '-r', requirements], { maxBuffer: 64 << 20 });
  await writeFile(complete, wanted);
  return python;
}
