/** What a person is asked and told before something that others build on is removed or changed. */
import * as vscode from 'vscode';

import { showInformation } from '../host/messages';
import type { ModelEntry, ModelLibrary } from './modelLibrary';

/** What stands on a model. */
export interface Dependants {
  /** Ids of the results that were learnt on top of a model or of such a result, or are being learnt. */
  learntOn(model: string): readonly string[];
  /** Whether a run that has not ended starts from a model, or from what was learnt on top of it. */
  areAtWorkOn(model: string): boolean;
}

interface Removal {
  readonly dependants: Dependants;
  readonly library: Pick<ModelLibrary, 'active'>;
  /** Asks the person, who is told what is lost. */
  readonly isWanted: (loss: string) => Promise<boolean>;
  readonly remove: () => Promise<void>;
}

/** Removes a model, or a run and what was learnt in it, unless a run on top of that can still go on. */
export async function removeUnlessNeeded(
  { id, name }: Pick<ModelEntry, 'id' | 'name'>,
  { dependants, library, isWanted, remove }: Removal,
): Promise<void> {
  if (dependants.areAtWorkOn(id)) {
    tellInUse(name);
  } else if (await isWanted(lossOnRemoval([id, ...dependants.learntOn(id)], library))) {
    // A run on top of it may have begun meanwhile, in another window.
    if (dependants.areAtWorkOn(id)) tellInUse(name);
    else await remove();
  }
}

function tellInUse(name: string): void {
  void showInformation(
    vscode.l10n.t('A run on top of “{0}” has not ended. Stop or discard that run first.', name),
  );
}

/**
 * What is lost with a model that is changed.
 *
 * @param onTop how many results were learnt on top of it
 */
export function lossWith(onTop: number): string {
  if (onTop === 0) return vscode.l10n.t('This cannot be undone.');
  return onTop === 1
    ? vscode.l10n.t('1 result that builds on it will no longer work.')
    : vscode.l10n.t('{0} results that build on it will no longer work.', onTop);
}

/** The same of one that is removed. @param models it and what was learnt on top of it */
function lossOnRemoval(models: readonly string[], { active }: Removal['library']): string {
  const loss = lossWith(models.length - 1);
  return models.includes(active.id)
    ? vscode.l10n.t('It is in use; the embedded model takes its place. {0}', loss)
    : loss;
}
