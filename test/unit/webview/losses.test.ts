import { describe, expect, it } from 'vitest';
import { lossColumns, lossExplanation, lossSummary, validationName } from '../../../webview/logic/losses';

const training = [
  { step: 1, loss: 5 },
  { step: 2, loss: 4 },
  { step: 4, loss: 2.345 },
];
const validation = [
  { step: 0, loss: 5.5 },
  { step: 4, loss: 3 },
];

describe('the chart of losses', () => {
  it('puts both curves over the same steps and leaves holes where nothing was measured', () => {
    expect(lossColumns(training, validation)).toEqual([
      [0, 1, 2, 4],
      [null, 5, 4, 2.345],
      [5.5, null, null, 3],
    ]);
  });

  it('is explained, and cannot tell what is learnt by heart where it is checked with that', () => {
    expect(lossExplanation(false)).toContain('keeps rising, the model is only learning by heart');
    expect(lossExplanation(true)).toContain('they cannot show whether it is only learning by heart');
  });

  it('is told in words', () => {
    expect(lossSummary(training, validation, false)).toBe(
      'After 4 steps, the error on the text it learns from went from 5.00 to 2.35. ' +
        'After 4 steps, the error on the sentences kept back went from 5.50 to 3.00.',
    );
  });

  it('has come from nowhere as long as it is a point', () => {
    expect(lossSummary(training.slice(0, 1), validation.slice(0, 1), false)).toBe(
      'At first, the error on the text it learns from is 5.00. At first, the error on the sentences kept back is 5.50.',
    );
    expect(lossSummary([], validation.slice(0, 1), true)).toBe(
      'At first, the error when checked on the same text is 5.50.',
    );
  });

  it('speaks of no other sentences where all of the text is learnt', () => {
    expect(validationName(true)).toBe('checked on the same text');
    expect(lossSummary(training, validation, true)).toContain(
      'After 4 steps, the error when checked on the same text went from 5.50 to 3.00.',
    );
  });

  it('says nothing of a curve that has not begun', () => {
    expect(lossSummary(training, [], false)).toBe(
      'After 4 steps, the error on the text it learns from went from 5.00 to 2.35.',
    );
  });
});
