import { spawn, execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CodeServerInstall } from './provision';

const run = promisify(execFile);
const startLimit = 60_000;

export interface ServerOptions {
  /** Where user data and extensions live; a fresh temporary folder, removed at the end, unless given. */
  home?: string;
  /** Packages to install first, as a user would. */
  vsix?: readonly string[];
  /** User settings on top of those that keep VS Code's own welcome out of the way. */
  settings?: Readonly<Record<string, unknown>>;
  /** The display language; VS Code's own, English, unless given. */
  language?: 'zh-cn';
  /** Whether a folder is trusted without asking; it is unless given. */
  trusting?: boolean;
  port?: number;
}

/** A running code-server on localhost, with user data of its own. */
export class CodeServer {
  readonly url: string;
  readonly home: string;
  readonly #process: ChildProcess;
  readonly #removeHome: boolean;

  private constructor(process: ChildProcess, port: number, home: string, removeHome: boolean) {
    // Webviews need the name: their service worker is refused on a bare address.
    this.url = `http://localhost:${port}`;
    this.home = home;
    this.#process = process;
    this.#removeHome = removeHome;
  }

  static async start(install: CodeServerInstall, options: ServerOptions = {}): Promise<CodeServer> {
    const home = options.home ?? (await mkdtemp(join(tmpdir(), 'cloze-tuner-')));
    await writeUserSettings(home, options.settings ?? {});
    const folders = ['--user-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions')];
    for (const vsix of options.vsix ?? []) {
      await run(install.node, [install.entry, ...folders, '--force', '--install-extension', vsix]);
    }
    const port = options.port ?? (await freePort());
    const flags = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry'];
    const quiet = ['--disable-update-check', '--disable-getting-started-override'];
    if (options.trusting ?? true) quiet.push('--disable-workspace-trust');
    if (options.language !== undefined) await chooseLanguage(home, options.language);
    const process = spawn(install.node, [install.entry, ...flags, ...quiet, ...folders], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that stopping it takes the extension host and the engine along.
      detached: true,
    });
    await untilListening(process);
    return new CodeServer(process, port, home, options.home === undefined);
  }

  /** The address that opens a folder of this machine. */
  address(folder: string): string {
    return `${this.url}/?folder=${encodeURIComponent(folder)}`;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.pid !== undefined) {
      const ended = new Promise((resolve) => this.#process.once('exit', resolve));
      process.kill(-this.#process.pid, 'SIGTERM');
      await ended;
    }
    if (this.#removeHome) await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Everything VS Code would put in front of a newcomer by itself is turned off. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.experimentalOnboarding': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.commandCenter.enabled': false,
  'window.commandCenter': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
};

async function writeUserSettings(home: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const folder = join(home, 'data/User');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }, null, 2));
}

/**
 * Registers a language pack without words for VS Code itself, and chooses it: VS Code's own interface stays English,
 * while extensions show theirs in that language.
 */
async function chooseLanguage(home: string, language: string): Promise<void> {
  const words = join(home, 'data/words.json');
  const pack = {
    hash: language,
    label: language,
    extensions: [{ extensionIdentifier: { id: 'test.language' }, version: '1.0.0' }],
    translations: { vscode: words },
  };
  await writeFile(words, JSON.stringify({ version: '1.0.0', contents: {} }));
  await writeFile(join(home, 'data/languagepacks.json'), JSON.stringify({ [language]: pack }));
  await writeFile(join(home, 'data/User/argv.json'), JSON.stringify({ locale: language }));
}

async function untilListening(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => {
      reject(new Error(`code-server ${why}:\n${said}`));
    };
    const timer = setTimeout(() => {
      fail('did not start in time');
    }, startLimit);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes('HTTP server listening')) return;
      clearTimeout(timer);
      resolve();
    };
    server.stdout?.on('data', listen);
    server.stderr?.on('data', listen);
    server.once('exit', (code) => {
      fail(`ended with ${code}`);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
