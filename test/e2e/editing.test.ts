import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { releaseNames } from './support/environment';
import { isAvailable, VsCode } from './support/vsCode';
import type { Workbench } from './support/workbench';

/** Texts as people have them; the embedded model completes them. */
const files = {
  'windows.txt': '今天天气很[MASK]。\r\n[mask]天是个好日子\r\n',
  'long.txt': `${'今天的天气比昨天好。'.repeat(500)}明天天气会更[MASK]`,
  'read-only.txt': '今天天气很[MASK]。\n',
  'list.json': '["今天天气很[MASK]。"]\n',
  // One for each try, as the one before has changed by then.
  'twice-0.txt': '今天天气很[MASK]\n今天天气很[MASK]\n',
  'twice-1.txt': '今天天气很[MASK]\n今天天气很[MASK]\n',
  'composed-0.txt': '今天气很[MASK]。\n',
  'composed-1.txt': '今天气很[MASK]。\n',
};

describe.skipIf(!isAvailable).each(releaseNames)('a gap in the %s VS Code', (release) => {
  let vsCode: VsCode;
  let workbench: Workbench;

  beforeAll(async () => {
    const settings = { 'clozeTuner.completions.languages': ['plaintext', 'json'] };
    vsCode = await VsCode.start(release, { files, settings });
    ({ workbench } = vsCode);
  });

  afterEach(({ task }) => workbench.screenshotIfFailed(task, release));

  afterAll(() => vsCode.stop());

  test('is completed in a file with Windows line ends, which it keeps', async () => {
    await workbench.openFile('windows.txt');
    await workbench.goTo(1, '今天天气很[MASK]'.length);
    await takeGhost();
    await expect.poll(() => lineOf(1)).toMatch(/^今天天气很\p{Script=Han}。$/u);
    expect(await workbench.page.locator('.statusbar-item', { hasText: 'CRLF' }).count()).toBe(1);
  });

  test('is completed at the beginning of a line, in lower case', async () => {
    await workbench.goTo(2);
    await takeGhost();
    await expect.poll(() => lineOf(2)).toMatch(/^\p{Script=Han}天是个好日子$/u);
    await workbench.press('Control+Z');
    await expect.poll(() => lineOf(2)).toBe('[mask]天是个好日子');
  });

  test('is completed at the end of a very long line', async () => {
    await workbench.openFile('long.txt');
    await workbench.press('Control+End');
    await takeGhost();
    await workbench.press('Control+Z');
    await workbench.ghost.first().waitFor();
  });

  test('is completed at several cursors at once, and all come back by one undo', async ({ task }) => {
    await workbench.openFile(`twice-${task.result?.retryCount ?? 0}.txt`);
    await workbench.goTo(1, '今天天气很[MASK]'.length);
    await workbench.runCommand('Add Cursor Below');
    await workbench.page.waitForTimeout(3_000); // with another cursor it is taken back and asked for anew
    await takeGhost();
    await expect.poll(() => lineOf(1)).toMatch(/^今天天气很\p{Script=Han}$/u);
    expect(await lineOf(2)).toBe(await lineOf(1));
    await workbench.press('Control+Z');
    await expect.poll(() => lineOf(1)).toBe('今天天气很[MASK]');
    expect(await lineOf(2)).toBe('今天天气很[MASK]');
    await workbench.press('Escape');
  });

  test('is completed also after the person was in another window', async () => {
    await workbench.openFile('read-only.txt');
    await workbench.goTo(1, '今天天气很[MASK]'.length);
    await workbench.ghost.first().waitFor();
    const comeBack = await workbench.leaveWindow();
    await workbench.ghost.first().waitFor({ state: 'hidden' });
    await comeBack();
    await workbench.ghost.first().waitFor();
  });

  test('is completed in a language of the settings, which has the menu for it, too', async () => {
    await workbench.openFile('list.json');
    await workbench.press('Shift+F10');
    await workbench.page.getByRole('menuitem', { name: 'Cloze Tuner' }).waitFor();
    await workbench.press('Escape');
    await workbench.goTo(1, '["今天天气很'.length);
    await takeGhost();
    await expect.poll(() => lineOf(1)).toMatch(/^\["今天天气很\p{Script=Han}。"\]$/u);
  });

  test('is completed after an input method has composed a character before it', async ({ task }) => {
    await workbench.openFile(`composed-${task.result?.retryCount ?? 0}.txt`);
    await workbench.goTo(1, '今'.length);
    const keyboard = await workbench.page.context().newCDPSession(workbench.page);
    for (const text of ['t', 'ti', 'tia', 'tian']) {
      await keyboard.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
    await keyboard.send('Input.insertText', { text: '天' });
    await expect.poll(() => lineOf(1)).toBe('今天天气很[MASK]。');
    await workbench.goTo(1, '今天天气很'.length);
    await takeGhost();
    await expect.poll(() => lineOf(1)).toMatch(/^今天天气很\p{Script=Han}。$/u);
  });

  test('is offered nothing outside of it', async () => {
    await workbench.goTo(1, 2);
    await workbench.runCommand('Trigger Inline Suggestion');
    await workbench.page.waitForTimeout(1_000);
    expect(await workbench.ghost.count()).toBe(0);
  });

  test('is left by the links of its hover where the text is read-only', async () => {
    await workbench.openFile('read-only.txt');
    await workbench.runCommand('File: Set Active Editor Read-only in Session');
    await workbench.goTo(1, '今天天气很'.length + 1);
    await workbench.runCommand('Show or Focus Hover');
    await workbench.hover.locator('a').first().click();
    await workbench.page.locator('.statusbar-item', { hasText: 'This text is read-only here.' }).waitFor();
    expect(await lineOf(1)).toBe('今天天气很[MASK]。');
    await workbench.press('Escape');
  });

  async function takeGhost(): Promise<void> {
    await workbench.ghost.first().waitFor();
    await workbench.press('Tab');
    await workbench.ghost.first().waitFor({ state: 'hidden' });
  }

  /** A line in view, counted from 1. */
  async function lineOf(line: number): Promise<string | undefined> {
    return (await workbench.editorText()).split('\n')[line - 1];
  }
});
