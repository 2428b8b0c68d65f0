import { isatty } from 'node:tty';

/**
 * Makes the process end by SIGHUP where its terminal has been closed, as it would without a handler of that signal. Node
 * resets the terminal when it exits, and aborts if it is gone.
 */
export function endWithTerminal(): void {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  process.on('exit', () => {
    if (terminals.every((descriptor) => isatty(descriptor))) return;
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  });
}
