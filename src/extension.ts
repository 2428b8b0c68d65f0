/** Composition root: builds the parts of the extension, connects them, and takes them apart in the end. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { chosenUris, inTrustedWorkspace, registerCommands, whenTrusted } from './commands';
import { DashboardView } from './dashboard/dashboardView';
import { FilledSentences } from './dashboard/filledSentences';
import { HostSource } from './dashboard/hostSource';
import { Notices } from './dashboard/notices';
import { CompletionFeatures } from './editor/completionFeatures';
import { FileMemory } from './models/fileMemory';
import { follow } from './models/following';
import { HubTokens } from './models/hubTokens';
import { ImportCommand } from './models/importCommand';
import { ImportedModels } from './models/importedModels';
import { acceptUntrained } from './models/importPicks';
import { MaskFiller } from './models/maskFiller';
import { ModelCommands } from './models/modelCommands';
import { ModelImporter } from './models/modelImporter';
import { ModelLibrary, type ModelEntry } from './models/modelLibrary';
import { SharedEngine } from './models/sharedEngine';
import { Problems } from './problems';
import { forkEngine, type StartEngine } from './protocol/engineProcess';
import { hubEndpoint } from './protocol/hub';
import { Exporting } from './runs/exporting';
import { FineTuneCommands } from './runs/fineTuneCommands';
import { FineTuning } from './runs/fineTuning';
import { ProbeMemory } from './runs/probeMemory';
import { Recovery } from './runs/recovery';
import { RunActions } from './runs/runActions';
import { RunQueue, type RunEnd } from './runs/runQueue';
import { finalResultOf, RunResults } from './runs/runResults';
import { RunStore } from './runs/runStore';
import { showDashboard } from './runs/showDashboard';
import { StatusBar } from './runs/statusBar';
import {
  onDidChangeCompletions,
  onDidChangeDevice,
  proxyEnvironment,
  settings,
  toggleCompletions,
} from './settings';

export function activate(context: vscode.ExtensionContext): void {
  const { subscriptions, extensionUri, globalStorageUri, workspaceState } = context;
  const inExtension = (...path: string[]): vscode.Uri => vscode.Uri.joinPath(extensionUri, ...path);
  const inStorage = (name: string): string => vscode.Uri.joinPath(globalStorageUri, name).fsPath;
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });

  const log = vscode.window.createOutputChannel('Cloze Tuner', { log: true });
  const notices = new Notices();
  const problems = new Problems(log, notices, globalStorageUri.fsPath);

  const startEngine: StartEngine = () => {
    const program = inExtension('dist', 'engine.js').fsPath;
    const options = {
      device: settings.device,
      translations: vscode.l10n.uri?.fsPath,
      environment: proxyEnvironment(),
    };
    const engine = forkEngine(program, options, (line) => {
      log.info(line);
    });
    void engine.exited.then(({ code, signal }) => {
      log.info(`An engine ended (code ${String(code)}, signal ${String(signal)}).`);
    });
    return engine;
  };
  const idleTime = (): number => settings.idleMinutes * 60_000;
  const sharedEngine = new SharedEngine(startEngine, idleTime, problems.tellLoss);
  const filler = new MaskFiller(sharedEngine);

  const store = new RunStore(inStorage('runs'), (folder, error) => {
    log.warn(`${folder} is not readable as a run: ${String(error)}`);
  });
  const imported = new ImportedModels(inStorage('models'));
  const choices = new FileMemory(inStorage('choices.json'));
  const library = new ModelLibrary(
    embeddedModel(),
    [imported, new RunResults(store)],
    choices,
    () => vscode.workspace.isTrusted,
  );
  const probes = new ProbeMemory(workspaceState);
  const queue = new RunQueue(store, {
    startEngine,
    modelFolder: (id) => library.find(id)?.folder,
    probesFor: (proposed) => probes.forRun(proposed),
    logError: problems.log,
    tell: problems.explain,
  });
  const workspace = workspaceUri();
  const fineTuning = new FineTuning(store, queue, library, probes, workspace);
  const recovery = new Recovery(store, queue, workspace, () => vscode.workspace.isTrusted, problems.log);

  const completions = new CompletionFeatures(
    filler,
    library,
    () => {
      queue.giveWay();
    },
    problems.log,
  );
  completions.apply(settings);
  const fineTune = new FineTuneCommands(fineTuning, library, startEngine, inExtension('samples'));
  const modelCommands = new ModelCommands(library, imported, (id) => store.isAtWorkOn(id));
  const importCommand = new ImportCommand(
    new ModelImporter(startEngine, imported, acceptUntrained),
    new HubTokens(context.secrets),
    () => hubEndpoint(settings.hubEndpoint),
  );
  const exporting = new Exporting(store, startEngine);
  const dashboard = new HostSource({
    store,
    queue,
    library,
    probes,
    notices,
    filled: new FilledSentences(filler, problems.log),
    runActions: new RunActions(store, queue, library, fineTuning, whenTrusted),
    whenTrusted,
    runCommand: (name) => vscode.commands.executeCommand(`clozeTuner.${name}`),
    importModel: (onAnswered) => importCommand.run(onAnswered),
    focusPage: showDashboard,
    workspace,
  });

  const statusBar = new StatusBar(library, store, queue, settings);

  subscriptions.push(
    log,
    store,
    queue,
    sharedEngine,
    completions,
    recovery,
    statusBar,
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
    }),
    onDidChangeDevice(() => {
      sharedEngine.restart(); // on the new device
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      library.refresh();
      recovery.resumeInterrupted().catch(problems.log);
    }),
    queue.onDidEnd((end) => {
      takeResult(end, library, problems).catch(problems.log);
    }),
    vscode.window.registerWebviewViewProvider(
      DashboardView.id,
      new DashboardView(extensionUri, dashboard, log, problems.explain),
    ),
    registerCommands(
      {
        fineTuneSelection: inTrustedWorkspace(() => fineTune.onSelection()),
        fineTuneFiles: inTrustedWorkspace((...chosen) => fineTune.onFiles(chosenUris(...chosen))),
        fineTuneWithChoices: inTrustedWorkspace(() => fineTune.withChoices()),
        trySample: inTrustedWorkspace(() => fineTune.onSample()),
        openExercise: () => fineTune.openExercise(),
        maskSelection: () => completions.commands.maskSelection(),
        fillNext: () => completions.commands.fillNext(),
        fillAll: () => completions.commands.fillAll(),
        selectActiveModel: inTrustedWorkspace(() => modelCommands.selectActive()),
        importModel: inTrustedWorkspace(() => importCommand.run()),
        removeModel: inTrustedWorkspace(() => modelCommands.removeImported()),
        exportModel: (run) => exporting.export(run),
        toggleCompletions,
        showDashboard,
        showLog: () => {
          log.show();
        },
      },
      problems.explain,
    ),
  );
  void store.follow();
}

function embeddedModel(): ModelEntry {
  return {
    id: 'embedded',
    name: vscode.l10n.t('Embedded model'),
    kind: 'embedded',
    folder: 'embedded',
    version: '',
  };
}

function workspaceUri(): string | undefined {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  return (workspaceFile ?? workspaceFolders?.[0]?.uri)?.toString();
}

/** When a run has come to its end, completions use what it learnt; what went wrong with its engine is said. */
async function takeResult({ run, crash }: RunEnd, library: ModelLibrary, problems: Problems): Promise<void> {
  const result = finalResultOf(run);
  if (crash !== undefined) problems.tellCrash(crash);
  else if (result) await library.activate(result);
}
