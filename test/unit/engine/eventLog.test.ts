import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it, vi } from 'vitest';

import { EventLog } from '../../../src/engine/eventLog';
import { runFiles } from '../../../src/protocol/runFolder';
import { EventTail } from '../../../src/runs/eventTail';
import { temporaryFolder } from '../modelFiles/temporaryFolder';
import { progressEvent, startEvent } from '../runs/support';

const folder = temporaryFolder();

/** What a reader sees that has seen what was there before. */
async function seen(before: string): Promise<unknown[]> {
  const path = join(folder.path, runFiles.events);
  await writeFile(path, before);
  const tail = new EventTail(path);
  await tail.read();
  const log = new EventLog(folder.path);
  log.append(startEvent());
  log.append(progressEvent(1));
  log.close();
  return (await tail.read()).map(({ type }) => type);
}

it.each([
  ['a log that is empty', ''],
  ['whole lines', '{"type": "checkpoint", "time": 1}\n'],
  ['a line that was left half-written', '{"type": "checkpoint", "time": 1}\n{"type": "prog'],
])('what is logged after %s is seen, each event on a line', async (_, before) => {
  expect(await seen(before)).toEqual(['start', 'progress']);
  const text = await readFile(join(folder.path, runFiles.events), 'utf8');
  expect(text).not.toContain('\n\n');
});

it('a start is logged with the time at which its preparation began', async () => {
  vi.useFakeTimers({ now: 1_000, toFake: ['Date'] });
  const log = new EventLog(folder.path);
  vi.setSystemTime(4_000);
  log.append(startEvent());
  log.append(progressEvent(1));
  log.close();
  vi.useRealTimers();
  const lines = (await readFile(join(folder.path, runFiles.events), 'utf8')).trim().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    { ...startEvent(), time: 4_000, began: 1_000 },
    { ...progressEvent(1), time: 4_000 },
  ]);
});
