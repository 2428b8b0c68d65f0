import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { currentRelease } from './support/environment';
import { isAvailable, VsCode } from './support/vsCode';
import type { Workbench } from './support/workbench';

const story = Array.from({ length: 12 }, (_, day) => `第${day + 1}天，船长邬伯舟把追云号开到了月牙屿。`);

describe.skipIf(!isAvailable).each(currentRelease)('Fine-tuning with choices in VS Code %s', (release) => {
  let vsCode: VsCode;
  let workbench: Workbench;

  beforeAll(async () => {
    vsCode = await VsCode.start(release, { files: { 'story.txt': story.join('\n') } });
    ({ workbench } = vsCode);
  });

  afterEach(({ task }) => workbench.screenshotIfFailed(task, release));

  afterAll(() => vsCode.stop());

  test('asks what to start from, how thoroughly to learn, and which words are the person’s own, who adds one', async () => {
    await workbench.openFile('story.txt');
    await workbench.runCommand('Cloze Tuner: Fine-Tune with Choices…');
    await workbench.pickItem('Embedded model');
    const thoroughness = workbench.quickInput.locator('.monaco-list-row');
    await expect
      .poll(() => thoroughness.allInnerTexts(), { timeout: 60_000 })
      .toEqual(
        ['Balanced', 'Quick', 'Thorough'].map(
          (label) =>
            expect.stringMatching(
              new RegExp(`^${label}\\s*about \\d+ (seconds|minutes), \\d+\\.\\d GB of memory`),
            ) as string,
        ),
      );
    await workbench.screenshot(`${release}/thoroughness`);
    await workbench.pickItem('Quick');
    await workbench.quickInput.getByText('月牙屿').first().waitFor();
    await workbench.page.keyboard.type('船长');
    await workbench.press('Enter');
    const added = workbench.quickInput.locator('.monaco-list-row', { hasText: '船长' });
    await expect.poll(() => added.getAttribute('aria-checked')).toBe('true');
    await workbench.screenshot(`${release}/own-words`);
    await workbench.press('Enter');
    await workbench.dashboard.getByText(/^step \d+ of/).waitFor({ timeout: 120_000 });
    const words = workbench.dashboard.locator('cloze-report').getByText(/^(船长|月牙屿)$/);
    expect((await words.allInnerTexts()).toSorted()).toEqual(['月牙屿', '船长']);
  });

  test('can be discarded, and the next run starts', async () => {
    const steps = workbench.dashboard.getByText(/^step \d+ of/);
    const discard = async (): Promise<void> => {
      await workbench.dashboard.getByRole('button', { name: 'Discard' }).first().press('Enter');
      await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Discard' }).click();
      await steps.waitFor({ state: 'hidden' });
      await expect.poll(() => workbench.dashboard.locator('main:focus').count()).toBe(1);
    };
    await discard();
    await workbench.runCommand('Cloze Tuner: Try the Sample');
    await steps.waitFor({ timeout: 120_000 });
    await discard();
  });
});
