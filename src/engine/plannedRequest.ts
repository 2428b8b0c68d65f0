import type { FineTuneRequest } from '../core/training/request';
import type { CheckRequest } from '../protocol/engine';

/** A fine-tuning with every choice left to the program, to find out what it would be like. */
export function plannedRequest({ corpus, base }: CheckRequest): FineTuneRequest {
  return { ...corpus, base, method: 'lora', out: '' };
}
