import type { Transport } from '../../../src/protocol/channel';

/** Two ends of a channel in one process; what is sent arrives later and as a copy, as between two processes. */
export function transportPair(): { near: Transport; far: Transport; close: () => void } {
  const near = new End();
  const far = new End();
  near.other = far;
  far.other = near;
  return {
    near,
    far,
    close: () => {
      near.close();
      far.close();
    },
  };
}

class End implements Transport {
  other: End | undefined;
  private readonly messageListeners: ((message: unknown) => void)[] = [];
  private readonly closeListeners: (() => void)[] = [];

  send(message: unknown): void {
    const copy: unknown = structuredClone(message);
    setImmediate(() => {
      for (const listener of this.other?.messageListeners ?? []) listener(copy);
    });
  }

  onMessage(listener: (message: unknown) => void): void {
    this.messageListeners.push(listener);
  }

  onClose(listener: () => void): void {
    this.closeListeners.push(listener);
  }

  close(): void {
    for (const listener of this.closeListeners) listener();
  }
}
