/** Probes as the dashboard shows them: completed by the models of one run, or by the results of two. */
import type { ModelEntry } from '../models/modelLibrary';
import type { Comparison, Fillings, ProbeBoard, ProbeView, Problem } from '../protocol/dashboard';
import type { Run } from '../runs/run';
import { resultOf } from '../runs/runResults';
import type { FilledSentences } from './filledSentences';

/** The models that the probes of a run are completed by. */
export interface ProbeModels {
  /** The one that it starts from; none where that was removed. */
  readonly base: ModelEntry | undefined;
  /** What it has learnt, if it has ended or rests. */
  readonly result: ModelEntry | undefined;
}

export function probeBoard(
  texts: readonly string[],
  run: Run | undefined,
  { base, result }: ProbeModels,
  filled: FilledSentences,
): ProbeBoard {
  const rests = result?.unfinished ?? false;
  const problem = fillingProblem(texts, [base, result], filled);
  return {
    probes: texts.map((text): ProbeView => {
      const before = base ? fillingsBy(base, text, filled) : run && beforeRun(run, text);
      const now = result && fillingsBy(result, text, filled);
      return {
        text,
        during: run ? duringRun(run, text, rests ? now : undefined) : [],
        ...(before !== undefined && { before }),
        ...(!rests && now !== undefined && { after: now }),
      };
    }),
    ...(problem && { problem }),
  };
}

function fillingsBy(model: ModelEntry, text: string, filled: FilledSentences): Fillings | undefined {
  const fillings = filled.fillings(text, model);
  return fillings && inOneText(fillings);
}

function inOneText(fillings: readonly string[]): Fillings {
  return fillings.join(' … ');
}

/** As the base model completed it when the run began. */
function beforeRun({ history }: Run, text: string): Fillings | undefined {
  const first = history.probes.find(({ step }) => step === 0);
  const probe = first?.probes.find((each) => each.text === text);
  return probe && inOneText(probe.fillings);
}

/**
 * The evaluation before the first step is left out: it is the base model's.
 *
 * @param now the completion by what a run that rests has learnt so far
 */
function duringRun({ history }: Run, text: string, now: Fillings | undefined): ProbeView['during'] {
  const { step: restsAt = Infinity } = history.progress ?? {};
  const evaluations = history.probes.flatMap(({ step, probes }) => {
    const probe = step > 0 && probes.find((each) => each.text === text);
    return probe ? [{ step, fillings: inOneText(probe.fillings) }] : [];
  });
  return now === undefined
    ? evaluations
    : [...evaluations.filter(({ step }) => step < restsAt), { step: restsAt, fillings: now }];
}

/** Nothing before both runs have ended. */
export function comparisonOf(
  left: Run,
  right: Run,
  texts: readonly string[],
  filled: FilledSentences,
): Comparison | undefined {
  if (!left.history.done || !right.history.done) return undefined;
  const [leftModel, rightModel] = [resultOf(left), resultOf(right)];
  const problem = fillingProblem(texts, [leftModel, rightModel], filled);
  return {
    left: { id: left.id, name: left.state.name, metrics: left.history.done.metrics },
    right: { id: right.id, name: right.state.name, metrics: right.history.done.metrics },
    probes: texts.map((text) => {
      const byLeft = leftModel && fillingsBy(leftModel, text, filled);
      const byRight = rightModel && fillingsBy(rightModel, text, filled);
      return {
        text,
        ...(byLeft !== undefined && { left: byLeft }),
        ...(byRight !== undefined && { right: byRight }),
      };
    }),
    ...(problem && { problem }),
  };
}

/** Why one of the models could not complete one of the probes. */
function fillingProblem(
  texts: readonly string[],
  models: readonly (ModelEntry | undefined)[],
  filled: FilledSentences,
): Problem | undefined {
  const problem = texts
    .flatMap((text) => models.map((model) => model && filled.problem(text, model)))
    .find((each) => each !== undefined);
  return (
    problem && { message: problem.message, nextSteps: problem.isRemediable ? [] : [{ type: 'showLog' }] }
  );
}
