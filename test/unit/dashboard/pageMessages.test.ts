import { describe, expect, it } from 'vitest';
import { parsePageMessage } from '../../../src/dashboard/pageMessages';
import { plainActions, runActions } from '../../../src/protocol/dashboard';
import type { DashboardAction } from '../../../src/protocol/dashboard';

const asked = (action: unknown) => parsePageMessage({ type: 'action', action });

describe('what the page may say', () => {
  const actions: DashboardAction[] = [
    ...plainActions.map((type) => ({ type })),
    ...runActions.map((type) => ({ type, run: 'run-1' })),
    { type: 'selectModel', model: 'embedded' },
    { type: 'selectModel', model: `imported/${'m'.repeat(255)}` },
    { type: 'dismiss', notice: 'n1' },
    { type: 'editProbes', probes: ['三国人物[MASK]'] },
  ];

  it.each(actions)('$type is understood', (action) => {
    expect(asked(action)).toEqual({ type: 'action', action });
  });

  it('ready is understood', () => {
    expect(parsePageMessage({ type: 'ready' })).toEqual({ type: 'ready' });
  });
});

describe('a hostile page', () => {
  it.each([
    ['no object', 'ready'],
    ['nothing', null],
    ['a list', [{ type: 'ready' }]],
    ['an unknown message', { type: 'eval', code: '1' }],
    ['an action without a name', { type: 'action' }],
  ])('is ignored when it sends %s', (_, message) => {
    expect(parsePageMessage(message)).toBeUndefined();
  });

  it.each([
    ['an unknown action', { type: 'formatDisk' }],
    ['the name of something inherited', { type: 'toString' }],
    ['an action about no run', { type: 'delete' }],
    ['a run that is no text', { type: 'delete', run: { toString: 'r' } }],
    ['an endless id', { type: 'delete', run: 'r'.repeat(301) }],
    ['probes that are no list', { type: 'editProbes', probes: '[MASK]' }],
    ['probes that are no text', { type: 'editProbes', probes: [1] }],
    ['too many probes', { type: 'editProbes', probes: Array.from({ length: 21 }, () => '[MASK]') }],
    ['an endless probe', { type: 'editProbes', probes: ['涛'.repeat(501)] }],
  ])('is ignored when it asks for %s', (_, action) => {
    expect(asked(action)).toBeUndefined();
  });

  it('gets nothing through beside what is known', () => {
    expect(asked({ type: 'use', run: 'r1', path: '/etc' })).toEqual({
      type: 'action',
      action: { type: 'use', run: 'r1' },
    });
  });
});
