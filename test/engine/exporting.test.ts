import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { program, startClozeTuner, tinyBase } from './commandLine';
import { makeFolder, startEngine } from './support';

test('an engine exports a model, and says why it cannot', async () => {
  const engine = startEngine();
  const out = join(await makeFolder(), 'web');
  await engine.client.request('export', { model: tinyBase, format: 'onnx', out });
  expect(existsSync(join(out, 'onnx/model_quantized.onnx'))).toBe(true);

  await expect(
    engine.client.request('export', { model: tinyBase, format: 'peft', out: join(out, 'adapter') }),
  ).rejects.toMatchObject({ failure: 'refused' });
});

test('an engine whose window goes away in the middle of an export leaves nothing behind', async () => {
  const engine = startEngine();
  const folder = await makeFolder();
  const exported = engine.client.request('export', {
    model: 'embedded',
    format: 'onnx',
    out: join(folder, 'web'),
  });
  await expect
    .poll(() => readdir(folder), { interval: 5, timeout: 20_000 })
    .toEqual([expect.stringMatching('unfinished')]);
  engine.release();
  await expect(exported).rejects.toMatchObject({ failure: 'closed' });
  await engine.exited;
  expect(await readdir(folder)).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'the command line, ended by %s in the middle of an export, says so and leaves nothing behind',
  async (signal) => {
    const cwd = await makeFolder();
    await mkdir(join(cwd, 'web'));
    await writeFile(join(cwd, 'mine.txt'), 'mine');
    const exporting = startClozeTuner(['export', 'embedded', '--format', 'onnx', '--out', 'web'], { cwd });
    await expect
      .poll(() => readdir(cwd), { interval: 5, timeout: 20_000 })
      .toContainEqual(expect.stringMatching('unfinished'));
    exporting.process.kill(signal);
    expect(await exporting.outcome).toEqual({
      status: 1,
      signal: null,
      stdout: '',
      stderr: 'Stopped. Nothing was written to web.\n',
    });
    expect((await readdir(cwd)).toSorted()).toEqual(['mine.txt', 'web']);
  },
);

// In a terminal that a program of util-linux makes; what its shell is told of its end, the shell keeps to itself here. Some
// systems tell the program in the shell, too, before its terminal is gone, and it stops then; others let it finish.
test.runIf(existsSync('/usr/bin/script'))(
  'the command line, whose terminal is gone in the middle of an export, does not abort',
  async () => {
    const cwd = await makeFolder();
    const exporting = `'${process.execPath}' '${program}' export embedded --format onnx --out web 2>told`;
    await writeFile(join(cwd, 'export.sh'), `trap : HUP\n${exporting}\necho $? >status\n`);
    const terminal = spawn('/usr/bin/script', ['--quiet', '--command', 'sh export.sh', '/dev/null'], {
      cwd,
      stdio: 'ignore',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    await expect
      .poll(() => readdir(cwd), { interval: 5, timeout: 20_000 })
      .toContainEqual(expect.stringMatching('unfinished'));
    terminal.kill('SIGKILL');
    const status = (): Promise<string> => readFile(join(cwd, 'status'), 'utf8').catch(() => '');
    await expect.poll(status, { timeout: 20_000 }).toBe(`${128 + constants.signals.SIGHUP}\n`);
    expect(await readFile(join(cwd, 'told'), 'utf8')).toMatch(
      /^(Written to web|Stopped\. Nothing was written to web)\.\n/,
    );
  },
);
