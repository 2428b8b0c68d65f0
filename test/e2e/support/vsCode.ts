import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { inject } from 'vitest';
import { CodeServer } from './codeServer';
import type { ServerOptions } from './codeServer';
import type { Release } from './provision';
import { Workbench } from './workbench';

/** Whether this machine has what these tests need; said loudly before they begin. */
export const isAvailable = !('missing' in inject('environment'));

export interface VsCodeOptions extends Pick<ServerOptions, 'settings' | 'language' | 'trusting'> {
  /** The workspace: path in it → contents. */
  files?: Readonly<Record<string, string | Uint8Array>>;
}

/** One release of VS Code with the packed extension installed, a workspace folder, and a window open on it. */
export class VsCode {
  readonly workbench: Workbench;
  readonly server: CodeServer;
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(workbench: Workbench, server: CodeServer, browser: Browser, folder: string) {
    this.workbench = workbench;
    this.server = server;
    this.#browser = browser;
    this.#folder = folder;
  }

  static async start(release: Release, { files = {}, ...options }: VsCodeOptions = {}): Promise<VsCode> {
    const environment = inject('environment');
    if ('missing' in environment) throw new Error(environment.missing);
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'workspace-')));
    for (const [path, contents] of Object.entries({ 'notes.md': '# Notes\n', ...files })) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), contents);
    }
    const server = await CodeServer.start(environment.installs[release], {
      ...options,
      vsix: [environment.vsix],
    });
    const browser = await chromium.launch({ executablePath: environment.chromium, args: browserArguments });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const vsCode = new VsCode(new Workbench(page), server, browser, folder);
    await vsCode.workbench.open(server.address(folder));
    return vsCode;
  }

  /** The title of the workspace folder in the explorer. */
  get folderName(): string {
    return basename(this.#folder);
  }

  /** A path in the workspace folder. */
  path(...names: string[]): string {
    return join(this.#folder, ...names);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** As root in a container there is no sandbox; the rest only costs time in a test. */
const browserArguments = [
  '--no-sandbox',
  '--no-first-run',
  ...['gpu', 'quic', 'background-networking', 'component-update', 'sync', 'dev-shm-usage'].map(
    (part) => `--disable-${part}`,
  ),
];
