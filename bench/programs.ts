import type { Command } from './contestant';

/** A program of this folder, as `run.mjs` bundles it. */
export function ourCommand(program: string, ...args: string[]): Command {
  return [process.execPath, `.cache/bench/programs/${program}.js`, ...args];
}
