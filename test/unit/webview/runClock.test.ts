import { expect, it } from 'vitest';
import type { RunView } from '../../../src/protocol/dashboard';
import { countsOn } from '../../../webview/logic/runClock';
import { runView as run } from '../dashboardState';

it('the clock goes on through snapshots that tell no other time', () => {
  expect(countsOn({ ...run }, run)).toBe(true);
  expect(countsOn({ ...run, phase: 'training', name: 'Renamed' }, run)).toBe(true);
});

it.each<[string, Partial<RunView>]>([
  ['the run tells another time', { elapsedSeconds: 10 }],
  ['it pauses, and its pause is not counted', { phase: 'paused' }],
  ['it is another run', { id: 'r2' }],
  ['its text is being checked, which is not counted', { phase: 'checking' }],
])('the clock begins anew when %s', (_, change) => {
  expect(countsOn({ ...run, ...change }, run)).toBe(false);
  expect(countsOn(run, { ...run, ...change })).toBe(false);
  expect(countsOn(run, undefined)).toBe(false);
});
