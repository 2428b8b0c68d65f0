import { describe, expect, it } from 'vitest';
import { metricsInWords, verdict } from '../../../webview/logic/metrics';

const words = (key: string) => {
  const found = metricsInWords().find((metric) => metric.key === key);
  if (!found) throw new Error(`There is no metric ${key}.`);
  return found;
};

describe('the verdict on a figure', () => {
  it.each([
    ['top1', 0.1, 0.6, 'better'],
    ['top1', 0.6, 0.1, 'worse'],
    ['top1', 0.6, 0.603, 'same'],
    ['loss', 5, 1, 'better'],
    ['loss', 1, 5, 'worse'],
    ['perplexity', 180, 4, 'better'],
  ])('%s from %d to %d is %s', (key, before, after, expected) => {
    expect(verdict(words(key), before, after)).toBe(expected);
  });

  it('takes a little forgetting for none, and more for a loss', () => {
    expect(verdict(words('retention'), 0.42, 0.41)).toBe('same');
    expect(verdict(words('retention'), 0.42, 0.39)).toBe('worse');
  });
});
