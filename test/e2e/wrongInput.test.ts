import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { oldestRelease } from './support/environment';
import { isAvailable, VsCode } from './support/vsCode';
import type { Workbench } from './support/workbench';

describe.skipIf(!isAvailable).each(oldestRelease)('in the %s VS Code, fine-tuning on', (release) => {
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
  ])('%s says in the dashboard what is wrong with it', async (file, sentence) => {
    await workbench.fileMenu(file, 'Fine-Tune on File(s)');
    await workbench.dashboard.locator('cloze-problem').filter({ hasText: sentence }).first().waitFor();
    await workbench.screenshot(`${release}/wrong-${file}`);
  });
});
