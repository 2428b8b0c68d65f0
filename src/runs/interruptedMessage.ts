/** Tells of a run that the end of its window interrupted. */
import * as vscode from 'vscode';

import { showInformation } from '../host/messages';
import { showDashboard } from './showDashboard';

/** @returns whether the person wants the run to go on */
export async function offerToResume(name: string): Promise<boolean> {
  const [resume, show] = [vscode.l10n.t('Resume'), vscode.l10n.t('Show Dashboard')];
  const message = vscode.l10n.t('Fine-tuning “{0}” was interrupted when its window closed.', name);
  const answer = await showInformation(message, resume, show);
  if (answer === show) await showDashboard();
  return answer === resume;
}
