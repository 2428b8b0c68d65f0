/** Leases and places in a queue are renewed for as long as their holder lives, so that others see when it has died. */

/** Milliseconds between two renewals. */
export const renewal = { lease: 1_000, queue: 10_000 };

/** For how many milliseconds either is believed without renewal; a training step may take seconds. */
const lifetime = { lease: 60_000, queue: 30_000 };

export function isFresh(kind: keyof typeof lifetime, renewedAt: number): boolean {
  return Date.now() - renewedAt < lifetime[kind];
}
