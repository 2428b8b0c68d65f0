import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { freeName } from '../host/freeName';

/** Bytes: of the 255 that most systems allow, some are for what stands behind the name while the folder is written. */
const longest = 150;

/** A folder of that title and format that does not exist yet, with a name that every system allows. */
export function freeFolder(parent: string, title: string, format: string): string {
  const name = `${shortened(title)} ${format}`.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+/, '');
  const isTaken = (candidate: string): boolean => existsSync(join(parent, candidate));
  return join(
    parent,
    freeName(name, isTaken, (number) => `${name}-${number}`),
  );
}

/** Ends between two characters, as the encoder takes none in part. */
function shortened(title: string): string {
  return title.slice(0, new TextEncoder().encodeInto(title, new Uint8Array(longest)).read);
}
