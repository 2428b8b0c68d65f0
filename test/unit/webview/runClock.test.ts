import { beforeEach, expect, it } from 'vitest';
import type { RunView } from '../../../src/protocol/dashboard';
import { RunClock } from '../../../webview/logic/runClock';
import { runView } from '../dashboardState';

let clock: RunClock;

beforeEach(() => {
  clock = new RunClock();
});

function tell(elapsedSeconds: number, phase: RunView['phase'] = 'training', id = 'r1'): number {
  clock.tell({ ...runView, elapsedSeconds, phase, id });
  return clock.seconds;
}

function ticks(count: number): number {
  for (let tick = 0; tick < count; tick++) clock.tick();
  return clock.seconds;
}

it('the clock shows what the run tells, and goes on by itself', () => {
  expect(tell(7)).toBe(7);
  expect(ticks(2)).toBe(9);
  expect(tell(7)).toBe(9); // a snapshot for another reason
  expect(tell(12)).toBe(12);
  expect(ticks(1)).toBe(13);
});

it('the clock does not go back when less is told than was counted, but waits for it', () => {
  tell(7);
  ticks(3);
  expect(tell(8.5)).toBe(10);
  expect(ticks(1)).toBe(10);
  expect(ticks(1)).toBe(10.5);
});

it('the clock stands still in a pause, and does not go back at either end of it', () => {
  tell(7);
  ticks(2);
  expect(tell(7.5, 'paused')).toBe(9);
  expect(ticks(5)).toBe(9);
  expect(tell(7.5, 'starting')).toBe(9);
  expect(ticks(2)).toBe(9.5);
});

it('the clock stands still while the text is checked', () => {
  tell(0, 'checking');
  expect(ticks(3)).toBe(0);
});

it('the clock of another run is another one', () => {
  tell(7);
  ticks(2);
  expect(tell(3, 'training', 'r2')).toBe(3);
});
