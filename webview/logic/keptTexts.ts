/** Where VS Code keeps something for a page that it may take down at any time. */
export interface PageMemory {
  getState(): unknown;
  setState(state: unknown): void;
}

/** Texts of one kind, kept beside those of other kinds while the page is not there. */
export class KeptTexts {
  constructor(
    private readonly memory: PageMemory,
    private readonly kind: string,
  ) {}

  /** What was kept last, by this page or the one that was taken down. */
  get kept(): readonly string[] | undefined {
    const texts = this.state[this.kind];
    return Array.isArray(texts) && texts.every((text) => typeof text === 'string') ? texts : undefined;
  }

  keep(texts: readonly string[]): void {
    this.memory.setState({ ...this.state, [this.kind]: texts });
  }

  forget(): void {
    this.memory.setState({ ...this.state, [this.kind]: undefined });
  }

  private get state(): Readonly<Record<string, unknown>> {
    const state = this.memory.getState();
    return typeof state === 'object' ? { ...state } : {};
  }
}
