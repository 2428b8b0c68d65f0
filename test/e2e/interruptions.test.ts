import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { oldestRelease } from './support/environment';
import { parentOf, processesWith } from './support/processes';
import { isAvailable, VsCode } from './support/vsCode';
import type { Workbench } from './support/workbench';

/** Enough for a run to get going, or to go on, beside others. */
const patience = { timeout: 120_000 };

describe.skipIf(!isAvailable).each(oldestRelease)('a run in the %s VS Code', (release) => {
  let vsCode: VsCode;
  let workbench: Workbench;

  beforeAll(async () => {
    vsCode = await VsCode.start(release, { files: { 'diary.txt': diary() } });
    ({ workbench } = vsCode);
    await workbench.openFile('diary.txt');
    await workbench.runCommand('Cloze Tuner: Fine-Tune on Selection');
  });

  afterEach(({ task }) => workbench.screenshotIfFailed(task, release));

  afterAll(() => vsCode.stop());

  test('goes on where it was when the window is reloaded', async () => {
    const before = await stepAbove(0);
    await workbench.reload();
    await stepAbove(before);
    await workbench.screenshot(`${release}/reloaded`);
  });

  test('is paused and resumed', async () => {
    await press('Pause');
    await workbench.dashboard.getByText('Paused', { exact: true }).first().waitFor(patience);
    await expect.poll(() => focusedHeadings('cloze-run')).toEqual(['diary']);
    await workbench.screenshot(`${release}/paused`);
    const before = await stepAbove(0);
    await press('Resume');
    await stepAbove(before);
  });

  test('that loses its engine says so once, and is resumed from what it had learnt', async () => {
    await stepAbove(0);
    process.kill(await engineOfRun(), 'SIGKILL');
    const message = workbench.notifications.filter({ hasText: 'Show Log' });
    await message.waitFor(patience);
    await workbench.screenshot(`${release}/engine-killed`);
    expect(await message.count()).toBe(1);
    await press('Resume');
    await workbench.dashboard.getByText('Learning', { exact: true }).first().waitFor(patience);
  });

  test('leaves no engine behind when the extension host is killed, and goes on in the next', async () => {
    const before = await stepAbove(await stepAbove(0)); // at work again: one that waits keeps its place for half a minute
    const orphans = await engines();
    process.kill(await parentOf(await engineOfRun()), 'SIGKILL');
    await expect
      .poll(async () => (await engines()).filter((id) => orphans.includes(id)), patience)
      .toEqual([]);
    await workbench.reload();
    await stepAbove(before);
  });

  test('is stopped, and what it has learnt so far is kept, and put to use by a click', async () => {
    await press('Stop and Keep');
    await workbench.dashboard
      .getByText('Stopped early, what it learnt is kept', { exact: true })
      .waitFor(patience);
    await workbench.dashboard.getByText('“Embedded model” still completes [MASK].').waitFor();
    await expect.poll(() => workbench.statusBar.innerText()).toContain('Embedded model');
    await workbench.screenshot(`${release}/stopped`);
    await press('Use');
    await workbench.dashboard.getByText('It is in use now').waitFor();
    await expect.poll(() => workbench.statusBar.innerText()).toContain('diary');
  });

  test('is put to use again from the list, where the keys stay with it', async () => {
    await workbench.dashboard.locator('cloze-models select').selectOption({ label: 'Embedded model' });
    await workbench.dashboard.getByRole('button', { name: 'Use: diary' }).press('Enter');
    await workbench.dashboard.getByText('It is in use now').waitFor();
    await expect.poll(() => focusedHeadings('cloze-runs')).toEqual(['diary']);
  });

  /** The heading in a part of the dashboard that has the focus. */
  function focusedHeadings(part: string): Promise<string[]> {
    return workbench.dashboard.locator(`${part} h3:focus`).allInnerTexts();
  }

  /** Waits until the dashboard shows a step above this one. */
  async function stepAbove(step: number): Promise<number> {
    const shown = workbench.dashboard.getByText(/^step [\d,]+ of/);
    let now = 0;
    await expect
      .poll(async () => {
        now = Number(/step ([\d,]+)/.exec(await shown.innerText())?.[1]?.replace(',', ''));
        return now;
      }, patience)
      .toBeGreaterThan(step);
    return now;
  }

  /** By the keyboard: the buttons move when the line above them grows. */
  function press(name: string): Promise<void> {
    return workbench.dashboard.getByRole('button', { name }).first().press('Enter');
  }

  /** The engine at work on the run, as its lease in the run's folder says. */
  async function engineOfRun(): Promise<number> {
    const runs = join(vsCode.server.home, 'data/User/globalStorage/cloze-tuner.cloze-tuner/runs');
    const [run = ''] = (await readdir(runs)).filter((name) => !name.startsWith('.'));
    const leaseholder = async () => {
      const lease = await readFile(join(runs, run, 'lease.json'), 'utf8').catch(() => '{}');
      const { pid } = JSON.parse(lease) as { pid?: number }; // the engine's own words
      return (await engines()).find((id) => id === pid);
    };
    let holder: number | undefined;
    await expect.poll(async () => (holder = await leaseholder()), patience).toBeDefined();
    if (holder === undefined) throw new Error('No engine is at work on the run.');
    return holder;
  }

  function engines(): Promise<number[]> {
    return processesWith(vsCode.server.home, 'dist/engine.js');
  }
});

/** Enough sentences for a run that does not end before it has been interrupted in every way. */
function diary(): string {
  const days = ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期天'];
  const hours = ['清早', '上午', '中午', '下午', '傍晚', '夜里'];
  const people = ['小禾', '石墩', '雨晴', '祁老师', '邬伯', '爷爷', '班长', '船长'];
  const doings = [
    '在灯塔下读书',
    '去海边捡贝壳',
    '给追云号刷漆',
    '在岛上画地图',
    '请大家喝茶',
    '修好了那张渔网',
  ];
  const times = days.flatMap((day) => hours.map((hour) => `${day}${hour}`));
  return times
    .flatMap((time) => people.flatMap((who) => doings.map((does) => `${time}${who}${does}。`)))
    .join('\n');
}
