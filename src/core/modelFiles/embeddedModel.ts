import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the embedded base model is called where a model is asked for by name. */
export const embeddedName = 'embedded';

/** The folder of the base model that ships with the program: `model/` beside the program's own folder. */
export function embeddedModel(): string {
  for (let dir = __dirname; ; dir = dirname(dir)) {
    const candidate = join(dir, 'model');
    if (existsSync(join(candidate, 'config.json'))) return candidate;
    if (dir === dirname(dir)) throw new Error('The program was installed without its base model.');
  }
}
