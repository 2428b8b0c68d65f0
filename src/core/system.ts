/** What the operating system says. Without imports, as the extension host asks it by this, too. */

/** The system's name for what went wrong, such as `ENOENT`; nothing for what is not the system's. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

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

/** Whether there is a process of that number. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
