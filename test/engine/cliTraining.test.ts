import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { randomFor } from '../../src/core/random';
import {
  clozeTuner,
  eventsIn,
  makeCorpus,
  program,
  sentences,
  sha256,
  startClozeTuner,
  tinyBase,
  told,
} from './commandLine';
import { makeFolder } from './support';

const methods = [
  { method: 'lora', weights: 'adapter_model.safetensors' },
  { method: 'full', weights: 'model.safetensors' },
] as const;

const adapterFolder = [
  'adapter_config.json',
  'adapter_model.safetensors',
  'run.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'vocab.txt',
];

/** Sixty steps, unless a later `--steps` says otherwise. */
const trainArgs = (corpus: string, out: string, ...more: string[]): string[] => [
  'train',
  corpus,
  ...['--base', tinyBase],
  ...['--out', out],
  ...['--steps', '60'],
  '--json',
  ...more,
];

async function train(corpus: string, out: string, ...more: string[]): Promise<void> {
  const { status, stderr } = await clozeTuner(trainArgs(corpus, out, ...more));
  expect(stderr).toBe('');
  expect(status).toBe(0);
}

describe.each(methods)('training ($method)', ({ method, weights }) => {
  const settings = ['--method', method, '--seed', '7'];

  it('has the same weights, byte for byte, for the same text, settings and seed', async () => {
    const corpus = await makeCorpus();
    const [one, other, ofAnotherSeed] = [await makeFolder(), await makeFolder(), await makeFolder()];
    await train(corpus, one, ...settings);
    await train(corpus, other, ...settings);
    await train(corpus, ofAnotherSeed, '--method', method, '--seed', '8');
    const expected = await sha256(join(one, weights));
    expect(await sha256(join(other, weights))).toBe(expected);
    expect(await sha256(join(ofAnotherSeed, weights))).not.toBe(expected);
  });

  it('has them too when it was interrupted and resumed', async () => {
    const corpus = await makeCorpus();
    const settings = ['--method', method, '--steps', '200'];
    const [undisturbed, interrupted] = [await makeFolder(), await makeFolder()];
    await train(corpus, undisturbed, ...settings);

    for (const resumption of [[], ['--resume']]) {
      const run = startClozeTuner(trainArgs(corpus, interrupted, ...settings, ...resumption));
      await told(run, 'progress');
      run.process.kill('SIGINT');
      const { stdout } = await run.outcome;
      expect(eventsIn(stdout).at(-1)).toMatchObject({ type: 'done', stopped: true });
    }
    const { stdout } = await clozeTuner(trainArgs(corpus, interrupted, ...settings, '--resume'));
    const [start, ...events] = eventsIn(stdout);
    expect(start).toMatchObject({ type: 'start', resumedAt: expect.any(Number) as number });
    expect(events.at(-1)).toMatchObject({ type: 'done', stopped: false });
    expect(await sha256(join(interrupted, weights))).toBe(await sha256(join(undisturbed, weights)));
    expect(existsSync(join(interrupted, 'checkpoint'))).toBe(false);
  });
});

describe('a run', () => {
  it('into a folder that another one is at is refused, and that one goes on', async () => {
    const [corpus, parent] = [await makeCorpus(), await makeFolder()];
    const out = join(parent, 'result');
    const first = startClozeTuner(trainArgs(corpus, out, '--steps', '1000'));
    await told(first, 'start');
    const second = await clozeTuner(trainArgs(corpus, out, '--resume'));
    expect(second.status).toBe(1);
    expect(second.stderr).toBe(
      `Another process is training into the folder ${out}. Wait for its end, or choose another folder (--out).\n`,
    );
    first.process.kill('SIGINT');
    expect((await first.outcome).status).toBe(0);
  });

  it('has the same weights when it was killed at 20 random moments, and leaves nothing else', async () => {
    const corpus = await makeCorpus();
    const undisturbed = await makeFolder();
    const began = performance.now();
    await train(corpus, undisturbed);
    const duration = performance.now() - began;
    const expected = await sha256(join(undisturbed, 'adapter_model.safetensors'));

    const parent = await makeFolder();
    const out = join(parent, 'result');
    const finish = async (): Promise<void> => {
      await train(corpus, out, '--resume');
      expect(await sha256(join(out, 'adapter_model.safetensors'))).toBe(expected);
      expect(await readdir(out)).toEqual(adapterFolder);
      expect(await readdir(parent)).toEqual(['result']);
    };
    const random = randomFor(0, 'moments of killing');
    let resumptions = 0;
    for (let kills = 0; kills < 20;) {
      const run = startClozeTuner(trainArgs(corpus, out, '--resume'));
      await Promise.race([pause(duration * random.next()), run.outcome]);
      run.process.kill('SIGKILL');
      const { signal, stdout, stderr } = await run.outcome;
      expect(stderr).toBe('');
      if (stdout.includes('"resumedAt"')) resumptions++;
      if (signal === 'SIGKILL') kills++;
      else {
        await finish();
        await rm(out, { recursive: true });
      }
    }
    await finish();
    expect(resumptions).toBeGreaterThan(0);
  });

  it('is not lost where nobody reads what it tells', async () => {
    const out = join(await makeFolder(), 'result');
    const run = startClozeTuner([
      'train',
      await makeCorpus(),
      '--base',
      tinyBase,
      '--out',
      out,
      '--steps',
      '6',
    ]);
    run.process.stderr?.destroy();
    expect(await run.outcome).toMatchObject({ status: 0, stdout: '' });
    expect(await readdir(out)).toEqual(adapterFolder);
  });

  it('that is to be resumed, where none was interrupted, says that it begins anew', async () => {
    const out = join(await makeFolder(), 'result');
    const args = ['train', await makeCorpus(), '--base', tinyBase, '--out', out, '--steps', '1', '--resume'];
    const { status, stderr } = await clozeTuner(args);
    expect(status).toBe(0);
    expect(stderr.split('\n')[0]).toBe(`There is no interrupted run in ${out}; this one begins anew.`);
  });

  it('that begins anew where one was interrupted says so', async () => {
    const [corpus, out] = [await makeCorpus(), join(await makeFolder(), 'result')];
    const run = startClozeTuner(trainArgs(corpus, out, '--steps', '600'));
    await told(run, 'checkpoint');
    run.process.kill('SIGKILL');
    await run.outcome;
    const { stderr } = await clozeTuner(['train', corpus, '--base', tinyBase, '--out', out, '--steps', '1']);
    expect(stderr.split('\n')[0]).toBe(
      `There is an interrupted run in ${out}; this one begins anew and takes its place. To go on with that one, press Ctrl-C now and run the same command with --resume.`,
    );
  });

  it.each([
    ['Ctrl-C', ['SIGINT']],
    ['the system', ['SIGTERM']],
    ['a terminal that is closed', ['SIGHUP', 'SIGHUP']],
  ] as const)('that %s ends says how to go on, and its result so far can be used', async (_, signals) => {
    const out = join(await makeFolder(), 'result');
    const run = startClozeTuner(trainArgs(await makeCorpus(), out, '--steps', '5000'));
    await told(run, 'progress');
    for (const signal of signals) run.process.kill(signal);
    const { status, stderr } = await run.outcome;
    expect(status).toBe(0);
    expect(stderr.trim()).toBe('Stopping…\nTo go on later, run the same command with --resume.');
    expect(await readdir(out)).toEqual([...adapterFolder, 'checkpoint'].toSorted());
    const filled = await clozeTuner(['fill', '三丁[MASK]万', '--model', out]);
    expect(filled).toMatchObject({ status: 0, stderr: '' });
  });

  it('that is interrupted while it reads has learnt nothing, says so, and leaves an earlier result', async () => {
    const parent = await makeFolder();
    const [out, pipe] = [join(parent, 'result'), join(parent, 'pipe')];
    await train(await makeCorpus(), out);
    const earlier = await sha256(join(out, 'adapter_model.safetensors'));
    spawnSync('mkfifo', [pipe]);
    const [both, stdin] = [openSync(pipe, 'r+'), openSync(pipe, 'r')];
    const text = await open(pipe, 'w');
    const run = startClozeTuner(trainArgs('/dev/stdin', out, '--seed', '1'), { stdin });
    for (const descriptor of [both, stdin]) closeSync(descriptor);
    await text.writeFile(sentences.join('\n').repeat(10_000)); // far more than a pipe holds, so it is being read
    run.process.kill('SIGINT');
    await once(run.process.stderr ?? run.process, 'data');
    await text.close();
    const { status, stdout, stderr } = await run.outcome;
    const message = `Stopped before anything was learnt. ${out} is as it was.`;
    expect(status).toBe(1);
    expect(stderr.trim()).toBe(`Stopping…\n${message}`);
    expect(eventsIn(stdout)).toEqual([{ type: 'failed', message }]);
    expect(await sha256(join(out, 'adapter_model.safetensors'))).toBe(earlier);
    expect(await readdir(out)).toEqual(adapterFolder);
  });

  it.each([
    ['another text', { lines: sentences.slice(1), settings: [], next: 'restore the text' }],
    ['other settings', { lines: sentences, settings: ['--seed', '1'], next: 'go on with the settings' }],
    [
      'other words of your own',
      { lines: sentences, settings: ['--terms', '丛东'], next: 'go on with the words' },
    ],
  ])('is not resumed with %s', async (what, { lines, settings, next }) => {
    const out = join(await makeFolder(), 'result');
    const long = ['--steps', '5000'];
    const run = startClozeTuner(trainArgs(await makeCorpus(), out, ...long));
    await told(run, 'progress');
    run.process.kill('SIGINT');
    await run.outcome;
    const before = await sha256(join(out, 'adapter_model.safetensors'));
    const resumed = await clozeTuner(
      trainArgs(await makeCorpus(lines), out, '--resume', ...long, ...settings),
    );
    expect(resumed.status).toBe(1);
    expect(resumed.stderr).toBe(
      `The run in ${out} was begun with ${what}. Start it again, or ${next} that it was begun with.\n`,
    );
    expect(await sha256(join(out, 'adapter_model.safetensors'))).toBe(before);
  });

  it('that comes apart says by which option it is to be started again', async () => {
    const out = join(await makeFolder(), 'result');
    const { status, stdout, stderr } = await clozeTuner(trainArgs(await makeCorpus(), out, '--lr', '1e30'));
    const message =
      'its learning rate of 1e+30 is too high for this model. Please start it again with a lower one (--lr), or from another model.';
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(eventsIn(stdout).at(-1)).toMatchObject({ message: expect.stringContaining(message) as string });
  });

  it('takes the place of an earlier result when it is done, not before', async () => {
    const corpus = await makeCorpus();
    const out = await makeFolder();
    await train(corpus, out);
    const earlier = await sha256(join(out, 'adapter_model.safetensors'));
    const run = startClozeTuner(trainArgs(corpus, out, '--seed', '1', '--steps', '600'));
    await told(run, 'checkpoint');
    expect(await sha256(join(out, 'adapter_model.safetensors'))).toBe(earlier);
    run.process.kill('SIGKILL');
    await run.outcome;
    expect(await sha256(join(out, 'adapter_model.safetensors'))).toBe(earlier);
    await train(corpus, out, '--seed', '1');
    expect(await sha256(join(out, 'adapter_model.safetensors'))).not.toBe(earlier);
    expect(await readdir(out)).toEqual(adapterFolder);
  });
});

describe.each(methods)('a character that the vocabulary lacks ($method)', ({ method, weights }) => {
  const lines = [...sentences, '龘三丁上万', '三丁龘上万'];

  it('is told, learnt, completed with, and written for other programs', async () => {
    const parent = await makeFolder();
    const [out, exported] = [join(parent, 'result'), join(parent, 'exported')];
    const { stdout } = await clozeTuner(trainArgs(await makeCorpus(lines), out, '--method', method));
    expect(eventsIn(stdout)[0]).toMatchObject({ type: 'start', newCharacters: ['龘'] });
    expect(existsSync(join(out, weights))).toBe(true);

    const candidatesOf = async (model: string): Promise<string> => {
      const { stdout } = await clozeTuner(['fill', '[MASK]三丁', '--model', model, '--top', '92', '--json']);
      return stdout;
    };
    expect(await candidatesOf(out)).toContain('"龘"');

    const { status } = await clozeTuner(['export', out, '--format', 'hf', '--out', exported]);
    expect(status).toBe(0);
    const vocabulary = (await readFile(join(exported, 'vocab.txt'), 'utf8')).trim().split('\n');
    expect(vocabulary.indexOf('龘')).toBe(96);
    expect(JSON.parse(await readFile(join(exported, 'config.json'), 'utf8'))).toMatchObject({
      vocab_size: 97,
    });
    const info = await clozeTuner(['info', exported, '--json']);
    expect(JSON.parse(info.stdout)).toMatchObject({ kind: 'base', vocabularySize: 97 });
    expect(await candidatesOf(exported)).toContain('"龘"');
  });
});

describe('a full disk', () => {
  /** In a process that may mount a small disk for itself alone. */
  const withSmallDisk = (script: string, dir: string, ...args: string[]) =>
    withDisk('200k', script, dir, ...args);
  const withDisk = (size: string, script: string, dir: string, ...args: string[]) =>
    spawnSync(
      'unshare',
      ['-rm', 'sh', '-c', `mount -t tmpfs -o size=${size} tmpfs "$0" && ${script}`, dir, ...args],
      {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
      },
    );

  it('ends training with a clear sentence, leaves earlier results whole and nothing half-written', async ({
    skip,
  }) => {
    const disk = await makeFolder();
    skip(withSmallDisk('true', disk).status !== 0, 'no small disk can be mounted here');
    const corpus = await makeCorpus();
    const earlier = join(await makeFolder(), 'earlier');
    await train(corpus, earlier);
    const script = join(dirname(corpus), 'script.sh');
    const [node, ...args] = [process.execPath, join(import.meta.dirname, '../../dist/cli.js')];
    await writeFile(
      script,
      `cp -r "$1" "$0" && cd "$0"
for out in earlier new; do
  "$2" "$3" train "$4" --base "$5" --steps 6 --out $out >/dev/null 2>message; echo $?; tail -n 1 message
done
rm message; ls; sha256sum -b earlier/*`,
    );
    const { stdout } = withSmallDisk(`. "$6"`, disk, earlier, node, ...args, corpus, tinyBase, script);
    const sentence = (out: string) =>
      `The disk is full: nothing could be written to the folder ${join(disk, out)}. Please make room and try again.`;
    const files = await Promise.all(
      adapterFolder.map(async (name) => `${await sha256(join(earlier, name))} *earlier/${name}`),
    );
    expect(stdout.trim().split('\n')).toEqual([
      ...['1', sentence('earlier'), '1', sentence('new')],
      'earlier',
      ...files,
    ]);
  });

  it('names --resume when there is a checkpoint', async ({ skip }) => {
    const [disk, elsewhere] = [await makeFolder(), await makeFolder()];
    skip(withSmallDisk('true', disk).status !== 0, 'no small disk can be mounted here');
    const script = `{
      "$1" "$2" train "$3" --base "$4" --steps 3000 --json --out "$0/new" >told 2>message &
      until grep -q '"type":"checkpoint"' told || ! kill -0 $!; do sleep 0.1; done
      head -c 8m /dev/zero >"$0/filler"
      wait $!
      cat message
    }`;
    const args = [process.execPath, program, await makeCorpus(), tinyBase];
    const { stdout } = withDisk('8m', `cd ${elsewhere} && ${script} 2>/dev/null`, disk, ...args);
    expect(stdout).toBe(
      `The disk is full: nothing could be written to the folder ${join(disk, 'new')}. Please make room and try again. To go on from the last checkpoint, which is kept, run the same command with --resume.\n`,
    );
  });
});
