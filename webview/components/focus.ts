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
