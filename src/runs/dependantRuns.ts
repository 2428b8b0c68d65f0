/** The runs that stand on a model: those that start from it, or from what was learnt on top of it. */
import type { Dependants } from '../models/removal';
import type { Run } from './run';
import { resultId } from './runResults';
import type { RunStore } from './runStore';

export class DependantRuns implements Dependants {
  constructor(private readonly store: Pick<RunStore, 'runs'>) {}

  learntOn(model: string): readonly string[] {
    return this.startingFrom(model)
      .filter(({ hasLearnt }) => hasLearnt)
      .flatMap(({ id }) => [resultId(id), ...this.learntOn(resultId(id))]);
  }

  areAtWorkOn(model: string): boolean {
    return this.startingFrom(model).some((run) => !hasComeToRest(run) || this.areAtWorkOn(resultId(run.id)));
  }

  private startingFrom(model: string): readonly Run[] {
    return this.store.runs.filter(({ settings }) => settings.base === model);
  }
}

/** Whether a run will not go on. */
function hasComeToRest({ status }: Run): boolean {
  return ['done', 'stopped', 'failed'].includes(status);
}
