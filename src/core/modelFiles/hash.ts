import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of the bytes of a file, or of several one after the other, in lower-case hexadecimal, read as a stream. */
export async function sha256OfFile(...paths: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer); // no encoding is set
  }
  return hash.digest('hex');
}
