/** Gathers what the dashboard shows from the parts of the host, and passes on to them what the person asks for. */
import type { CompletionSettings } from '../host/completionSettings';
import type { ModelLibrary } from '../models/modelLibrary';
import type {
  Comparison,
  DashboardAction,
  DashboardSource,
  DashboardState,
  ProbeBoard,
  plainActions,
} from '../protocol/dashboard';
import { Emitter } from '../protocol/emitter';
import { saysMissing } from '../protocol/system';
import type { ProbeMemory } from '../runs/probeMemory';
import type { Run } from '../runs/run';
import type { RunActions } from '../runs/runActions';
import type { RunQueue } from '../runs/runQueue';
import { resultOf } from '../runs/runResults';
import type { RunStore } from '../runs/runStore';
import type { FilledSentences } from './filledSentences';
import type { Notices } from './notices';
import { comparisonOf, probeBoard } from './probeViews';
import { propose } from './proposing';
import { runSummary, runView } from './runViews';

/** Actions that are a command of the extension, of the same name. */
type CommandAction = Exclude<
  (typeof plainActions)[number],
  'proposeProbes' | 'closeComparison' | 'importModel'
>;

export interface HostParts {
  readonly store: RunStore;
  readonly queue: RunQueue;
  readonly library: ModelLibrary;
  readonly probes: ProbeMemory;
  readonly filled: FilledSentences;
  readonly notices: Notices;
  readonly runActions: RunActions;
  /** Does something if the workspace is trusted. */
  readonly whenTrusted: (action: () => Promise<void>) => Promise<unknown>;
  readonly runCommand: (name: CommandAction) => PromiseLike<void>;
  /** @param onAnswered called when nothing more is asked; the import itself takes its time */
  readonly importModel: (onAnswered: () => PromiseLike<void>) => Promise<void>;
  readonly completions: Pick<CompletionSettings, 'completionsEnabled'>;
  /** Gives the focus back to the page: when quick input closes, VS Code gives it to the text editor. */
  readonly focusPage: () => PromiseLike<void>;
  readonly workspace: string | undefined;
}

export class HostSource implements DashboardSource {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private state: DashboardState | undefined;
  private shown: string | undefined;
  private compared: { readonly left: string; readonly right: string } | undefined;

  constructor(private readonly parts: HostParts) {
    const { store, queue, library, probes, filled, notices } = parts;
    for (const { onDidChange } of [store, queue, library, probes, filled, notices]) {
      onDidChange(() => {
        this.invalidate();
      });
    }
    for (const onDidChange of [probes.onDidChange, library.onDidChangeActive, queue.onDidEnd]) {
      onDidChange(() => {
        filled.retry();
      });
    }
  }

  getState(): DashboardState {
    return (this.state ??= this.gather());
  }

  /** To be called when completions have been switched on or off. */
  update(): void {
    this.invalidate();
  }

  /** Tries again what could not be completed: the engine may have started again, for example. */
  beSeen(): void {
    this.parts.filled.retry();
  }

  async perform(action: DashboardAction): Promise<void> {
    const { library, probes, notices, whenTrusted, runCommand, importModel, focusPage } = this.parts;
    switch (action.type) {
      case 'selectModel':
        await whenTrusted(() => library.activate({ id: action.model }));
        this.invalidate(); // the page shows the choice already, also where nothing came of it
        return;
      case 'editProbes':
        return probes.edit(action.probes);
      case 'dismiss':
        notices.dismiss(action.notice);
        return;
      case 'proposeProbes':
        return propose(this.proposals(), probes);
      case 'fineTuneFiles':
      case 'fineTuneWithChoices':
        return this.askAndComeBack(action.type);
      case 'importModel':
        await whenTrusted(() => importModel(focusPage));
        return;
      case 'closeComparison':
        this.compared = undefined;
        this.invalidate();
        return;
      default:
        if ('run' in action) await this.performOnRun(action);
        else await runCommand(action.type);
    }
  }

  /** The focus comes back after the command, but not after the message that asks for trust, which may lead elsewhere. */
  private async askAndComeBack(name: CommandAction): Promise<void> {
    const { whenTrusted, runCommand, focusPage } = this.parts;
    await whenTrusted(async () => {
      await runCommand(name);
      await focusPage();
    });
  }

  private async performOnRun(action: Extract<DashboardAction, { run: string }>): Promise<void> {
    const { store, runActions, whenTrusted } = this.parts;
    const run = store.get(action.run);
    if (!run) return; // another window has deleted it
    try {
      if (action.type === 'compare') await whenTrusted(() => this.compare(run));
      else if (action.type === 'show') this.show(run);
      else await runActions[action.type](run);
    } catch (error) {
      await store.refresh();
      const isDeleted = saysMissing(error) && !store.get(run.id); // by another window, meanwhile
      if (!isDeleted) throw error;
    }
  }

  private show(run: Run): void {
    this.shown = run.id;
    this.invalidate();
  }

  private async compare(run: Run): Promise<void> {
    const other = await this.parts.runActions.pickComparable(run);
    if (!other) return;
    this.compared = { left: run.id, right: other.id };
    this.invalidate();
  }

  private gather(): DashboardState {
    const { store, queue, library, notices, completions } = this.parts;
    const { models, active } = library;
    const run = this.shownRun();
    const comparison = this.comparison();
    return {
      queue: queue.queued.map(({ id, state, settings }) => ({
        id,
        name: state.name,
        corpus: settings.corpus.label,
      })),
      probes: this.probeBoard(run),
      runs: store.runs.map((each) => runSummary(each, queue.isAtWork(each), active)),
      models: models.map(({ id, name, kind }) => ({ id, name, kind, active: id === active.id })),
      completing: completions.completionsEnabled,
      notices: notices.all,
      ...(run && { run: runView(run, queue.isAtWork(run), library) }),
      ...(comparison && { comparison }),
    };
  }

  /** The run at work; else the one shown before, unless it was another window's; else the latest of this workspace. */
  private shownRun(): Run | undefined {
    const { store, queue, workspace } = this.parts;
    const { runs } = store;
    const run =
      runs.find((each) => queue.isAtWork(each)) ??
      runs.find(({ lease }) => lease) ??
      runs.find(({ id }) => id === this.shown) ??
      runs.find(({ settings, status }) => settings.workspace === workspace && status !== 'queued');
    const isElsewhere = run?.lease && !queue.isAtWork(run) && run.settings.workspace !== workspace;
    if (!isElsewhere) this.shown = run?.id;
    return run;
  }

  /** What the text of the run on display proposes; else that of the latest run that proposes something. */
  private proposals(): readonly string[] {
    const runs = [this.shownRun(), ...this.parts.store.runs];
    return runs.map((run) => run?.check?.probes ?? []).find(({ length }) => length > 0) ?? [];
  }

  private sentences(run: Run | undefined): readonly string[] {
    return this.parts.probes.textsOr(run?.state.probes ?? []);
  }

  private probeBoard(run: Run | undefined): ProbeBoard {
    const { library, queue, filled } = this.parts;
    const asked = library.mayChoose() ? run : undefined; // else the embedded model is asked alone
    const base = asked ? library.find(asked.settings.base) : library.embedded;
    const result = asked && !asked.lease && !queue.isAtWork(asked) ? resultOf(asked) : undefined;
    return probeBoard(this.sentences(run), run, { base, result }, filled);
  }

  private comparison(): Comparison | undefined {
    const { store, filled } = this.parts;
    const left = this.compared && store.get(this.compared.left);
    const right = this.compared && store.get(this.compared.right);
    return left && right && comparisonOf(left, right, this.sentences(left), filled);
  }

  private invalidate(): void {
    this.state = undefined;
    this.changed.fire();
  }
}
