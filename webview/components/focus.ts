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
