import { afterEach, expect, it, vi } from 'vitest';

import { Emitter } from '../../../src/protocol/emitter';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('keeps a listener that throws from the others, and reports what it threw', () => {
  const reports: (() => void)[] = [];
  vi.stubGlobal('queueMicrotask', (report: () => void) => reports.push(report));
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  emitter.event(() => {
    throw new Error('a defect');
  });
  emitter.event((value) => heard.push(value));
  emitter.fire(1);
  expect(heard).toEqual([1]);
  expect(reports).toHaveLength(1);
  expect(reports[0]).toThrow('a defect');
});
