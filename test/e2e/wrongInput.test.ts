import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { oldestRelease } from './support/environment';
import { isAvailable, VsCode } from './support/vsCode';
import type { Workbench } from './support/workbench';

describe.skipIf(!isAvailable).each(oldestRelease)('in the %s VS Code', (release) => {
  let vsCode: VsCode;
  let workbench: Workbench;

  beforeAll(async () => {
    const files = {
      'empty.txt': '',
      'broken.json': '["三国人物诸葛涛",\n "赤壁之战"',
      'picture.txt': Uint8Array.from({ length: 4096 }, (_, index) => (index * 197) % 256),
    };
    vsCode = await VsCode.start(release, { files });
    ({ workbench } = vsCode);
  });

  afterEach(({ task }) => workbench.screenshotIfFailed(task, release));

  afterAll(() => vsCode.stop());

  test.each([
    ['empty.txt', /empty\.txt/],
    ['broken.json', /broken\.json.*line 2/],
    ['picture.txt', /picture\.txt” is not a text file/],
  ])('fine-tuning on %s says in the dashboard what is wrong with it', async (file, sentence) => {
    await workbench.fileMenu(file, 'Fine-Tune on Files');
    await workbench.dashboard.locator('cloze-problem').filter({ hasText: sentence }).first().waitFor();
    await workbench.screenshot(`${release}/wrong-${file}`);
  });

  test('buttons of the list tell which of the failed runs they are about', async () => {
    const retry = workbench.dashboard.locator('cloze-runs').getByRole('button', { name: 'Fine-Tune Again' });
    const names = await retry.evaluateAll((buttons) => buttons.map((button) => button.ariaLabel));
    expect(names).toEqual(['Fine-Tune Again: broken', 'Fine-Tune Again: empty']);
  });

  test('after a run has been deleted by the keys, they are at the next one of the list', async () => {
    const list = workbench.dashboard.locator('cloze-runs');
    await list.getByRole('button', { name: 'More Actions for broken' }).press('Enter');
    await workbench.dashboard.getByRole('menuitem', { name: 'Delete…' }).press('Enter');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Delete' }).press('Enter');
    await expect.poll(() => list.locator('h3').allInnerTexts()).toEqual(['picture', 'empty']);
    await expect.poll(() => list.locator('h3:focus').allInnerTexts()).toEqual(['empty']);
    await workbench.screenshot(`${release}/deleted`);
  });

  test('where there is no sentence yet, the first can be written at once', async () => {
    await workbench.dashboard.getByRole('button', { name: 'Edit Sentences' }).press('Enter');
    await workbench.dashboard.locator('input:focus').waitFor();
  });
});
