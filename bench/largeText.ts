import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { replaySentences, retentionSentences } from '../src/core/corpus/plainSentences';
import { randomFor } from '../src/core/random';
import { cache } from './workload';

/** Clauses without their punctuation. */
const clauses = [...replaySentences, ...retentionSentences]
  .flatMap((sentence) => sentence.split(/[^\p{L}\p{N}]+/u))
  .filter((clause) => clause.length >= 3);

/** A file of so many bytes, one sentence a line, made of clauses of the plain sentences; hardly any comes twice. */
export async function largeText(bytes: number): Promise<string> {
  const path = join(cache, `text-${bytes}.txt`);
  if (existsSync(path)) return path;
  await mkdir(cache, { recursive: true });
  await pipeline(Readable.from(linesOf(bytes)), createWriteStream(`${path}.part`));
  await rename(`${path}.part`, path);
  return path;
}

function* linesOf(bytes: number): Generator<string> {
  const random = randomFor(0, 'large text');
  const clause = (): string => random.pick(clauses) ?? '';
  for (let written = 0; written < bytes;) {
    const line = `${Array.from({ length: 2 + random.below(4) }, clause).join('，')}。\n`;
    written += Buffer.byteLength(line);
    yield line;
  }
}
