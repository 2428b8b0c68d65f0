import type { KeptTexts } from './keptTexts';

/** Which parts of the page are folded away, by their names. */
export class Folds {
  constructor(private readonly names: Pick<KeptTexts, 'kept' | 'keep'>) {}

  has(name: string): boolean {
    return this.names.kept?.includes(name) ?? false;
  }

  /** Does nothing where nothing has changed: a part also tells that it is open when it has just been drawn. */
  set(name: string, isFolded: boolean): void {
    if (isFolded === this.has(name)) return;
    const others = (this.names.kept ?? []).filter((other) => other !== name);
    this.names.keep(isFolded ? [...others, name] : others);
  }
}
