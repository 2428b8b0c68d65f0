/** The engine's end of the channel to the process that started it. */
import type { Transport } from '../protocol/channel';

export const parentTransport: Transport = {
  send: (message) => {
    // A failure to send means that the parent is gone, which `onClose` tells.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  },
  onMessage: (listener) => {
    process.on('message', listener);
  },
  onClose: (listener) => {
    process.once('disconnect', listener);
  },
};
