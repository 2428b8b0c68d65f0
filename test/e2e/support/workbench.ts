import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect, type RunnerTestCase } from 'vitest';

/** Screenshots are kept here for a person to look at; git ignores the folder. */
const screenshots = resolve('artifacts/screenshots');

const patience = 20_000;

/** Milliseconds in which what has just appeared is faded in, and icons are drawn. */
const fading = 400;

/** A window of VS Code in a browser, spoken to as its user would: by keys, clicks and what can be seen. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(patience);
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.#untilReady();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.#untilReady();
  }

  /** Ready is when the extension has put its item into the status bar. */
  async #untilReady(): Promise<void> {
    await this.statusBar.waitFor({ timeout: 60_000 });
  }

  /** Takes the focus from the page, as another window does; a page without a screen keeps it. Gives the way back. */
  async leaveWindow(): Promise<() => Promise<void>> {
    const focused = await this.page.evaluateHandle(() => {
      const element = document.activeElement;
      document.hasFocus = () => false;
      if (element instanceof HTMLElement) element.blur();
      window.dispatchEvent(new Event('blur'));
      return element;
    });
    return () =>
      focused.evaluate((element) => {
        document.hasFocus = () => true;
        window.dispatchEvent(new Event('focus'));
        if (element instanceof HTMLElement) element.focus();
      });
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Runs a command by the title that the command palette shows. */
  async runCommand(title: string): Promise<void> {
    await this.#pick('F1', `>${title}`, title);
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.#pick('Control+P', name, name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    // The tab comes before its text, and until then the text of the file before takes what is typed.
    const editor = this.page.locator(
      `.editor-instance .monaco-editor[data-uri$="/${encodeURIComponent(name)}"]`,
    );
    await editor.locator('.view-lines').first().click();
  }

  /** Chooses from the context menu of a file in the explorer. */
  async fileMenu(name: string, item: string): Promise<void> {
    await this.#retried(async () => {
      await this.press('Control+Shift+E');
      await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).click({
        button: 'right',
        timeout: 5000,
      });
      const choice = this.page.getByRole('menuitem', { name: item });
      await choice.waitFor({ timeout: 5000 });
      // In the first 100 ms a menu takes no click, as it may be the end of the one that opened it.
      await this.page.waitForTimeout(500);
      await choice.click({ timeout: 5000 });
      await choice.waitFor({ state: 'hidden', timeout: 10_000 });
    });
  }

  /** Picks from an open list of quick input. */
  async pickItem(label: string): Promise<void> {
    await this.quickInput.locator('.monaco-list-row', { hasText: label }).first().click();
  }

  /** Chooses a folder in the dialog for it, which in a browser is a quick input with a path. */
  async chooseFolder(path: string, button: string): Promise<void> {
    const input = this.quickInput.locator('input[type=text]').first();
    await expect.poll(() => input.inputValue()).toMatch(/\/$/);
    const wanted = `${path}/`;
    // While the dialog still looks into the folder that it opens with, it may add to what is typed.
    await expect
      .poll(async () => {
        if ((await input.inputValue()) !== wanted) await input.fill(wanted);
        return input.inputValue();
      })
      .toBe(wanted);
    await this.quickInput.getByRole('button', { name: button }).click();
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  async #pick(key: string, words: string, label: string): Promise<void> {
    const input = this.quickInput.locator('input[type=text]').first();
    const row = this.quickInput.locator('.monaco-list-row', { hasText: label }).first();
    await this.#retried(async () => {
      await this.page.keyboard.press(key);
      await input.waitFor({ timeout: 3000 });
      await input.fill(words);
      await row.click({ timeout: 5000 });
    });
  }

  /** Menus and quick input open late or lose focus now and then; a person would close them and try again. */
  async #retried(action: () => Promise<void>, tries = 4): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await action();
        return;
      } catch (error) {
        if (attempt === tries) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** Puts the cursor into a line (from 1) of the active editor, before its character at `offset`. */
  async goTo(line: number, offset = 0): Promise<void> {
    const input = this.quickInput.locator('input[type=text]').first();
    await this.#retried(async () => {
      await this.page.keyboard.press('Control+G');
      await input.waitFor({ timeout: 3000 });
      await input.fill(`:${line}`);
      await this.page.keyboard.press('Enter');
      await input.waitFor({ state: 'hidden', timeout: 3000 });
      await this.page.locator('.monaco-editor.focused').waitFor({ timeout: 3000 });
      await this.page.keyboard.press('Home');
      await this.#cursorAt(line, [1]);
      for (let step = 0; step < offset; step++) await this.page.keyboard.press('ArrowRight');
      // Newer releases count a Chinese character as two columns.
      await this.#cursorAt(
        line,
        Array.from({ length: offset + 1 }, (_, wide) => offset + wide + 1),
      );
    });
  }

  /** Waits until the status bar says that the cursor is in a line, in one of some columns, both from 1. */
  async #cursorAt(line: number, columns: readonly number[]): Promise<void> {
    const hasText = new RegExp(`^\\D*${line}\\D+(${columns.join('|')})$`);
    await this.page.locator('#status\\.editor\\.selection', { hasText }).waitFor({ timeout: 3000 });
  }

  /** The text of the lines in view of the active editor, with the ghost text left out. */
  async editorText(): Promise<string> {
    return this.page
      .locator('.editor-group-container.active .view-lines')
      .first()
      .evaluate((lines) => {
        const byTop = [...lines.querySelectorAll<HTMLElement>('.view-line')];
        byTop.sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top));
        const textOf = (line: HTMLElement) => {
          const copy = line.cloneNode(true);
          if (!(copy instanceof HTMLElement)) return '';
          for (const ghost of copy.querySelectorAll('[class*=ghost-text]')) ghost.remove();
          return copy.textContent.replaceAll('\u00a0', ' ');
        };
        return byTop.map(textOf).join('\n');
      });
  }

  get ghost(): Locator {
    return this.page.locator('.view-line [class*=ghost-text-decoration]');
  }

  get hover(): Locator {
    return this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content');
  }

  get notifications(): Locator {
    return this.page.locator('.notification-toast .notification-list-item');
  }

  get statusBar(): Locator {
    return this.page.locator('.statusbar-item[id*="clozeTuner.status"]');
  }

  /** The page of the sidebar's view. */
  get dashboard(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** Chooses a colour theme by its label. */
  async useTheme(label: string): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.page.keyboard.type(label);
    await this.pickItem(label);
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  /** Drags the edge of the sidebar until it is about so many pixels wide. */
  async widenSidebar(width: number): Promise<void> {
    const edge = async () => {
      const box = await this.page.locator('.part.sidebar').boundingBox();
      if (!box) throw new Error('the sidebar is closed');
      return { x: box.x + box.width, y: box.y + box.height / 2, left: box.x };
    };
    const { x, y, left } = await edge();
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(left + width, y, { steps: 8 });
    await this.page.mouse.up();
    await this.page.mouse.move(left + 700, y);
  }

  /** What the person saw when a test failed. */
  async screenshotIfFailed(test: RunnerTestCase, release: string): Promise<void> {
    if (test.result?.state === 'fail') await this.screenshot(`failed/${release} ${test.name}`);
  }

  async screenshot(name: string): Promise<void> {
    await mkdir(screenshots, { recursive: true });
    await this.page.waitForTimeout(fading);
    await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
  }

  /** A screenshot of a window as high as all of the figures need. */
  async tallScreenshot(name: string): Promise<void> {
    const size = this.page.viewportSize();
    await this.page.setViewportSize({ width: 1280, height: 1380 });
    await this.screenshot(name);
    if (size) await this.page.setViewportSize(size);
  }
}
