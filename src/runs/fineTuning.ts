/** Makes runs out of what a person chose. */
import { freeName } from '../host/freeName';
import type { ModelLibrary } from '../models/modelLibrary';
import type { CorpusCheck } from '../protocol/engine';
import type { Effort, RunCorpus } from '../protocol/runFolder';
import type { ProbeMemory } from './probeMemory';
import type { Run } from './run';
import type { RunQueue } from './runQueue';
import type { RunStore } from './runStore';

/** What to learn from: files, or the text that was selected. */
export interface NewCorpus extends RunCorpus {
  readonly text?: string;
  /** What a run on it is called. */
  readonly title: string;
}

export interface Choices {
  /** Id of the model to start from. */
  readonly base: string;
  readonly effort: Effort;
  readonly terms?: readonly string[];
  /** The peak, where it is not to be chosen by the program. */
  readonly learningRate?: number;
  readonly check?: CorpusCheck;
}

/** Of a learning rate that was too high, the next one to try. */
const gentlerShare = 1 / 3;

export class FineTuning {
  /** @param workspace the workspace of this window, as a URI */
  constructor(
    private readonly store: RunStore,
    private readonly queue: RunQueue,
    private readonly library: ModelLibrary,
    private readonly probes: ProbeMemory,
    private readonly workspace: string | undefined,
  ) {}

  get defaults(): Choices {
    return { base: this.library.embedded.id, effort: 'balanced' };
  }

  /** Starts a run, or queues it behind those that are going on. */
  async start({ text, title, ...corpus }: NewCorpus, choices: Choices = this.defaults): Promise<Run> {
    const { base, effort, terms, learningRate, check } = choices;
    const run = await this.store.create(
      {
        createdAt: Date.now(),
        corpus,
        base,
        effort,
        ...(terms && { terms }),
        ...(learningRate !== undefined && { learningRate }),
        ...(this.workspace !== undefined && { workspace: this.workspace }),
      },
      {
        name: freeName(title, (name) => this.store.isNameTaken(name)),
        wish: 'run',
        queued: true,
        probes: check ? await this.probes.forRun(check.probes) : [],
      },
      { text, check },
    );
    await this.queue.add(run);
    return run;
  }

  /**
   * Starts afresh what another run was asked to do; where that came apart, it is to learn more gently.
   *
   * @param currentText what its document says by now, where that is to be learnt
   */
  async repeat(run: Run, currentText?: string): Promise<Run> {
    const { corpus, ...choices } = run.settings;
    const source = await run.corpus();
    const text = 'text' in source ? { text: currentText ?? source.text.content } : {};
    const tooHigh = run.history.failed?.tooHighLearningRate;
    const gentler = tooHigh === undefined ? {} : { learningRate: tooHigh * gentlerShare };
    return this.start({ ...corpus, ...text, title: run.state.name }, { ...choices, ...gentler });
  }
}
