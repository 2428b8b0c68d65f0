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

const mebibyte = 2 ** 20;

/**
 * Keeps memory with the process for arrays that are made and released again and again, as gradients are at each step.
 *
 * The C library of Linux gives released memory back to the system where it was the last of the heap, or where an array
 * had pages of its own; for the next array the system fills pages with zeros, which took a fifth of a step. It keeps
 * what lies below another array in the heap, and puts arrays there that are no longer than one that was released, 32 MB
 * at most (mallopt(3), M_MMAP_THRESHOLD). Elsewhere this does nothing. What it makes is never written to, and so takes
 * addresses and no memory.
 */
export class Reserve {
  /** Above all that was on the heap when it was made, as it is longer than any gap there. */
  private lid: Float32Array | undefined;

  constructor() {
    release([new Float32Array((32 * mebibyte - 65_536) / Float32Array.BYTES_PER_ELEMENT)]);
  }

  /** To be called while the arrays are there whose memory shall be kept; from the second time on it does nothing. */
  keep(): void {
    this.lid ??= new Float32Array((16 * mebibyte) / Float32Array.BYTES_PER_ELEMENT);
  }
}

function closedChannel(): MessageChannel['port1'] {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
}
