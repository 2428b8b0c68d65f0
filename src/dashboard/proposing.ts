/** Puts proposed sentences in place of those that are there. */
import * as vscode from 'vscode';

import { isConfirmed } from '../host/confirmation';
import { showInformation } from '../host/messages';
import type { ProbeMemory } from '../runs/probeMemory';
import { answerTo } from '../runs/showDashboard';

/** Asks first where the person has written some; says so where there is nothing to propose. */
export async function propose(
  proposed: readonly string[],
  probes: Pick<ProbeMemory, 'areEdited' | 'reset'>,
): Promise<void> {
  if (proposed.length === 0) {
    void showInformation(
      vscode.l10n.t(
        'There are no sentences to suggest yet: they are taken from a text that you fine-tune on.',
      ),
    );
    return;
  }
  if (probes.areEdited && !(await mayReplace())) return;
  await probes.reset(proposed);
}

function mayReplace(): Promise<boolean> {
  return answerTo(
    isConfirmed(
      vscode.l10n.t('Replace the sentences that you have written with suggested ones?'),
      vscode.l10n.t('What you have written will be lost.'),
      vscode.l10n.t('Replace'),
    ),
  );
}
