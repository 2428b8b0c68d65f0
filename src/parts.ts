/** Composition root: builds the parts of the extension and hands each the others that it works with. */
import * as vscode from 'vscode';

import { FilledSentences } from './dashboard/filledSentences';
import { HostSource } from './dashboard/hostSource';
import { Notices } from './dashboard/notices';
import { CompletionFeatures } from './editor/completionFeatures';
import { FileMemory } from './host/fileMemory';
import { SharedEngine } from './host/sharedEngine';
import { HubTokens } from './models/hubTokens';
import { ImportCommand } from './models/importCommand';
import { ImportedModels } from './models/importedModels';
import { acceptUntrained } from './models/importPicks';
import { MaskFiller } from './models/maskFiller';
import { ModelCommands } from './models/modelCommands';
import { ModelImporter } from './models/modelImporter';
import { ModelLibrary, type ModelEntry } from './models/modelLibrary';
import { Problems } from './problems';
import { forkEngine, type StartEngine } from './protocol/engineProcess';
import { hubEndpoint } from './protocol/hub';
import { DependantRuns } from './runs/dependantRuns';
import { Exporting } from './runs/exporting';
import { FineTuneCommands } from './runs/fineTuneCommands';
import { FineTuning } from './runs/fineTuning';
import { offerToResume } from './runs/interruptedMessage';
import { ProbeMemory } from './runs/probeMemory';
import { Recovery } from './runs/recovery';
import { RunActions } from './runs/runActions';
import { RunQueue } from './runs/runQueue';
import { RunResults } from './runs/runResults';
import { RunStore } from './runs/runStore';
import { showDashboard } from './runs/showDashboard';
import { StatusBar } from './runs/statusBar';
import { proxyEnvironment, settings } from './settings';
import { whenTrusted } from './trust';

/** What the extension consists of. */
export type Parts = ReturnType<typeof buildParts>;

/** Nothing is followed or registered yet. */
export function buildParts(context: vscode.ExtensionContext) {
  const { extensionUri, globalStorageUri, workspaceState } = context;
  const inExtension = (...path: string[]): vscode.Uri => vscode.Uri.joinPath(extensionUri, ...path);
  const inStorage = (name: string): string => vscode.Uri.joinPath(globalStorageUri, name).fsPath;
  const isTrusted = (): boolean => vscode.workspace.isTrusted;
  const workspace = workspaceUri();

  const log = vscode.window.createOutputChannel('Cloze Tuner', { log: true });
  const notices = new Notices();
  const problems = new Problems(log, notices, globalStorageUri.fsPath);

  const startEngine = engineStarter(inExtension('dist', 'engine.js').fsPath, log);
  const idleTime = (): number => settings.idleMinutes * 60_000;
  const sharedEngine = new SharedEngine(startEngine, idleTime, problems.tellLoss);
  const filler = new MaskFiller(sharedEngine);

  const store = new RunStore(inStorage('runs'), (folder, error) => {
    log.warn(`${folder} is not readable as a run: ${String(error)}`);
  });
  const imported = new ImportedModels(inStorage('models'));
  const choices = new FileMemory(inStorage('choices.json'));
  const library = new ModelLibrary(embeddedModel(), [imported, new RunResults(store)], choices, isTrusted);

  const probes = new ProbeMemory(workspaceState);
  const queue = new RunQueue(store, {
    startEngine,
    modelFolder: (id) => library.find(id)?.folder,
    probesFor: (proposed) => probes.forRun(proposed),
    logError: problems.log,
    tell: problems.explain,
  });
  const fineTuning = new FineTuning(store, queue, library, probes, workspace);
  const recovery = new Recovery(store, queue, workspace, isTrusted, offerToResume, problems.log);

  const giveWay = (): void => {
    queue.giveWay();
  };
  const completions = new CompletionFeatures(filler, library, giveWay, problems.log);
  completions.apply(settings);

  const fineTuneCommands = new FineTuneCommands(
    fineTuning,
    library,
    startEngine,
    inExtension('samples'),
    settings,
  );
  const modelCommands = new ModelCommands(library, imported, new DependantRuns(store));
  const importCommand = new ImportCommand(
    new ModelImporter(startEngine, imported, acceptUntrained),
    new HubTokens(context.secrets),
    () => hubEndpoint(settings.hubEndpoint),
    library,
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
    completions: settings,
    focusPage: showDashboard,
    workspace,
  });
  const statusBar = new StatusBar(library, store, queue, settings, filler);

  return {
    log,
    notices,
    problems,
    filler,
    sharedEngine,
    store,
    imported,
    choices,
    library,
    queue,
    recovery,
    completions,
    fineTuneCommands,
    modelCommands,
    importCommand,
    exporting,
    dashboard,
    statusBar,
  };
}

/** Every engine gets the settings as they are when it starts; its end is logged. */
function engineStarter(program: string, log: vscode.LogOutputChannel): StartEngine {
  return () => {
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
