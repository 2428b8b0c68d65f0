/** The results of runs, as models. */
import type { ModelEntry, ModelSource } from '../models/modelLibrary';
import type { Run } from './run';
import type { RunStore } from './runStore';

export class RunResults implements ModelSource {
  readonly onDidChange: ModelSource['onDidChange'];

  constructor(private readonly store: RunStore) {
    this.onDidChange = store.onDidChange;
  }

  models(): readonly ModelEntry[] {
    return this.store.runs.flatMap((run) => resultOf(run) ?? []);
  }
}

/** What completions can use of a run; nothing before it has ended. */
export function resultOf(run: Run): ModelEntry | undefined {
  const { id, state, settings, history, resultFolder } = run;
  if (!history.done) return undefined;
  return {
    id: resultId(id),
    name: state.name,
    kind: 'result',
    base: settings.base,
    folder: resultFolder,
    version: `${history.lastEventAt}`,
    ...(history.start && { words: history.start.terms }),
    ...(!hasEnded(run) && { unfinished: true }),
  };
}

/**
 * The result that becomes the active model by itself once a run is done; undefined when it rests, has failed or was
 * stopped. A run that was stopped may have learnt next to nothing, so the person decides whether to use it.
 */
export function finalResultOf(run: Run): ModelEntry | undefined {
  return run.status === 'done' ? resultOf(run) : undefined;
}

function hasEnded({ status }: Run): boolean {
  return status === 'done' || status === 'stopped';
}

export function resultId(run: string): string {
  return `run/${run}`;
}
