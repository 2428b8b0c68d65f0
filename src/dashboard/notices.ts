/** What happened outside of a run and has not been dismissed. */
import { Emitter } from '../protocol/emitter';
import type { Notice } from '../protocol/dashboard';

export class Notices {
  private nextId = 1;
  private notices: readonly Notice[] = [];
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;

  get all(): readonly Notice[] {
    return this.notices;
  }

  /** Newest first; the same message is not repeated. */
  add(notice: Omit<Notice, 'id'>): void {
    const others = this.notices.filter(({ message }) => message !== notice.message);
    this.notices = [{ ...notice, id: `${this.nextId++}` }, ...others];
    this.changed.fire();
  }

  dismiss(id: string): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
    this.changed.fire();
  }
}
