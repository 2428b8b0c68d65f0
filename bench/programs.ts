import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Command } from './contestant';

/** A program of this folder, as `run.mjs` bundles it. */
export function ourCommand(program: string, ...args: string[]): Command {
  return [process.execPath, `.cache/bench/programs/${program}.js`, ...args];
}

/** Runs a program to its end. It looks for models on the disk alone. */
export async function finished([program, ...args]: Command): Promise<{ stdout: string; seconds: number }> {
  const began = performance.now();
  const { stdout } = await promisify(execFile)(program, args, {
    env: { ...process.env, HF_HUB_OFFLINE: '1' },
  });
  return { stdout, seconds: (performance.now() - began) / 1000 };
}
