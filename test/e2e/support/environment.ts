import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { provision, releases } from './provision';
import type { CodeServerInstall, Release } from './provision';

const run = promisify(execFile);

/** What the tests in a real VS Code need, or the reason why it cannot be had on this machine. */
export type Environment =
  { chromium: string; vsix: string; installs: Record<Release, CodeServerInstall> } | { missing: string };

declare module 'vitest' {
  interface ProvidedContext {
    environment: Environment;
  }
}

/** Once for all of these tests: packs the extension as a user gets it, and installs VS Code and a browser. */
export default async function setup(project: TestProject): Promise<void> {
  const environment = await prepare().catch((error: unknown) => ({ missing: String(error) }));
  if ('missing' in environment) {
    const message = `The tests in a real VS Code cannot run here: ${environment.missing}`;
    if (process.env['CI'] === 'true') throw new Error(message);
    console.warn(`\n${'!'.repeat(80)}\n${message}\nThey are SKIPPED.\n${'!'.repeat(80)}\n`);
  }
  project.provide('environment', environment);
}

async function prepare(): Promise<Environment> {
  const chromium = findChromium();
  if (chromium === undefined) {
    return {
      missing: 'there is no Chromium. Install it (Debian: apt-get install chromium), or name it in CHROMIUM.',
    };
  }
  const [vsix, oldest, current] = await Promise.all([pack(), provision('oldest'), provision('current')]);
  return { chromium, vsix, installs: { oldest, current } };
}

/** The path of the extension, packed for this platform. */
async function pack(): Promise<string> {
  const { stdout } = await run(process.execPath, ['scripts/package.mjs', '--target', 'current']);
  return stdout.trim().split('\n').at(-1) ?? '';
}

function findChromium(): string | undefined {
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const named = process.env['CHROMIUM'];
  return [...(named === undefined ? [] : [named]), ...usual, mac].find((path) => existsSync(path));
}

/** The releases to test with, for tables of tests. */
export const releaseNames = Object.keys(releases) as Release[]; // the keys as declared
/** One of them, for what takes long and hardly depends on the release. */
export const oldestRelease: Release[] = ['oldest'];
export const currentRelease: Release[] = ['current'];
