import type { DashboardAction, DashboardState, HostMessage, PageMessage } from '../src/protocol/dashboard';
import { Folds } from './logic/folds';
import { KeptTexts, type PageMemory } from './logic/keptTexts';

/** What VS Code gives the page to talk with. */
declare function acquireVsCodeApi(): PageMemory & { postMessage(message: PageMessage): void };

const host = acquireVsCodeApi();

/** The sentences that the person is writing. */
export const drafts = new KeptTexts(host, 'drafts');

/** The parts of the page that the person has folded away. */
export const folds = new Folds(new KeptTexts(host, 'folded'));

/** A request of the person, on its way up from the component that it was made in. */
export class ActionEvent extends Event {
  static readonly type = 'dashboard-action';

  constructor(readonly action: DashboardAction) {
    super(ActionEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'dashboard-action': ActionEvent;
  }
}

/** A listener that makes the request from the element that is clicked; a double click counts once. */
export function request(action: DashboardAction): (event: MouseEvent) => void {
  return ({ currentTarget, detail: clicks }) => {
    if (clicks <= 1) currentTarget?.dispatchEvent(new ActionEvent(action));
  };
}

/** Hands every snapshot of the host to `show` and every request of `page` to the host. */
export function connect(page: HTMLElement, show: (state: DashboardState) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<HostMessage>) => {
    show(data.state);
  });
  page.addEventListener(ActionEvent.type, ({ action }) => {
    host.postMessage({ type: 'action', action });
  });
  host.postMessage({ type: 'ready' });
}
