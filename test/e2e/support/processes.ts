import { readdir, readFile } from 'node:fs/promises';

/** The processes whose command line holds all of these words. Linux only, as these tests are. */
export async function processesWith(...words: readonly string[]): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const lines = await Promise.all(ids.map((id) => proc(id, 'cmdline')));
  return ids.filter((_, index) => words.every((word) => lines[index]?.includes(word)));
}

export async function parentOf(id: number): Promise<number> {
  return Number(/^PPid:\s*(\d+)$/m.exec(await proc(id, 'status'))?.[1]);
}

/** The files that a process has mapped into its memory, its native libraries among them. */
export function mappedFiles(id: number): Promise<string> {
  return proc(id, 'maps');
}

/** Empty when the process is gone by now. */
function proc(id: number, file: 'cmdline' | 'maps' | 'status'): Promise<string> {
  return readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '');
}
