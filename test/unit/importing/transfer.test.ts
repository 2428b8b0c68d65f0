import { expect, it } from 'vitest';

import { Transfer, type ImportProgress } from '../../../src/core/importing/hub/transfer';

function transfer(total: number, present: Record<string, number> = {}) {
  let time = 0;
  const reports: ImportProgress[] = [];
  const made = new Transfer(
    total,
    new Map(Object.entries(present)),
    (progress) => reports.push(progress),
    () => time,
  );
  return {
    reports,
    at: (milliseconds: number, file: string, received: number) => {
      time = milliseconds;
      made.update(file, received);
    },
  };
}

it('adds up the files, and soon estimates the time left from the speed of late', () => {
  const { reports, at } = transfer(10_000);
  at(0, 'a', 1_000);
  at(1_000, 'a', 2_000);
  at(2_000, 'b', 1_000);
  expect(reports).toEqual([
    { stage: 'loading', received: 1_000, total: 10_000 },
    { stage: 'loading', received: 2_000, total: 10_000 },
    { stage: 'loading', received: 3_000, total: 10_000, secondsLeft: 7 },
  ]);
});

it('does not count what was there from an earlier attempt as speed', () => {
  const { reports, at } = transfer(10_000, { a: 500, b: 5_000 });
  at(0, 'a', 500);
  at(1_000, 'a', 1_000);
  at(2_000, 'b', 5_500);
  expect(reports.at(-1)).toMatchObject({ received: 6_500, secondsLeft: 7 });
});

it('forgets how fast it was long ago', () => {
  const { reports, at } = transfer(100_000);
  at(0, 'a', 0);
  at(1_000, 'a', 50_000);
  at(20_000, 'a', 50_100);
  at(22_000, 'a', 50_300);
  expect(reports.at(-1)).toMatchObject({ secondsLeft: 497 });
});

it('reports a few times a second, and the end in any case', () => {
  const { reports, at } = transfer(100);
  for (let received = 1; received <= 100; received++) at(received, 'a', received);
  expect(reports).toHaveLength(2);
  expect(reports.at(-1)).toMatchObject({ received: 100 });
});
