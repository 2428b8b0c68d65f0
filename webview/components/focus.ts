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

/** The same as soon as the page has the focus, so that it is not taken from the editor beside it. */
export function takeFocusOnceHere(part: HTMLElement): void {
  if (document.hasFocus()) {
    takeFocusTo(part);
    return;
  }
  window.addEventListener(
    'focus',
    () => {
      if (part.isConnected) takeFocusTo(part);
    },
    { once: true },
  );
}

/** Whether the person is in a field of the page, however deep in shadow roots. */
export function isWriting(): boolean {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused instanceof HTMLInputElement;
}
