import { describe, expect, it } from 'vitest';
import { plainActions, runActions } from '../../../src/protocol/dashboard';
import { actionSign, skippedWords } from '../../../webview/logic/words';

it('gives each request a name of its own', () => {
  const actions = [
    ...plainActions.map((type) => ({ type })),
    ...runActions.map((type) => ({ type, run: 'r1' })),
  ];
  const labels = actions.map((action) => actionSign(action).label);
  expect(labels).toEqual([...new Set(labels)]);
});

describe('what was left out', () => {
  it('is counted where it is passages', () => {
    expect(skippedWords({ reason: 'is not Chinese', count: 1200 })).toBe('is not Chinese: 1,200');
  });

  it('is told in its own sentences where it is a file', () => {
    const reason = '“b.txt” is empty. Write some Chinese sentences into it first.';
    expect(skippedWords({ reason })).toBe(reason);
  });
});
