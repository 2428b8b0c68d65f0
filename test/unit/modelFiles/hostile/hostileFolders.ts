import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect } from 'vitest';
import { fixture } from '../fixtures';
import { temporaryFolder } from '../temporaryFolder';
import type { Ending } from './readInChild';

/**
 * Each is read by a process of its own, and refused in a sentence or else read, within less than this. A fifth of the time
 * is enough on a laptop; what such a folder is after takes minutes.
 */
const limits = { milliseconds: 3_000, memory: 200e6 };

export const bin = 'pytorch_model.bin';
export const safe = 'model.safetensors';
export const goodModel = fixture('variants/models/zip');

type Content = string | Buffer | object;

/** Makes hostile folders for the tests of a file, each in a fresh `parent`, and sees them refused. */
export function hostileFolders() {
  const parent = temporaryFolder();
  let tools: string;
  let program: string;

  beforeAll(async () => {
    tools = await mkdtemp(join(tmpdir(), 'hostile-'));
    program = join(tools, 'readInChild.cjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'readInChild.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      target: 'node20',
      external: ['onnxruntime-node', 'onnxruntime-web'],
      logLevel: 'error',
    });
  });

  afterAll(() => rm(tools, { recursive: true }));

  /** A good folder with other files in place of its own; `undefined` removes one. */
  async function folderWith(files: Record<string, Content | undefined>, from = goodModel): Promise<string> {
    const dir = join(parent.path, 'model');
    await cp(from, dir, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      const path = join(dir, name);
      if (content === undefined) await rm(path);
      else if (typeof content === 'string' || Buffer.isBuffer(content)) await writeFile(path, content);
      else await writeFile(path, JSON.stringify(content));
    }
    return dir;
  }

  async function read(dir: string, cwd?: string): Promise<Ending> {
    const { stdout } = await promisify(execFile)(process.execPath, [program, dir], { cwd });
    return JSON.parse(stdout) as Ending;
  }

  async function expectRefusal(dir: string, message: RegExp): Promise<void> {
    const { milliseconds, memory, ...ending } = await read(dir);
    expect(ending).toEqual({ isUserError: true, message: expect.stringMatching(message) as string });
    expect(milliseconds).toBeLessThan(limits.milliseconds);
    expect(memory).toBeLessThan(limits.memory);
  }

  async function expectReading(dir: string): Promise<void> {
    const { milliseconds, memory, ...ending } = await read(dir);
    expect(ending).toEqual({ isUserError: false });
    expect(milliseconds).toBeLessThan(limits.milliseconds);
    expect(memory).toBeLessThan(limits.memory);
  }

  return { parent, folderWith, read, expectRefusal, expectReading };
}
