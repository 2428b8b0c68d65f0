import { expect, it } from 'vitest';
import { plainActions, runActions } from '../../../src/protocol/dashboard';
import { actionSign } from '../../../webview/logic/words';

it('gives each request a name of its own', () => {
  const actions = [
    ...plainActions.map((type) => ({ type })),
    ...runActions.map((type) => ({ type, run: 'r1' })),
  ];
  const labels = actions.map((action) => actionSign(action).label);
  expect(labels).toEqual([...new Set(labels)]);
});
