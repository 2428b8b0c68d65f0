import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { adapterWeightsFile, isAdapterFolder } from './adapterFolder';
import { openWeights } from './weightFiles';

/** In pieces of 64 kB, as streams have them by themselves, hashing takes half as long again. */
const pieceBytes = 2 ** 20;

/** SHA-256 of the bytes of a file, or of several one after the other, in lower-case hexadecimal, read as a stream. */
export async function sha256OfFile(...paths: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const bytes = createReadStream(path, { highWaterMark: pieceBytes });
    for await (const piece of bytes) hash.update(piece as Buffer); // no encoding is set
  }
  return hash.digest('hex');
}

/** The same of the files that hold the weights of a model's folder, or of an adapter's. */
export async function sha256OfWeights(dir: string): Promise<string> {
  const files = isAdapterFolder(dir) ? [adapterWeightsFile(dir)] : (await openWeights(dir)).files;
  return sha256OfFile(...files);
}
