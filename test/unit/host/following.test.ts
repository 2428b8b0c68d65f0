import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, it, vi } from 'vitest';

import { follow } from '../../../src/host/following';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();
const pace = 20;

it.each([
  ['a file', (path: string, time: number) => writeFile(path, `${time}`)],
  ['what is in a folder', (path: string, time: number) => mkdir(join(path, `${time}`), { recursive: true })],
])('follows %s until it is disposed', async (_, change) => {
  const path = join(folder.path, 'followed');
  const told = vi.fn();
  const followed = follow(path, told, pace);
  await sleep(3 * pace);
  expect(told).not.toHaveBeenCalled();
  let time = 0;
  const changeAndBeTold = () =>
    vi.waitFor(
      async () => {
        await change(path, time++);
        expect(told).toHaveBeenCalled();
      },
      { interval: 2 * pace, timeout: 20_000 },
    );
  await changeAndBeTold();
  told.mockClear();
  await changeAndBeTold();
  followed.dispose();
  told.mockClear();
  await change(path, time);
  await sleep(3 * pace);
  expect(told).not.toHaveBeenCalled();
});
