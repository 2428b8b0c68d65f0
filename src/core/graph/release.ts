import { MessageChannel } from 'node:worker_threads';

/** Takes what is sent to it and keeps nothing, as its other end is closed. */
const nowhere = closedChannel();

/**
 * Gives the memory of large arrays back at once; they must not be used any more. Left to the garbage collector, the
 * outputs of several runs would pile up, and new ones be written to memory that no cache holds.
 */
export function release(arrays: Iterable<Float32Array>): void {
  const owned = [...arrays].flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
  nowhere.postMessage(undefined, owned);
}

function closedChannel(): MessageChannel['port1'] {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
}
