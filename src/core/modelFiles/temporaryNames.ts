/**
 * Names of what stands beside a file or folder for a while: nobody else gives such names, and after a crash they are
 * recognised.
 */
import { randomUUID } from 'node:crypto';
import { isRunning } from '../system';

/**
 * Tells this process from others of the same number: numbers are given again, and in a container always the same ones.
 */
const life = randomUUID().slice(0, 8);
let writings = 0;

const unfinished = /^(.+)\.unfinished-(\d+)-([0-9a-f]{8})-\d+$/s;
const replaced = /^(.+)\.replaced-\d{13}-[0-9a-f]{8}$/s;

/** For what is being written: it says who writes, and the number of the writing. */
export function unfinishedBeside(path: string): string {
  return `${path}.unfinished-${process.pid}-${life}-${writings++}`;
}

/** For an earlier folder while the new one takes its place. Later names are behind earlier ones when sorted. */
export function replacedBeside(path: string): string {
  return `${path}.replaced-${Date.now()}-${life}`;
}

/** The name that `name` was made from; nothing where it is no such name. */
export function nameBehind(name: string): string | undefined {
  return (unfinished.exec(name) ?? replaced.exec(name))?.[1];
}

/** Whether a process that has ended was writing something of the name `of` there. */
export function isAbandoned(name: string, of: string): boolean {
  const [, behind, writer, itsLife] = unfinished.exec(name) ?? [];
  return behind === of && (Number(writer) === process.pid ? itsLife !== life : !isRunning(Number(writer)));
}

/** Whether an earlier folder of the name `of` is there. */
export function isReplaced(name: string, of: string): boolean {
  return replaced.exec(name)?.[1] === of;
}
