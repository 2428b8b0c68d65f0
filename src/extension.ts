/** Where VS Code starts the extension: connects its parts, registers its commands, and takes it apart in the end. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { chosenUris, registerCommands, type CommandHandler } from './commands';
import { DashboardView } from './dashboard/dashboardView';
import { noticeRefusals } from './dashboard/refusalNotices';
import { follow } from './host/following';
import { buildParts, type Parts } from './parts';
import { tellEnd } from './runs/endMessage';
import type { RunEnd } from './runs/runQueue';
import { finalResultOf } from './runs/runResults';
import { showDashboard } from './runs/showDashboard';
import { onDidChangeCompletions, onDidChangeDevice, settings, toggleCompletions } from './settings';
import { inTrustedWorkspace } from './trust';

export function activate(context: vscode.ExtensionContext): void {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const parts = buildParts(context);
  const { log, store, queue, sharedEngine, completions, recovery, statusBar, dashboard, problems } = parts;
  const view = new DashboardView(context.extensionUri, dashboard, log, problems.explain);
  context.subscriptions.push(
    log,
    store,
    queue,
    sharedEngine,
    completions,
    recovery,
    statusBar,
    ...connections(parts, view),
    vscode.window.registerWebviewViewProvider(DashboardView.id, view),
    registerCommands(handlersOf(parts), problems.explain),
  );
  void store.follow();
}

/** How the parts react to what happens in other windows, in the settings and in the queue. */
function connections(parts: Parts, view: DashboardView): vscode.ExtensionContext['subscriptions'] {
  const { imported, choices, library, filler, notices, store, completions, statusBar } = parts;
  const { dashboard, sharedEngine, recovery, queue, problems } = parts;
  return [
    noticeRefusals(filler, library, store, notices),
    follow(imported.folder, () => {
      imported.refresh();
    }),
    follow(choices.path, () => {
      choices.refresh();
    }),
    choices.onDidChange(() => {
      library.refresh();
    }),
    onDidChangeCompletions(() => {
      completions.apply(settings);
      statusBar.update();
      dashboard.update();
    }),
    onDidChangeDevice(() => {
      sharedEngine.restart(); // on the new device
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      library.refresh();
      recovery.resumeInterrupted().catch(problems.log);
    }),
    queue.onDidEnd((end) => {
      attendEnd(end, parts, view).catch(problems.log);
    }),
  ];
}

/** The commands of the manifest, by their names without the prefix. */
function handlersOf(parts: Parts): Readonly<Record<string, CommandHandler>> {
  const { fineTuneCommands, modelCommands, importCommand, exporting, completions, log } = parts;
  return {
    fineTuneSelection: inTrustedWorkspace(() => fineTuneCommands.onSelection()),
    fineTuneFiles: inTrustedWorkspace((...chosen) => fineTuneCommands.onFiles(chosenUris(...chosen))),
    fineTuneWithChoices: inTrustedWorkspace(() => fineTuneCommands.withChoices()),
    trySample: inTrustedWorkspace(() => fineTuneCommands.onSample()),
    openExercise: () => fineTuneCommands.openExercise(),
    maskSelection: () => completions.maskSelection(),
    fillNext: () => completions.fillCommands.fillNext(),
    fillAll: () => completions.fillCommands.fillAll(),
    selectActiveModel: inTrustedWorkspace(() => modelCommands.selectActive()),
    importModel: inTrustedWorkspace(() => importCommand.run()),
    removeModel: inTrustedWorkspace(() => modelCommands.removeImported()),
    exportModel: (run) => exporting.export(run),
    toggleCompletions,
    showDashboard,
    showLog: () => {
      log.show();
    },
  };
}

/**
 * Makes the result of a run that has finished by itself the active model. How it has ended is told, unless the dashboard
 * shows it; a crash of its engine in any case.
 */
async function attendEnd({ run, crash }: RunEnd, parts: Parts, view: DashboardView): Promise<void> {
  const result = finalResultOf(run);
  if (result && crash === undefined) await parts.library.activate(result);
  if (crash !== undefined) parts.problems.tellCrash(crash);
  else if (!view.isInView) await tellEnd(run, settings);
}
