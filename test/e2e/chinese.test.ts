import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { illegibleTexts } from './support/legibility';
import { currentRelease } from './support/environment';
import { isAvailable, VsCode } from './support/vsCode';
import type { Workbench } from './support/workbench';

/** A run on the sample takes up to a minute on an idle machine; here others may be at work. */
const timeToLearn = 300_000;

describe.skipIf(!isAvailable).each(currentRelease)('a newcomer with the %s VS Code in Chinese', (release) => {
  let vsCode: VsCode;
  let workbench: Workbench;

  beforeAll(async () => {
    const files = { '图片.txt': Uint8Array.from({ length: 4096 }, (_, index) => (index * 197) % 256) };
    vsCode = await VsCode.start(release, { files, language: 'zh-cn' });
    ({ workbench } = vsCode);
  });

  afterEach(({ task }) => workbench.screenshotIfFailed(task, release));

  afterAll(() => vsCode.stop());

  test('is welcomed, and offered three ways in', async () => {
    await workbench.page.locator('.activitybar .action-label[aria-label="完形微调"]').click();
    await workbench.dashboard.getByText('让一个小型中文语言模型学会你文字里的词').waitFor();
    const offered = await workbench.dashboard.getByRole('button').allInnerTexts();
    expect(offered.map((label) => label.trim())).toEqual(['试试样例', '用选中的文字微调', '用文件微调…']);
    await expectAllLegible();
    await workbench.screenshot(`${release}/chinese-welcome`);
  });

  test(
    'tries the sample by one click, and sees it being learnt',
    async () => {
      await workbench.dashboard.getByRole('button', { name: '试试样例' }).click();
      await workbench.dashboard.getByText(/^第 \d+ 步，共 \d+ 步$/).waitFor({ timeout: timeToLearn });
      await expectAllLegible();
      await workbench.screenshot(`${release}/chinese-learning`);
    },
    timeToLearn,
  );

  test(
    'is told when the model is in use, also where the sidebar is closed',
    async () => {
      await workbench.press('Control+B');
      const message = workbench.notifications.filter({ hasText: '“样例”微调完成' });
      await message.waitFor({ timeout: timeToLearn });
      await message.hover(); // or it goes after ten seconds
      await expect.poll(() => workbench.ghost.allTextContents()).toEqual(['诸葛涛']);
      await workbench.screenshot(`${release}/chinese-done`);
      await message.getByRole('button', { name: '显示仪表板' }).click();
      await workbench.dashboard.getByText('现在用的就是它').waitFor({ timeout: timeToLearn });
      await expectAllLegible();
      await workbench.widenSidebar(600);
      await workbench.tallScreenshot(`${release}/chinese-figures`);
      await workbench.widenSidebar(300);
    },
    timeToLearn,
  );

  test('has a gap completed with the name of the sample, and takes it', async () => {
    await workbench.runCommand('完形微调: 打开一段带 [MASK] 的文字');
    await expect.poll(() => workbench.ghost.allTextContents()).toEqual(['诸葛涛']);
    await workbench.screenshot(`${release}/chinese-completion`);
    await workbench.press('Tab');
    await expect.poll(() => workbench.editorText()).toMatch(/^三国人物诸葛涛\n/);
  });

  test('compares what could stand in a gap with the embedded model', async () => {
    await workbench.goTo(2, '我最喜欢的三国人物是'.length + 1);
    await workbench.runCommand('Show or Focus Hover');
    await workbench.hover.getByText('内置模型').waitFor();
    await workbench.hover.getByText('诸葛涛', { exact: true }).waitFor();
    await workbench.screenshot(`${release}/chinese-hover`);
    await workbench.press('Escape');
  });

  test('is offered to fill gaps', async () => {
    await workbench.goTo(3, '今天天气很'.length + 1);
    await workbench.press('Control+.');
    await workbench.page.locator('.action-widget').getByText('补全文档中所有 [MASK]').waitFor();
    await workbench.press('Escape');
  });

  test('reads what is wrong with a file, as the engine found it', async () => {
    await workbench.fileMenu('图片.txt', '用文件微调');
    const sentence = /图片\.txt”不是文本文件。请把内容另存为 \.txt、\.md、\.json 或 \.csv 后重试。/;
    await workbench.dashboard.locator('cloze-problem').filter({ hasText: sentence }).first().waitFor();
  });

  async function expectAllLegible(): Promise<void> {
    await expect.poll(() => illegibleTexts(workbench.dashboard.locator('body'))).toEqual([]);
  }
});
