import { codeOf } from '../protocol/system';

/** Whether an error says that something is gone. Others do not: too many files may be open, or a disk not answer. */
export function saysMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** @throws what fails in another way than that something is missing. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (saysMissing(error)) return undefined;
    throw error;
  }
}
