import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { releaseNames } from './support/environment';
import { processesWith } from './support/processes';
import { isAvailable, VsCode } from './support/vsCode';
import type { Workbench } from './support/workbench';

describe.skipIf(!isAvailable).each(releaseNames)('in a folder of others, in the %s VS Code', (release) => {
  let vsCode: VsCode;
  let workbench: Workbench;

  beforeAll(async () => {
    vsCode = await VsCode.start(release, {
      trusting: false,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
      files: { 'today.txt': '今天的天气很[MASK]\n' },
    });
    ({ workbench } = vsCode);
  });

  afterEach(({ task }) => workbench.screenshotIfFailed(task, release));

  afterAll(() => vsCode.stop());

  test('gaps are completed without trust', async () => {
    await workbench.openFile('today.txt');
    await workbench.press('Control+End', 'ArrowUp', 'End');
    await workbench.ghost.first().waitFor();
    await workbench.press('Escape');
  });

  test.each(['Fine-Tune on Selection', 'Try the Sample', 'Select Active Model…'])(
    '%s asks for trust, and does nothing',
    async (command) => {
      await workbench.runCommand(`Cloze Tuner: ${command}`);
      const message = workbench.notifications.filter({ hasText: 'once you trust this workspace' });
      await message.waitFor();
      await workbench.screenshot(`${release}/untrusted`);
      await workbench.runCommand('Notifications: Clear All Notifications');
      await message.waitFor({ state: 'hidden' });
      expect(await workbench.statusBar.innerText()).not.toMatch(/%/);
      expect(await processesWith(vsCode.server.home, 'dist/engine.js')).toHaveLength(1);
    },
  );

  test('with trust, what was asked for can be done', async () => {
    await workbench.runCommand('Cloze Tuner: Try the Sample');
    await workbench.notifications.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await workbench.page
      .locator('.workspace-trust-editor')
      .getByRole('button', { name: 'Trust', exact: true })
      .click();
    await workbench.runCommand('Cloze Tuner: Try the Sample');
    await expect.poll(() => workbench.statusBar.innerText(), { timeout: 60_000 }).toMatch(/\d+%/);
    await workbench.screenshot(`${release}/trusted`);
  });
});
