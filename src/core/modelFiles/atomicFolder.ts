import { existsSync } from 'node:fs';
import { mkdir, readdir, readlink, realpath, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { explainingDiskErrors } from './diskErrors';
import { asFarAsPossible, removeAbandoned } from './leftovers';
import { isOwnFile, trial } from './ownFiles';
import { removeAll } from './removeAll';
import { renamePatiently } from './renamePatiently';
import { isReplaced, replacedBeside, unfinishedBeside } from './temporaryNames';

/**
 * Makes a folder, or puts a new one in the place of an earlier one, all at once: `fill` writes into a folder beside it,
 * which takes the name `dir` when all is there. An earlier folder is whole until then; what is in it that this program
 * does not write goes over to the new one. Of a link to a folder, that folder is replaced, and the link stays.
 *
 * @param place gives what is ready the name `dir`, which leads through no link any more.
 * @throws UserError naming the folder above when the disk is full or that folder cannot be written; what `fill` and `place` throw, with nothing left behind.
 */
export async function writeFolderAtomic(
  dir: string,
  fill: (temporary: string) => Promise<void>,
  place: (ready: string, dir: string) => Promise<void> = replaceFolder,
): Promise<void> {
  await explainingDiskErrors(dirname(resolve(dir)), async () => {
    const path = await placeOf(dir);
    const temporary = unfinishedBeside(path);
    const above = nearestExisting(dirname(path));
    await mkdir(dirname(path), { recursive: true });
    await removeLeftovers(path);
    try {
      await mkdir(temporary);
      await fill(temporary);
      await place(temporary, path);
    } catch (error) {
      await asFarAsPossible(() => removeAll(temporary));
      await removeEmpty(dirname(path), above);
      throw error;
    }
  });
}

/**
 * To be asked before long work whose result `writeFolderAtomic` is to put at `dir`; clears away or puts back there what
 * a killed process has left.
 *
 * @throws UserError as writing would; and for the folder that this process works in, or one above it: whoever is there,
 * as the shell that this program was called from, would be left in a folder that is no more.
 */
export async function requireWritableFolder(dir: string): Promise<void> {
  await explainingDiskErrors(dir, async () => {
    const path = await placeOf(dir);
    const beside = dirname(path);
    await requireWritable(nearestExisting(beside), basename(path));
    if (existsSync(beside)) await removeLeftovers(path);
    if (!existsSync(dir)) return;
    if (await isWorkedIn(path)) throw workedIn(dir);
    await requireWritable(dir, trial);
    if ((await stat(dir)).dev !== (await stat(beside)).dev) throw atMountPoint(dir);
  });
}

/** Where a folder is or is to be, behind links, and without a slash at the end, so that a name can be made of it. */
export async function placeOf(dir: string): Promise<string> {
  if (existsSync(dir)) return realpath(dir);
  const path = resolve(dir);
  const target = await readlink(path).catch(() => undefined);
  return target === undefined ? path : resolve(dirname(path), target);
}

/** Tries it by a folder `name`, for what a system tells of permissions is not all that it asks for, on Windows above all. */
async function requireWritable(dir: string, name: string): Promise<void> {
  await readdir(dir);
  await removeAbandoned(join(dir, name));
  const folder = unfinishedBeside(join(dir, name));
  await mkdir(folder);
  await rmdir(folder);
}

/** The path itself, or the nearest folder above it that exists; for a drive that does not exist, the drive. */
function nearestExisting(path: string): string {
  const above = dirname(path);
  return existsSync(path) || above === path ? path : nearestExisting(above);
}

/** Whether the working directory is the folder `path`, which is no link, or is in it. */
async function isWorkedIn(path: string): Promise<boolean> {
  const here = await realpath('.').catch(() => undefined);
  if (here === undefined) return false; // it is no more
  const way = relative(path, here);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way); // absolute on another drive
}

function workedIn(dir: string): UserError {
  return new UserError(
    l10n.t('The folder {0} cannot be replaced while you are in it. Please name a new folder.', dir),
  );
}

/** A disk's own folder has no other beside it on the same disk, and cannot be renamed. */
function atMountPoint(dir: string): UserError {
  return new UserError(l10n.t('{0} is a whole disk. Please choose a folder in it.', dir));
}

/**
 * A crash between the two renamings leaves the earlier folder under its other name; the next writing puts it back, or,
 * after a crash behind them, takes from it what is a person's own.
 */
async function replaceFolder(temporary: string, dir: string): Promise<void> {
  const aside = replacedBeside(dir);
  if (existsSync(dir)) await renamePatiently(dir, aside);
  try {
    await renamePatiently(temporary, dir);
  } catch (error) {
    await renamePatiently(aside, dir).catch(() => undefined); // then the next writing does it
    throw error;
  }
  await removeReplaced(dir);
}

/** Removes what the folder `dir` has taken the place of, save what is a person's own, which stays where it was. */
async function removeReplaced(dir: string): Promise<void> {
  for (const aside of await replacedBy(dir)) {
    await asFarAsPossible(async () => {
      for (const name of await readdir(aside)) {
        const path = join(dir, name);
        if (!isOwnFile(name) && !existsSync(path)) await renamePatiently(join(aside, name), path);
      }
      await removeAll(aside);
    });
  }
}

/** Where earlier folders of the place `dir` have been set aside, the last one first. */
async function replacedBy(dir: string): Promise<string[]> {
  const names = (await readdir(dirname(dir))).filter((name) => isReplaced(name, basename(dir)));
  return names
    .toSorted()
    .toReversed()
    .map((name) => join(dirname(dir), name));
}

/** Clears away or puts back what processes that ended in the middle of writing `path` have left. */
async function removeLeftovers(path: string): Promise<void> {
  await removeAbandoned(path);
  const [last] = await replacedBy(path);
  if (last !== undefined && !existsSync(path)) await renamePatiently(last, path);
  await removeReplaced(path);
}

/** Removes folders that were made in `above`, up to the first that somebody has put something into meanwhile. */
async function removeEmpty(dir: string, above: string): Promise<void> {
  try {
    for (let folder = dir; folder !== above; folder = dirname(folder)) await rmdir(folder);
  } catch {
    // It is not empty.
  }
}
