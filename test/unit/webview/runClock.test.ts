import { expect, it } from 'vitest';
import { secondsShown } from '../../../webview/logic/runClock';
import { runView as run } from '../dashboardState';

const at = (elapsedSeconds: number) => ({ ...run, elapsedSeconds });

it('the clock shows what the run tells', () => {
  expect(secondsShown(at(7), undefined, 0)).toBe(7);
  expect(secondsShown(at(12), at(7), 9)).toBe(12);
});

it('the clock does not go back when a run tells less than was counted meanwhile, as at the end of a pause', () => {
  expect(secondsShown({ ...at(7.4), phase: 'paused' }, { ...at(7), phase: 'pausing' }, 9)).toBe(9);
});

it('the clock of another run is another one', () => {
  expect(secondsShown({ ...at(3), id: 'r2' }, at(7), 9)).toBe(3);
});
