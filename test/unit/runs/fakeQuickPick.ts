/** The members of VS Code's quick pick that are used, for a person who writes, ticks and presses Enter or Escape. */
export class FakeQuickPick {
  title = '';
  placeholder = '';
  value = '';
  canSelectMany = false;
  ignoreFocusOut = false;
  items: readonly { label: string }[] = [];
  selectedItems: readonly { label: string }[] = [];
  isDisposed = false;
  private accept = (): void => undefined;
  private hide = (): void => undefined;

  readonly onDidAccept = (listener: () => void): void => void (this.accept = listener);
  readonly onDidHide = (listener: () => void): void => void (this.hide = listener);
  readonly show = (): void => undefined;

  readonly dispose = (): void => void (this.isDisposed = true);

  write(value: string): void {
    this.value = value;
    this.enter();
  }

  untick(label: string): void {
    this.selectedItems = this.selectedItems.filter((item) => item.label !== label);
  }

  enter(): void {
    this.accept();
  }

  escape(): void {
    this.hide();
  }
}
