/** Follows files that other windows may change. */
import { unwatchFile, watchFile, type StatsListener } from 'node:fs';

/** Milliseconds between two looks. */
const usualPace = 3_000;

/**
 * Looks now and then whether a file, or what is in a folder, has changed. Neither needs to be there yet.
 *
 * @param onChange told when it may have
 */
export function follow(path: string, onChange: () => void, pace = usualPace): { dispose(): void } {
  const listener: StatsListener = (now, before) => {
    if (now.mtimeMs !== before.mtimeMs) onChange();
  };
  watchFile(path, { interval: pace, persistent: false }, listener);
  return {
    dispose: () => {
      unwatchFile(path, listener);
    },
  };
}
