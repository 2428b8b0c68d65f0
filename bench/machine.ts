import { cpus, loadavg } from 'node:os';

/** Average length of the queue for the processor over the last minute, beyond which others disturb a measurement. */
const busy = 0.7;

/** What the figures below were measured on, and whether they can be trusted. @param more that they depend on. */
export function sayMachine(...more: readonly string[]): void {
  const processor = cpus()[0]?.model ?? 'unknown processor';
  console.log([processor, ...more, `Node ${process.versions.node}`].join(', '));
  const load = loadavg()[0] ?? 0;
  if (load > busy) console.log(`The machine is busy (load ${load.toFixed(1)}): do not trust these figures.`);
}
