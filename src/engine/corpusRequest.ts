import type { FineTuneRequest } from '../core/training/request';
import type { CorpusSource as Text } from '../core/training/lessonText';
import type { CheckRequest, CorpusSource } from '../protocol/engine';

/** A fine-tuning with every choice left to the program, to find out what it would be like. */
export function plannedRequest({ corpus, base }: CheckRequest): FineTuneRequest {
  return { ...sourceOf(corpus), base, method: 'lora', out: '' };
}

export function sourceOf(corpus: CorpusSource): Text {
  return 'files' in corpus ? { files: corpus.files } : { text: { name: corpus.name, content: corpus.text } };
}
