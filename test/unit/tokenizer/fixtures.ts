import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** What `make.py` beside the fixtures stored of transformers' answers. */
export interface Reference {
  lines: string[];
  ids: number[][];
  digests: Record<string, string[]>;
  added: { lines: string[]; ids: number[][] };
}

export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/tokenizer/${name}`, import.meta.url));
}

export async function readReference(): Promise<Reference> {
  const text = gunzipSync(await readFile(fixture('lines.json.gz'))).toString();
  return JSON.parse(text) as Reference; // written by make.py
}
