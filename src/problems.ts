/** How what goes wrong is told: the whole of it to the log, one sentence to the person. */
import * as vscode from 'vscode';

import type { Notices } from './dashboard/notices';
import { describeLoss, EngineLost, type Loss } from './host/engineLost';
import { offer, showError } from './host/messages';
import { isRefusal, RequestError } from './protocol/channel';
import { codeOf, describeDiskFault } from './protocol/system';

export class Problems {
  /** @param storage the folder that holds all that the extension host writes */
  constructor(
    private readonly output: Pick<vscode.LogOutputChannel, 'error' | 'show'>,
    private readonly notices: Notices,
    private readonly storage: string,
  ) {}

  /** For a failure of something that nobody waits for. */
  readonly log = (error: unknown): void => {
    this.output.error(error instanceof RequestError ? (error.details ?? error.message) : errorOf(error));
  };

  /** For a failure of what the person asked for: tells what they can do about it, or that it is a defect. */
  readonly explain = (error: unknown): void => {
    this.log(error);
    if (error instanceof EngineLost) return; // which has been told
    const remediable = isRefusal(error)
      ? error.message
      : (describeDiskFault(error, this.storage) ?? storageProblem(error, this.storage));
    if (remediable !== undefined) {
      void showError(remediable);
    } else {
      void this.offerLog(vscode.l10n.t('Something unexpected went wrong. See the log for details.'));
    }
  };

  /** For the crash of a run's engine, which the run tells of, too. */
  readonly tellCrash = (message: string): void => {
    this.output.error(message);
    void this.offerLog(message);
  };

  /** For the loss of the engine that fills masks. */
  readonly tellLoss = (loss: Loss): void => {
    const message = describeLoss(loss);
    this.notices.add({ message, nextSteps: [{ type: 'showLog' }] });
    this.tellCrash(message);
  };

  private offerLog(message: string): Promise<void> {
    return offer(
      message,
      vscode.l10n.t('Show Log'),
      () => {
        this.output.show();
      },
      showError,
    );
  }
}

/** What keeps the extension from writing to its folder; undefined for an error of another kind. */
function storageProblem(error: unknown, folder: string): string | undefined {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return vscode.l10n.t(
        'The extension may not write to its folder {0}. Please allow it to, and try again.',
        folder,
      );
    case 'EBUSY':
      return vscode.l10n.t(
        'Another program is using something in the folder {0}. Please close it there and try again.',
        folder,
      );
    default:
      return undefined;
  }
}

function errorOf(error: unknown): Error | string {
  return error instanceof Error ? error : String(error);
}
