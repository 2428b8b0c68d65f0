import { expect, it, vi } from 'vitest';

import { FilledSentences } from '../../../src/dashboard/filledSentences';
import { RequestError, type Failure } from '../../../src/protocol/channel';
import type { FillAnswer } from '../../../src/protocol/engine';

const model = { folder: 'embedded', version: '' };
const text = '今天天气很[MASK]。';

const answer: FillAnswer = {
  completions: [{ text: '今天天气很好。', fillings: ['好'], probability: 0.9 }],
};

function setUp() {
  const fill = vi.fn<() => Promise<FillAnswer>>();
  const logDefect = vi.fn();
  const filled = new FilledSentences({ fill }, logDefect);
  const settled = () =>
    new Promise<void>((resolve) => {
      const listening = filled.onDidChange(() => {
        listening.dispose();
        resolve();
      });
      filled.fillings(text, model);
    });
  return { fill, filled, logDefect, settled };
}

it('knows what the gaps are filled with once it has been found out, and asks once', async () => {
  const { fill, filled, settled } = setUp();
  fill.mockResolvedValue(answer);
  expect(filled.fillings(text, model)).toBeUndefined();
  await settled();
  expect(filled.fillings(text, model)).toEqual(['好']);
  filled.retry();
  expect(filled.fillings(text, model)).toEqual(['好']);
  expect(fill).toHaveBeenCalledTimes(1);
});

it.each<[Failure, string, boolean]>([
  ['refused', 'The model is damaged.', true],
  ['closed', 'The engine stopped unexpectedly. It starts again with the next [MASK].', false],
  [
    'timeout',
    'The engine did not answer in time and was ended. It starts again with the next [MASK].',
    false,
  ],
  ['broken', 'Something unexpected went wrong: The model is damaged.', false],
])('says why there is none (%s), until it is to be tried again', async (failure, message, isRemediable) => {
  const { fill, filled, settled } = setUp();
  fill.mockRejectedValueOnce(new RequestError(failure, 'The model is damaged.'));
  await settled();
  expect(filled.problem(text, model)).toEqual({ message, isRemediable });
  expect(fill).toHaveBeenCalledTimes(1);

  fill.mockResolvedValue(answer);
  filled.retry();
  await settled();
  expect(filled.problem(text, model)).toBeUndefined();
  expect(filled.fillings(text, model)).toEqual(['好']);
});

it.each<[Failure, boolean]>([
  ['broken', true],
  ['refused', false],
  ['closed', false],
  ['timeout', false],
])('has the log tell more of a defect, and of nothing else (%s: %s)', async (failure, isDefect) => {
  const { fill, logDefect, settled } = setUp();
  const error = new RequestError(failure, 'x is undefined', 'at line 1');
  fill.mockRejectedValueOnce(error);
  await settled();
  expect(logDefect.mock.calls).toEqual(isDefect ? [[error]] : []);
});
