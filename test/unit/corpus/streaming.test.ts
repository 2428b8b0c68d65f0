import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const megabyte = 1024 * 1024;
const size = 12 * megabyte;

let dir: string;

/** A process of its own that reads a corpus and prints how many passages it found and its peak memory in bytes. */
let reader: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'streaming-'));
  reader = join(dir, 'reader.cjs');
  const source = join(dir, 'reader.ts');
  await writeFile(
    source,
    `import { readCorpus } from ${JSON.stringify(join(import.meta.dirname, '../../../src/core/corpus/readCorpus'))};
     void readCorpus(process.argv.slice(2), { capacity: 50_000 }).then(({ train }) => {
       console.log(JSON.stringify({ passages: train.length, peak: process.resourceUsage().maxRSS * 1024 }));
     });`,
  );
  await build({
    entryPoints: [source],
    outfile: reader,
    bundle: true,
    platform: 'node',
    nodePaths: [join(import.meta.dirname, '../../../node_modules')],
  });
});
afterAll(() => rm(dir, { recursive: true }));

const sentencesAtOnce = 5000;

/** Every sentence is another one. */
function* contentOf(
  opening: string,
  record: (sentence: string) => string,
  closing: string,
): Generator<string> {
  yield opening;
  for (let written = 0, part = 0; written < size; part++) {
    const records = Array.from({ length: sentencesAtOnce }, (_, number) =>
      record(`这一行是第${part}页第${number}句，说的是很大的文件也要能读完，而且不用很多内存。`),
    ).join('');
    written += Buffer.byteLength(records);
    yield records;
  }
  yield closing;
}

describe('a file of 12 MB', () => {
  it.each<[string, [string, (sentence: string) => string, string]]>([
    ['a.txt', ['', (sentence) => `${sentence}\n`, '']],
    ['one-line.json', ['{"train": [', (sentence) => `{"id": 1, "text": "${sentence}"},`, '{"id": 2}]}']],
    ['a.csv', ['id,text\n', (sentence) => `1,"${sentence}"\n`, '']],
  ])(
    '%s is read without being held',
    async (name, content) => {
      const path = join(dir, name);
      await pipeline(Readable.from(contentOf(...content)), createWriteStream(path));
      expect((await stat(path)).size).toBeGreaterThanOrEqual(size);
      // The text of the file would be more than what the heap has room for, and its sentences more than the heap.
      const { stdout } = await promisify(execFile)(process.execPath, [
        '--max-old-space-size=16',
        reader,
        path,
      ]);
      await rm(path);
      const { passages, peak } = JSON.parse(stdout) as { passages: number; peak: number };
      expect(passages).toBeGreaterThan(0);
      expect(peak).toBeLessThan(128 * megabyte);
    },
    300_000,
  );
});
