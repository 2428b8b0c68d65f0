import type { FineTuneRequest } from '../../../src/core/training/request';
import { tinyModel } from '../bert/pytorchOracle';

export const tinyText = { name: 'text.txt', content: '三丁上万\n七下不与丑\n三七上下不丁\n万丈中丰\n' };

/** A few steps of the tiny model on a few sentences, on the processor. */
export function tinyRequest(out: string): FineTuneRequest {
  return {
    text: tinyText,
    base: tinyModel,
    out,
    method: 'lora',
    steps: 12,
    device: 'cpu',
  };
}
