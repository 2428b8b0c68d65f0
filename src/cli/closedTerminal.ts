import { isatty } from 'node:tty';

/**
 * Node sets its terminal back at its end, and aborts where that has been closed. Then the process ends by the signal that
 * says so, as programs without an end of their own do.
 */
export function endWithTerminal(): void {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  process.on('exit', () => {
    if (terminals.every((descriptor) => isatty(descriptor))) return;
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  });
}
