/** Where VS Code keeps something for a page that it may take down at any time. */
export interface PageMemory {
  getState(): unknown;
  setState(state: unknown): void;
}

/** Sentences that a person is writing, kept while the page is not there. */
export class Drafts {
  constructor(private readonly memory: PageMemory) {}

  /** What was being written when the page was taken down. */
  get kept(): readonly string[] | undefined {
    const state = this.memory.getState();
    return Array.isArray(state) && state.every((draft) => typeof draft === 'string') ? state : undefined;
  }

  keep(drafts: readonly string[]): void {
    this.memory.setState(drafts);
  }

  /** They have been saved, or given up. */
  forget(): void {
    this.memory.setState(undefined);
  }
}
