import { copyFile, link, open } from 'node:fs/promises';

/**
 * Gives a file that is never changed a second name, which costs no space. Where the file system has no links, it is
 * copied, and like the first file the copy is on the disk when this resolves.
 */
export async function linkOrCopy(file: string, name: string): Promise<void> {
  await link(file, name).catch(() => copyToDisk(file, name));
}

async function copyToDisk(file: string, copy: string): Promise<void> {
  await copyFile(file, copy);
  const handle = await open(copy, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
