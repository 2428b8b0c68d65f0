import type { Method } from '../bert/trainable';
import type { CorpusSource } from '../corpus/corpusSource';
import type { DeviceChoice } from '../graph/devices/device';

/** How long a run may take for a better result. */
export const efforts = ['quick', 'balanced', 'thorough'] as const;
export type Effort = (typeof efforts)[number];

/** What a person asks for. Whatever is left out is chosen by the program. */
export type FineTuneRequest = CorpusSource & {
  /** The model to start from: a folder of a base model or of a result, or `embedded`. */
  base: string;
  /** The folder of the result. It also holds the checkpoint of an unfinished run. */
  out: string;
  method: Method['kind'];
  effort?: Effort;
  epochs?: number;
  steps?: number;
  batchTokens?: number;
  learningRate?: number;
  seed?: number;
  /** What to compute on; the faster one by default. */
  device?: DeviceChoice;
  /** The person's own words, to be learnt whole; those that the program finds in the corpus by default. */
  terms?: readonly string[];
  /** Further ones besides. */
  moreTerms?: readonly string[];
  /** Texts with `[MASK]` to fill at each evaluation. */
  probes?: readonly string[];
  /** Goes on from the checkpoint in `out`, if there is one. */
  resume?: boolean;
};
