import { expect, it, vi } from 'vitest';

import { Setbacks } from '../../../src/runs/setbacks';

function setUp() {
  const tell = vi.fn<(error: unknown) => void>();
  return { tell, setbacks: new Setbacks(tell) };
}

const ofSystem = (code: string, file: string) => Object.assign(new Error(`${code}: ${file}`), { code });

it('a failure is told once for as long as it is the same, whatever file it names', () => {
  const { tell, setbacks } = setUp();
  const failures = [
    ofSystem('ENOSPC', 'a'),
    ofSystem('ENOSPC', 'b'),
    ofSystem('EACCES', 'a'),
    new Error('a'),
    new Error('a'),
    new Error('b'),
  ];
  for (const failure of failures) setbacks.add(failure);
  expect(tell.mock.calls).toEqual([0, 2, 3, 5].map((index) => [failures[index]]));
});

it('a failure is told anew after a success', () => {
  const { tell, setbacks } = setUp();
  setbacks.add(ofSystem('ENOSPC', 'a'));
  setbacks.forget();
  setbacks.add(ofSystem('ENOSPC', 'a'));
  expect(tell).toHaveBeenCalledTimes(2);
});

it('the pauses grow to half a minute, and are short again after a success', () => {
  const { setbacks } = setUp();
  const pauses = Array.from({ length: 7 }, () => setbacks.add(new Error('a')) / 1_000);
  expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30]);
  setbacks.forget();
  expect(setbacks.add(new Error('a'))).toBe(1_000);
});
