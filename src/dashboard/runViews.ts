/** Runs as the dashboard shows them. */
import * as l10n from '@vscode/l10n';

import type { ModelEntry, ModelLibrary } from '../models/modelLibrary';
import type {
  CorpusReportView,
  Gain,
  Offer,
  Problem,
  RunPhase,
  RunPlace,
  RunSummary,
  RunView,
} from '../protocol/dashboard';
import { fileNamedIn } from '../runs/problemPlace';
import type { Run } from '../runs/run';
import { resultId } from '../runs/runResults';
import { thinned } from './thinned';

/** How many points of a curve can be told apart. */
const pointsShown = 300;

/** @param atWork whether an engine of this window is busy with it */
export function runView(run: Run, atWork: boolean, library: ModelLibrary): RunView {
  const { id, state, settings, history } = run;
  const report = reportOf(run);
  const { progress, done, best } = history;
  const before = done?.before ?? history.before;
  const after = done?.metrics ?? best;
  const problem = problemOf(run);
  const place = placeOf(run);
  return {
    id,
    name: state.name,
    corpus: settings.corpus.label,
    base: library.find(settings.base)?.name ?? l10n.t('a model that was removed'),
    phase: phaseOf(run, atWork),
    hasLog: !history.isEmpty,
    elapsedSeconds: history.elapsed / 1000,
    trainingLoss: thinned(history.trainingLoss, pointsShown),
    validationLoss: thinned(history.validationLoss, pointsShown),
    ...(report && { report }),
    ...(place && { place }),
    ...(progress && { progress }),
    ...(before && { before }),
    ...(after && { after }),
    ...(problem && { problem }),
  };
}

/** @param active the model that completions use */
export function runSummary(run: Run, atWork: boolean, active: Pick<ModelEntry, 'id'>): RunSummary {
  const { id, state, settings, history, status } = run;
  const gain = gainOf(run);
  const problem = problemOf(run);
  return {
    id,
    name: state.name,
    corpus: settings.corpus.label,
    startedAt: settings.createdAt,
    status: atWork ? 'running' : status,
    hasLog: !history.isEmpty,
    active: active.id === resultId(id),
    ...(gain && { gain }),
    ...(problem && { problem }),
  };
}

function gainOf({ history: { start, done } }: Run): Gain | undefined {
  if (!done) return undefined;
  const { before, metrics: after } = done;
  return { before, after, ...(start?.checkedOnItself && { checkedOnItself: true }) };
}

function phaseOf(run: Run, atWork: boolean): RunPhase {
  const { status, state, isLearning, check } = run;
  if (atWork || status === 'running' || status === 'queued') {
    if (state.wish === 'pause') return 'pausing';
    if (state.wish === 'stop') return 'stopping';
    if (!check) return 'checking';
    return isLearning ? 'training' : 'starting';
  }
  return status;
}

function reportOf({ check, settings, history }: Run): CorpusReportView | undefined {
  if (!check) return undefined;
  const { sentences, sampledFrom, checkedOnItself, duplicates, newCharacters } = check;
  const { start } = history;
  return {
    sentences,
    ...(sampledFrom !== undefined && { sampledFrom }),
    ...(checkedOnItself && { checkedOnItself }),
    duplicates,
    newCharacters,
    skipped: start?.skipped ?? check.skipped, // with the words of the person that cannot be learnt, and why
    terms: start?.terms ?? settings.terms ?? check.terms,
  };
}

function placeOf({ history: { start } }: Run): RunPlace | undefined {
  if (!start) return undefined;
  const { device, deviceProblem: problem } = start;
  return { device, ...(problem !== undefined && { problem }) };
}

function problemOf(run: Run): Problem | undefined {
  const { problem: message, status, id } = run;
  if (message === undefined) return undefined;
  if (status === 'failed') return { message, nextSteps: stepsAfterFailure(run, message) };
  if (status !== 'interrupted') return undefined;
  return { message, nextSteps: [{ type: 'resume', run: id }, { type: 'showLog' }] };
}

/**
 * A run that could not begin was kept from it by its text. One that had begun can go on where it was, when the disk has
 * room again, for example; unless it would only fail once more.
 */
function stepsAfterFailure({ id, history, settings }: Run, message: string): Offer[] {
  const hasBegun = history.start !== undefined;
  const canGoOn = hasBegun && !history.failed?.final;
  const isInText = !hasBegun || fileNamedIn(message, settings.corpus.files ?? []) !== undefined;
  return [
    ...(isInText ? [{ type: 'openCorpus', run: id } as const] : []),
    ...(canGoOn ? [{ type: 'resume', run: id } as const] : []),
    { type: 'retry', run: id },
  ];
}
