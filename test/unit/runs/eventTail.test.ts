import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { EventTail } from '../../../src/runs/eventTail';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();

it('reads each event once, when its line is complete', async () => {
  const path = join(folder.path, 'events.jsonl');
  const tail = new EventTail(path);
  expect(await tail.read()).toEqual([]);
  await writeFile(path, '{"type": "start", "time": 1}\n{"type": "che');
  expect(await tail.read()).toEqual([{ type: 'start', time: 1 }]);
  await appendFile(path, 'ckpoint", "time": 2}\n');
  expect(await tail.read()).toEqual([{ type: 'checkpoint', time: 2 }]);
  expect(await tail.read()).toEqual([]);
});

it('does not take a log that cannot be opened for one that is not there', async () => {
  const inTheWay = join(folder.path, 'file');
  await writeFile(inTheWay, '');
  await expect(new EventTail(join(inTheWay, 'events.jsonl')).read()).rejects.toThrow('ENOTDIR');
});
