/** The three questions of “Fine-Tune with Choices…”. */
import * as vscode from 'vscode';

import { isCancellation } from '../host/cancellation';
import { withNotification } from '../host/notification';
import { inOwnEngine } from '../host/ownEngine';
import type { ModelEntry, ModelLibrary } from '../models/modelLibrary';
import { describeModel } from '../models/modelWords';
import type { CheckRequest, CorpusSource, RunEstimate } from '../protocol/engine';
import type { StartEngine } from '../protocol/engineProcess';
import type { Effort } from '../protocol/runFolder';
import { formatDuration } from './duration';
import type { Choices } from './fineTuning';
import { pickWords } from './wordPick';

/**
 * @returns undefined when the person leaves a question, or cancels while the text is checked
 * @throws {RequestError} when there is nothing to learn from
 */
export async function askChoices(
  library: ModelLibrary,
  corpus: CorpusSource,
  startEngine: StartEngine,
): Promise<Choices | undefined> {
  const base = await pickBase(library);
  if (!base) return undefined;
  const estimate = await checkAndEstimate({ corpus, base: base.folder }, startEngine);
  const effort = estimate && (await pickEffort(estimate));
  if (!effort) return undefined;
  const { check } = estimate;
  const terms = await pickWords(check.terms);
  return terms && { base: base.id, effort, terms, check };
}

/** @returns undefined when the person cancels */
async function checkAndEstimate(
  request: CheckRequest,
  startEngine: StartEngine,
): Promise<RunEstimate | undefined> {
  try {
    return await withNotification(vscode.l10n.t('Checking the text'), (signal) =>
      inOwnEngine(startEngine, (client) => client.request('estimate', request, { signal })),
    );
  } catch (error) {
    if (isCancellation(error)) return undefined;
    throw error;
  }
}

/** The result of a run that can still go on is not offered. */
async function pickBase({ models }: ModelLibrary): Promise<ModelEntry | undefined> {
  const bases = models.filter(({ unfinished }) => !unfinished);
  const picked = await vscode.window.showQuickPick(
    bases.map((model) => ({
      label: model.name,
      description: describeModel(model, vscode.l10n.t('Go on from what was learnt before')),
      model,
    })),
    {
      title: vscode.l10n.t('Fine-Tune (1/3): Start From'),
      placeHolder: vscode.l10n.t('Which model should learn?'),
    },
  );
  return picked?.model;
}

async function pickEffort({ seconds, memory }: RunEstimate): Promise<Effort | undefined> {
  const gigabytes = (memory / 1e9).toFixed(1);
  const expected = (effort: Effort): string =>
    vscode.l10n.t('about {0}, {1} GB of memory', formatDuration(seconds[effort]), gigabytes);
  const items: (vscode.QuickPickItem & { effort: Effort })[] = [
    {
      effort: 'balanced',
      label: vscode.l10n.t('Balanced'),
      description: expected('balanced'),
      detail: vscode.l10n.t('Right for most texts.'),
    },
    {
      effort: 'quick',
      label: vscode.l10n.t('Quick'),
      description: expected('quick'),
      detail: vscode.l10n.t('A first impression; rare words may not stick.'),
    },
    {
      effort: 'thorough',
      label: vscode.l10n.t('Thorough'),
      description: expected('thorough'),
      detail: vscode.l10n.t('Goes over the text more often.'),
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Fine-Tune (2/3): Thoroughness'),
    placeHolder: vscode.l10n.t('How thoroughly should it learn?'),
    ignoreFocusOut: true,
  });
  return picked?.effort;
}
