/**
 * A short-lived process that measures which device is faster at a network of the sizes in its arguments, and prints
 * its name, or `none` where there is no graphics card that can compute. `chooseDevice.ts` starts it.
 */
import { fasterDevice } from '../core/graph/devices/fasterDevice';

const [hiddenSize, intermediateSize] = process.argv.slice(2).map(Number);

void fasterDevice({ hiddenSize: hiddenSize ?? 0, intermediateSize: intermediateSize ?? 0 })
  .catch(() => 'none')
  .then((finding) => process.stdout.write(finding));
