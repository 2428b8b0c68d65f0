import { execFileSync } from 'node:child_process';
import type { Command } from './contestant';

/** The interpreter to compare with. */
export const python = process.env['CLOZE_PYTHON'] ?? 'python3';

const report = `
import json
from importlib.metadata import PackageNotFoundError, version
found = {}
for name in ("torch", "transformers", "peft"):
    try: found[name] = version(name)
    except PackageNotFoundError: pass
print(json.dumps(found))`;

/** Versions of the packages to compare with, as far as they are installed. */
export function pythonPackages(): Partial<Record<string, string>> {
  try {
    const found = execFileSync(python, ['-c', report], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // An object of names and versions, by the program above.
    return JSON.parse(found) as Partial<Record<string, string>>;
  } catch {
    return {};
  }
}

export const pythonCommand = (program: string, ...args: string[]): Command => [
  python,
  `bench/python/${program}`,
  ...args,
];
