import type { LitElement } from 'lit';

type Place = Element | null | undefined;

/**
 * What had the focus, however deep in shadow roots, when it left the page. After a question, for example, VS Code gives it
 * back to the page as a whole.
 */
let holder: HTMLElement | undefined;

/** Lets the focus come back to where it was in the page, unless the pointer brings it elsewhere. */
export function followFocus(): void {
  window.addEventListener('focusout', (event) => {
    const [deepest] = event.composedPath();
    holder = deepest instanceof HTMLElement ? deepest : undefined;
  });
  window.addEventListener(
    'pointerdown',
    () => {
      if (!document.hasFocus()) holder = undefined;
    },
    { capture: true },
  );
  window.addEventListener('focus', () => {
    if (holder?.isConnected && document.activeElement === document.body) giveFocus(holder);
  });
}

/**
 * Keeps the focus in the page when an update of a component removes what had it: it goes to the first of some places that
 * is still there. They had better not be buttons, which whoever presses a key twice would press as well.
 *
 * @param placesNear told what has the focus before an update; answers the places, the nearest first
 */
export function keepFocus(host: LitElement, placesNear: (focused: Element) => readonly Place[]): void {
  let focused: Place;
  let places: readonly Place[] = [];
  host.addController({
    hostUpdate: () => {
      focused = focusedIn(host.shadowRoot);
      places = focused ? placesNear(focused) : [];
    },
    hostUpdated: () => {
      if (!focused || focused.isConnected) return;
      const place = places.find((each) => each?.isConnected);
      if (place instanceof HTMLElement) sendFocusTo(place);
    },
  });
}

/** The item of a list that something is in, and those beside it. */
export function itemsNear(part: Element): readonly Place[] {
  const item = part.closest('li');
  return [item, item?.nextElementSibling, item?.previousElementSibling];
}

/** Takes the focus to a part of the page, once the page has the focus: it is not to be taken from the editor. */
export function sendFocusTo(part: HTMLElement): void {
  holder = part;
  if (document.hasFocus()) giveFocus(part);
}

/** Takes the focus to a part of the page that has none by itself, until it goes on from there. */
export function takeFocusTo(part: HTMLElement): void {
  part.tabIndex = -1;
  part.addEventListener(
    'blur',
    () => {
      part.removeAttribute('tabindex');
    },
    { once: true },
  );
  part.focus();
}

/** Whether the person is in a field of the page, however deep in shadow roots. */
export function isWriting(): boolean {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused instanceof HTMLInputElement;
}

function giveFocus(part: HTMLElement): void {
  part.focus();
  if (!part.matches(':focus-within')) takeFocusTo(part);
}

/** What has the focus directly below a shadow root, or will have it again. */
function focusedIn(root: ShadowRoot | null): Place {
  if (document.hasFocus()) return root?.activeElement;
  let part: Element | undefined = holder;
  while (part && part.getRootNode() !== root) part = hostOf(part);
  return part;
}

function hostOf(part: Element): Element | undefined {
  const root = part.getRootNode();
  return root instanceof ShadowRoot ? root.host : undefined;
}
