/** What holds memory of the runtime until it is released. */
interface Releasable {
  release(): Promise<void>;
}

/** What a run has loaded, to be released when it ends, however that comes about. */
export class Holdings {
  private readonly held: Releasable[] = [];

  hold<T extends Releasable>(loaded: T): T {
    this.held.push(loaded);
    return loaded;
  }

  /** Never fails: a card that was lost may fail at this, too, which says nothing new. */
  async release(): Promise<void> {
    for (const loaded of this.held.reverse()) await loaded.release().catch(() => undefined);
  }
}
