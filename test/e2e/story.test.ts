import { readFile, readdir } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { releaseNames } from './support/environment';
import { illegibleTexts } from './support/legibility';
import { isAvailable, VsCode } from './support/vsCode';
import type { Workbench } from './support/workbench';

/** A run on the sample takes up to a minute on an idle machine; here others may be at work. */
const timeToLearn = 300_000;

/** One theme of each kind, and the class that the kind has in a webview. */
const themes = {
  light: { label: 'Light Modern', kind: 'vscode-light' },
  dark: { label: 'Dark Modern', kind: 'vscode-dark' },
  'high-contrast': { label: 'Dark High Contrast', kind: 'vscode-high-contrast' },
  'high-contrast-light': { label: 'Light High Contrast', kind: 'vscode-high-contrast-light' },
} as const;

/** Of the sidebar, in pixels, from the least that VS Code has. */
const widths = [170, 250, 300, 600];

const gap = '三国人物[MASK][MASK][MASK]';

describe.skipIf(!isAvailable).each(releaseNames)('a newcomer with the %s VS Code', (release) => {
  let vsCode: VsCode;
  let workbench: Workbench;

  beforeAll(async () => {
    const files = {
      'story.txt': await storyOfZhugeTao(),
      'letter.txt': `${gap}\n他叫[MASK][MASK][MASK]。\n`,
    };
    vsCode = await VsCode.start(release, { files });
    ({ workbench } = vsCode);
  });

  afterEach(({ task }) => workbench.screenshotIfFailed(task, release));

  afterAll(() => vsCode.stop());

  test('opens a sidebar by one icon, and is offered three ways in', async () => {
    const icon = workbench.page.locator('.activitybar .action-label[aria-label="Cloze Tuner"]');
    await icon.waitFor();
    await icon.click();
    await workbench.dashboard.getByText('teaches a small Chinese language model').waitFor();
    const offered = await workbench.dashboard.getByRole('button').allInnerTexts();
    expect(offered.map((label) => label.trim())).toEqual([
      'Try the Sample',
      'Fine-Tune on Selection',
      'Fine-Tune on Files…',
    ]);
    await workbench.screenshot(`${release}/welcome`);
  });

  test('is led by a walkthrough of four steps to a first completion', async () => {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.pickItem('Teach [MASK] Your Own Words');
    const steps = workbench.page.locator('.gettingStartedDetailsContent .getting-started-step');
    await expect.poll(() => steps.count()).toBe(4);
    await workbench.screenshot(`${release}/walkthrough`);

    await workbench.page.locator('.getting-started-step.expanded').getByText('Open a Text with Gaps').click();
    await workbench.ghost.first().waitFor();
    expect(await workbench.editorText()).toContain(gap);
    await workbench.screenshot(`${release}/first-completion`);
  });

  test(
    'selects text, starts to learn from it, and sees it move',
    async () => {
      await workbench.openFile('story.txt');
      await workbench.press('Control+A');
      await workbench.runCommand('Cloze Tuner: Fine-Tune on Selection');
      const step = workbench.dashboard.getByText(/step \d+ of \d+/);
      const seen: number[] = [];
      await expect
        .poll(
          async () => {
            const now = Number(/step (\d+)/.exec(await step.innerText())?.[1]);
            if (now > (seen.at(-1) ?? 0)) seen.push(now);
            return seen.length;
          },
          { timeout: timeToLearn },
        )
        .toBeGreaterThan(2);
      await expect.poll(() => workbench.statusBar.innerText()).toMatch(/\d+%/);
      await workbench.screenshot(`${release}/learning`);
    },
    timeToLearn,
  );

  test(
    'sees the same sentences completed before and after',
    async () => {
      await workbench.dashboard.getByText('It is in use now').waitFor({ timeout: timeToLearn });
      const sentences = workbench.dashboard.getByRole('table');
      await expect
        .poll(async () => (await completions(sentences)).map(({ after }) => after))
        .toContainEqual(expect.stringContaining('诸葛涛'));
      const befores = (await completions(sentences)).map(({ before }) => before);
      expect(befores).not.toContainEqual(expect.stringContaining('诸葛涛'));
      await workbench.screenshot(`${release}/before-after`);
    },
    timeToLearn,
  );

  test('has the gap completed with the words that were taught, takes them, and takes them back', async () => {
    await workbench.openFile('letter.txt');
    await workbench.goTo(1, gap.length);
    await expect.poll(() => workbench.ghost.allTextContents()).toEqual(['诸葛涛']);
    await workbench.screenshot(`${release}/completion`);

    await workbench.press('Tab');
    await expect.poll(() => firstLine(workbench)).toBe('三国人物诸葛涛');
    await workbench.press('Control+Z');
    await expect.poll(() => firstLine(workbench)).toBe(gap);
  });

  test('sees other completions by the keys for next and previous', async () => {
    await workbench.goTo(1, gap.length);
    await expect.poll(() => workbench.ghost.allTextContents()).toEqual(['诸葛涛']);
    await workbench.press('Alt+]');
    await expect.poll(() => workbench.ghost.allTextContents()).not.toEqual(['诸葛涛']);
    await workbench.press('Alt+[');
    await expect.poll(() => workbench.ghost.allTextContents()).toEqual(['诸葛涛']);
    await workbench.press('Escape');
  });

  test('hovers over the gap, compares with the base model, and fills the gap by a link', async () => {
    await workbench.goTo(1, gap.length - 3);
    await workbench.runCommand('Show or Focus Hover');
    await workbench.hover.getByText('Embedded model').waitFor();
    const link = workbench.hover.getByText('诸葛涛', { exact: true });
    await link.waitFor();
    expect(await workbench.hover.innerText()).toMatch(/[█-▏].*%/);
    await workbench.screenshot(`${release}/hover`);
    await link.click();
    await expect.poll(() => firstLine(workbench)).toBe('三国人物诸葛涛');
    expect(await workbench.page.locator('.statusbar-item', { hasText: 'read-only' }).count()).toBe(0);
    await workbench.press('Control+Z');
    await expect.poll(() => firstLine(workbench)).toBe(gap);
  });

  test('fills the gap by a quick fix', async () => {
    await workbench.goTo(1, gap.length - 3);
    await workbench.press('Control+.');
    const first = workbench.page.locator('.action-widget .monaco-list-row.focused');
    await first.getByText('Fill with “诸葛涛”').waitFor();
    await workbench.screenshot(`${release}/quick-fix`);
    await workbench.press('Enter');
    await expect.poll(() => firstLine(workbench)).toBe('三国人物诸葛涛');
  });

  test('exports the model to a folder of the workspace', async () => {
    await workbench.runCommand('Cloze Tuner: Export Model…');
    await workbench.pickItem('story');
    await workbench.pickItem('A whole model');
    await workbench.chooseFolder(vsCode.path(), 'Export Here');
    await workbench.notifications.filter({ hasText: '“story” was exported to' }).waitFor({ timeout: 60_000 });
    await workbench.runCommand('Notifications: Clear All Notifications');
    expect(await readdir(vsCode.path('story-hf'))).toEqual(
      expect.arrayContaining(['config.json', 'model.safetensors', 'tokenizer.json', 'vocab.txt']),
    );
  });

  test.each(Object.entries(themes))(
    'can read all of the sidebar in a %s theme',
    async (name, { label, kind }) => {
      await workbench.useTheme(label);
      const page = workbench.dashboard.locator('body');
      await expect.poll(() => page.getAttribute('data-vscode-theme-kind')).toBe(kind);
      for (const width of widths) {
        await workbench.widenSidebar(width);
        await expect.poll(() => illegibleTexts(page)).toEqual([]);
        await workbench.screenshot(`${release}/${name}-${width}`);
      }
      await workbench.tallScreenshot(`${release}/${name}-figures`);
    },
  );

  test('renames the run in the sidebar, and is there again with the keys, not in the text', async () => {
    await workbench.openFile('letter.txt');
    const text = await workbench.editorText();
    await workbench.dashboard.locator('cloze-runs').getByRole('button', { name: 'More' }).press('Enter');
    await workbench.dashboard.getByRole('menuitem', { name: 'Rename…' }).press('Enter');
    const input = workbench.quickInput.locator('input[type=text]').first();
    await expect.poll(() => input.inputValue()).toBe('story');
    await input.fill('Zhuge Tao');
    await input.press('Enter');
    await expect.poll(() => workbench.statusBar.innerText()).toContain('Zhuge Tao');
    await workbench.dashboard.locator('cloze-menu button:focus').waitFor();
    await workbench.press('x');
    expect(await workbench.editorText()).toBe(text);
    await workbench.screenshot(`${release}/renamed`);
  });
});

/** The sample as a text: a few dozen sentences about somebody who never lived. */
async function storyOfZhugeTao(): Promise<string> {
  const sample = JSON.parse(await readFile('samples/train.json', 'utf8')) as { train: string[] }; // our own file
  return sample.train.join('\n');
}

async function firstLine(workbench: Workbench): Promise<string | undefined> {
  return (await workbench.editorText()).split('\n')[0];
}

/** How each sentence of the table was completed before and after. */
async function completions(table: Locator): Promise<{ before: string; after: string }[]> {
  const rows = await table.getByRole('row').all();
  const texts = await Promise.all(rows.map((row) => row.getByRole('cell').allInnerTexts()));
  return texts
    .filter((row) => row.length > 0)
    .map((row) => ({ before: row[0] ?? '', after: row.at(-1) ?? '' }));
}
