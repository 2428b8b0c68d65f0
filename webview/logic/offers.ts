/** What is shown of a run and offered to do with it, by where it is. */
import type { Offer, Problem, RunPhase, RunSummary, RunView } from '../../src/protocol/dashboard';

type RunActionName = Extract<Offer, { run: string }>['type'];

/** What can be done with a run right now, the likeliest first. */
const controlsByPhase: Readonly<Record<RunPhase, readonly RunActionName[]>> = {
  checking: ['cancel'],
  starting: ['cancel'],
  training: ['pause', 'stop', 'cancel'],
  pausing: ['stop', 'cancel'],
  paused: ['resume', 'stop', 'cancel'],
  stopping: ['cancel'],
  done: [],
  stopped: [],
  failed: ['retry', 'showRunLog'],
  interrupted: ['resume', 'cancel'],
};

/**
 * The buttons of the run on display, without those that its problem offers already. A run that gets ready to go on has
 * learnt something before, which can be kept.
 */
export function runControls({ id, phase, progress, problem, hasLog }: RunView): Offer[] {
  const offered = new Set(problem?.nextSteps.map(({ type }) => type));
  return controlsByPhase[phase === 'starting' && progress ? 'training' : phase]
    .filter((type) => !offered.has(type) && (hasLog || type !== 'showRunLog'))
    .map((type) => ({ type, run: id }));
}

/** Whether somebody works on the run. */
export function atWork(phase: RunPhase): boolean {
  return ['checking', 'starting', 'training', 'pausing', 'stopping'].includes(phase);
}

/** Whether the run has ended well, with something to use. */
export function hasResult(phase: RunPhase): boolean {
  return phase === 'done' || phase === 'stopped';
}

/** Whether there is any figure to show. */
export function isMeasured({ progress, before, after, trainingLoss, validationLoss }: RunView): boolean {
  return Boolean(progress ?? before ?? after) || trainingLoss.length + validationLoss.length > 0;
}

/** What stands beside a run of the list as a button, unless its problem offers it already. */
export function mainAction(run: RunSummary): Offer | undefined {
  const { id, problem } = run;
  if (!isResumable(run)) return isUsable(run) ? { type: 'use', run: id } : undefined;
  const isOffered = problem?.nextSteps.some(({ type }) => type === 'resume');
  return isOffered ? undefined : { type: 'resume', run: id };
}

function isResumable({ status }: RunSummary): boolean {
  return status === 'paused' || status === 'interrupted';
}

function isUsable({ gain, active }: RunSummary): boolean {
  return gain !== undefined && !active;
}

/**
 * What its menu holds.
 *
 * @param comparable whether there is another run to compare with
 * @param onDisplay the run that is shown in full
 */
export function menuActions(run: RunSummary, comparable: boolean, onDisplay?: RunView): Offer[] {
  const atRest = run.status !== 'queued' && run.status !== 'running';
  const names: RunActionName[] = [
    ...(isShowable(run, onDisplay) ? (['show'] as const) : []),
    ...(isResumable(run) && isUsable(run) ? (['use'] as const) : []),
    ...(run.gain && comparable ? (['compare'] as const) : []),
    'rename',
    ...(run.gain ? (['export'] as const) : []),
    ...(run.hasLog ? (['showRunLog'] as const) : []),
    run.status === 'queued' ? 'cancel' : 'reveal',
    ...(run.status === 'done' || run.status === 'stopped' ? (['retry'] as const) : []),
    ...(atRest ? (['delete'] as const) : []),
  ];
  return names.map((type) => ({ type, run: run.id }));
}

/** The run at work is shown in any case. */
function isShowable({ id, hasLog }: RunSummary, onDisplay: RunView | undefined): boolean {
  return hasLog && id !== onDisplay?.id && !(onDisplay && atWork(onDisplay.phase));
}

/** A run's problem is told where the run is on display; elsewhere its list entry has to. */
export function problemInList(run: RunSummary, onDisplay: RunView | undefined): Problem | undefined {
  return run.id === onDisplay?.id ? undefined : run.problem;
}
