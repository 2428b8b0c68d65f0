/** How what goes wrong is told: the whole of it to the log, one sentence to the person. */
import * as vscode from 'vscode';

import type { Notices } from './dashboard/notices';
import { RequestError } from './protocol/channel';

export class Problems {
  constructor(
    private readonly output: vscode.LogOutputChannel,
    private readonly notices: Notices,
  ) {}

  /** Nobody waits for what has failed. */
  readonly log = (error: unknown): void => {
    this.output.error(error instanceof RequestError ? (error.details ?? error.message) : errorOf(error));
  };

  /** A command has failed: either the person can do something about it, or it is a defect. */
  readonly explain = (error: unknown): void => {
    this.log(error);
    if (error instanceof RequestError && error.failure === 'refused') {
      void vscode.window.showErrorMessage(error.message);
    } else {
      void this.offerLog(vscode.l10n.t('Something went wrong that should not. The log says more.'));
    }
  };

  /** The engine of a run has ended by itself; the run says so, too. */
  readonly tellCrash = (message: string): void => {
    this.output.error(message);
    void this.offerLog(message);
  };

  /** The engine that fills masks has ended by itself. */
  readonly tellFillingCrash = (): void => {
    const message = vscode.l10n.t('The engine stopped unexpectedly. It starts again with the next [MASK].');
    this.notices.add({ message, nextSteps: [{ type: 'showLog' }] });
    this.tellCrash(message);
  };

  private async offerLog(message: string): Promise<void> {
    const showLog = vscode.l10n.t('Show Log');
    if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) this.output.show();
  }
}

function errorOf(error: unknown): Error | string {
  return error instanceof Error ? error : String(error);
}
