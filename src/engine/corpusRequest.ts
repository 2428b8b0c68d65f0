import type { FineTuneRequest } from '../core/training/request';
import type { CheckRequest } from '../protocol/engine';

/** A fine-tuning with every choice left to the program, to find out what it would be like. */
export function plannedRequest({ corpus, base }: CheckRequest): FineTuneRequest {
  const source =
    'files' in corpus ? { files: corpus.files } : { text: { name: corpus.name, content: corpus.text } };
  return { ...source, base, method: 'lora', out: '' };
}
