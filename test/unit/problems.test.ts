import { beforeEach, describe, expect, it, vi } from 'vitest';

import { Notices } from '../../src/dashboard/notices';
import { SharedEngine } from '../../src/host/sharedEngine';
import { Problems } from '../../src/problems';
import { RequestError } from '../../src/protocol/channel';
import { FakeEngine } from './fakeEngine';

const shown = vi.hoisted((): string[] => []);

vi.mock('vscode', () => ({
  l10n: {
    t: (message: string, ...args: string[]) =>
      message.replace(/\{(\d)\}/g, (_, index: string) => args[Number(index)] ?? ''),
  },
  window: { showErrorMessage: (message: string) => Promise.resolve(void shown.push(message)) },
}));

beforeEach(() => {
  shown.length = 0;
});

function setUp() {
  const output = { error: vi.fn(), show: vi.fn() };
  const notices = new Notices();
  return { output, notices, problems: new Problems(output, notices, '/storage') };
}

const unexpected = 'Something unexpected went wrong. See the log for details.';

describe('what goes wrong is told in one sentence, and logged', () => {
  const ofSystem = (code: string) => Object.assign(new Error(`${code}: made by the test`), { code });

  it.each([
    [
      'ENOSPC',
      'The disk is full: nothing could be written to the folder /storage. Please make room and try again.',
    ],
    [
      'EDQUOT',
      'The disk is full: nothing could be written to the folder /storage. Please make room and try again.',
    ],
    ['EIO', 'The disk of the folder /storage reports a fault. Please check the disk and try again.'],
    [
      'EMFILE',
      'Too many files are open at the same time: nothing could be written to the folder /storage. Please close other programs and try again.',
    ],
    ['EACCES', 'The extension may not write to its folder /storage. Please allow it to, and try again.'],
    ['EPERM', 'The extension may not write to its folder /storage. Please allow it to, and try again.'],
    ['EROFS', 'The extension may not write to its folder /storage. Please allow it to, and try again.'],
    [
      'EBUSY',
      'Another program is using something in the folder /storage. Please close it there and try again.',
    ],
    ['EISDIR', unexpected],
  ])('%s of the disk', (code, sentence) => {
    const { problems, output } = setUp();
    const error = ofSystem(code);
    problems.explain(error);
    expect(shown).toEqual([sentence]);
    expect(output.error).toHaveBeenCalledExactlyOnceWith(error);
  });

  it.each([
    [new RequestError('refused', 'The model is damaged.'), 'The model is damaged.'],
    [new RequestError('broken', 'undefined is not a function'), unexpected],
    [new Error('undefined is not a function'), unexpected],
  ])('%s', (error, sentence) => {
    setUp().problems.explain(error);
    expect(shown).toEqual([sentence]);
  });
});

describe('an engine that is lost while a command waits for it is told of once, in the true sentence', () => {
  it.each([
    ['it crashed', {}, 'The engine stopped unexpectedly. It starts again with the next [MASK].'],
    [
      'it did not answer',
      { timeout: 10 },
      'The engine did not answer in time and was ended. It starts again with the next [MASK].',
    ],
  ])('%s', async (_, options, sentence) => {
    const { problems, notices } = setUp();
    const engine = new FakeEngine({ fill: () => new Promise(() => undefined) });
    const shared = new SharedEngine(
      () => engine,
      () => 1_000,
      problems.tellLoss,
    );
    const model = { folder: 'embedded', version: '' };
    const answer = shared.request('fill', { text: '[MASK]', model, top: 1 }, options);
    if (!('timeout' in options)) engine.kill();
    await answer.catch(problems.explain);
    expect(shown).toEqual([sentence]);
    expect(notices.all).toMatchObject([{ message: sentence }]);
    shared.dispose();
  });
});
