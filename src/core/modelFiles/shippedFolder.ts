import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder that ships with the program, beside the program's own; `file` is in it. */
export function shippedFolder(name: string, file: string): string {
  for (let dir = __dirname; ; dir = dirname(dir)) {
    const candidate = join(dir, name);
    if (existsSync(join(candidate, file))) return candidate;
    if (dir === dirname(dir)) throw new Error(`The program was installed without its folder ${name}.`);
  }
}
