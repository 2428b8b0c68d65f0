/** Every model that completions can use or a run can start from, and which of them is active. */
import type { Memory } from '../host/fileMemory';
import { Emitter, type Event } from '../protocol/emitter';
import type { ModelVersion } from '../protocol/engine';

export interface ModelEntry extends ModelVersion {
  readonly id: string;
  readonly name: string;
  readonly kind: 'embedded' | 'imported' | 'result';
  /** Id of the model that a result was learnt on top of. */
  readonly base?: string;
  /** The person's own words, which a result was taught. */
  readonly words?: readonly string[];
  /** Set for a result whose run can still go on, which would change it and spoil what was learnt on top of it. */
  readonly unfinished?: boolean;
  /** Set where an imported model guesses no better than chance; whoever imported it wanted it all the same. */
  readonly untrainedHead?: boolean;
}

/** A place that models come from. */
export interface ModelSource {
  /** In the order in which they are to be shown. */
  models(): readonly ModelEntry[];
  readonly onDidChange: Event<void>;
}

const activeKey = 'activeModel';

export class ModelLibrary {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly activeChanged = new Emitter<void>();
  /** Completions use another model, or another state of it. */
  readonly onDidChangeActive = this.activeChanged.event;
  private lastActive: ModelEntry;

  /**
   * @param embedded the model that ships with the extension, always there
   * @param mayChoose whether a model other than the embedded one may be used, which an untrusted workspace forbids
   */
  constructor(
    readonly embedded: ModelEntry,
    private readonly sources: readonly ModelSource[],
    private readonly memory: Memory,
    readonly mayChoose: () => boolean,
  ) {
    for (const source of sources) {
      source.onDidChange(() => {
        this.refresh();
      });
    }
    this.lastActive = this.active;
  }

  /** Without the results that build on a model that is gone: they complete nothing. */
  get models(): readonly ModelEntry[] {
    const all = [this.embedded, ...this.sources.flatMap((source) => source.models())];
    const byId = new Map(all.map((model) => [model.id, model]));
    const isWhole = ({ base }: ModelEntry): boolean => {
      if (base === undefined) return true;
      const found = byId.get(base);
      return found !== undefined && isWhole(found);
    };
    return all.filter(isWhole);
  }

  /** The model that completions use: the chosen one, or the embedded one if that, or a model it builds on, is gone. */
  get active(): ModelEntry {
    return (this.mayChoose() ? this.chosen : undefined) ?? this.embedded;
  }

  /** The chosen model, where it completes only once the workspace is trusted. */
  get withheld(): ModelEntry | undefined {
    const chosen = this.mayChoose() ? undefined : this.chosen;
    return chosen?.id === this.embedded.id ? undefined : chosen;
  }

  private get chosen(): ModelEntry | undefined {
    const id = this.memory.get(activeKey);
    return typeof id === 'string' ? this.find(id) : undefined;
  }

  find(id: string): ModelEntry | undefined {
    return this.models.find((model) => model.id === id);
  }

  /** The model that a result was learnt on top of; nothing for other models. */
  baseOf({ base }: ModelEntry): ModelEntry | undefined {
    return base === undefined ? undefined : this.find(base);
  }

  /** The words that a model was taught, those of what it was learnt on top of included. */
  wordsOf(model: ModelEntry): readonly string[] {
    const base = this.baseOf(model);
    return [...(model.words ?? []), ...(base ? this.wordsOf(base) : [])];
  }

  async activate({ id }: Pick<ModelEntry, 'id'>): Promise<void> {
    await this.memory.update(activeKey, id);
    this.refresh();
  }

  /** Looks again which model is active; the workspace may have become trusted. */
  refresh(): void {
    this.changed.fire();
    const { active, lastActive } = this;
    this.lastActive = active;
    if (active.id !== lastActive.id || active.version !== lastActive.version) this.activeChanged.fire();
  }
}
