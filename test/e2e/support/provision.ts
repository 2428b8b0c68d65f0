import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Both ends of the range of VS Code versions that the extension supports, with the Node.js each one wants. */
export const releases = {
  oldest: { codeServer: '4.100.3', vscode: '1.100', node: '20.20.2' },
  current: { codeServer: '4.139.1', vscode: '1.139', node: '24.21.0' },
} as const;

export type Release = keyof typeof releases;

/** A code-server that is ready to be started: `node entry …`. */
export interface CodeServerInstall {
  node: string;
  entry: string;
}

/** The downloads are kept here between test runs; git ignores it. */
const cache = resolve('.cache/code-server');

/** The native modules that server and extension host load without being asked for a terminal. */
const nativeModules = {
  oldest: ['@vscode/spdlog', '@parcel/watcher', 'native-watchdog'],
  current: ['@vscode/spdlog', '@parcel/watcher', '@vscode/native-watchdog'],
} as const;

const attempts = 2;

/**
 * Installs code-server from the npm registry, once: VS Code's own workbench and extension host, served to a browser.
 * Its post-install script is not run, as it refuses root and builds more than is needed here.
 */
export async function provision(release: Release): Promise<CodeServerInstall> {
  const folder = join(cache, releases[release].codeServer);
  const install = pathsIn(folder);
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return install;

  for (let attempt = 1; ; attempt++) {
    try {
      await rm(folder, { recursive: true, force: true });
      await installInto(folder, release);
      await writeFile(complete, '');
      return install;
    } catch (error) {
      if (attempt === attempts) throw explained(release, error);
    }
  }
}

function pathsIn(folder: string): CodeServerInstall {
  return {
    node: join(folder, 'node_modules', nodePackage(), 'bin', 'node'),
    entry: join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

/** Node.js itself comes from the registry too, so that neither release depends on the machine's version. */
function nodePackage(): string {
  return `node-${process.platform}-${process.arch}`;
}

async function installInto(folder: string, release: Release): Promise<void> {
  const { codeServer, node } = releases[release];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const nodeHome = join(folder, 'node_modules', nodePackage());
  const env = {
    ...process.env,
    PATH: [join(nodeHome, 'bin'), process.env['PATH']].join(delimiter),
    npm_config_nodedir: nodeHome,
  };
  const npm = (cwd: string, ...words: string[]) => run('npm', words, { cwd, env, maxBuffer: 64 << 20 });

  await npm(folder, 'install', '--ignore-scripts', `${nodePackage()}@${node}`);
  await npm(folder, 'install', '--ignore-scripts', `code-server@${codeServer}`);

  const server = join(folder, 'node_modules/code-server');
  const vscode = join(server, 'lib/vscode');
  await npm(vscode, 'install', '--omit=dev', '--ignore-scripts');
  await npm(vscode, 'rebuild', ...nativeModules[release]);
  await symlink('node_modules', join(vscode, 'node_modules.asar'));
  if (release === 'oldest') {
    await npm(folder, 'rebuild', 'argon2');
    // It would download ripgrep, with which it searches for files; newer releases ship it.
    const ripgrep = `@vscode/ripgrep-${process.platform}-${process.arch}`;
    await npm(folder, 'install', '--ignore-scripts', `${ripgrep}@1.18.0`);
    await symlink(
      join(folder, 'node_modules', ripgrep, 'bin'),
      join(vscode, 'node_modules/@vscode/ripgrep/bin'),
    );
  }
}

function explained(release: Release, cause: unknown): Error {
  const { codeServer } = releases[release];
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`code-server@${codeServer} could not be installed into ${cache}:\n${reason}`, { cause });
}
