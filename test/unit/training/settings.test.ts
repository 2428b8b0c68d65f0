import { expect, test } from 'vitest';
import { chooseSettings } from '../../../src/core/training/settings';
import { efforts } from '../../../src/core/training/request';

const base = { method: 'lora' } as const;
const corpus = { examples: 40, meanTokens: 20, terms: 1, parameters: 5e6 };

test.each(efforts)('more words of their own take more steps, up to a limit (%s)', (effort) => {
  const steps = (terms: number): number =>
    chooseSettings({ ...base, effort }, { ...corpus, examples: 400, terms }).totalSteps;
  expect(steps(0)).toBe(steps(1));
  expect(steps(3)).toBeGreaterThan(steps(1));
  expect(steps(10)).toBeGreaterThan(steps(3));
  expect(steps(199)).toBe(steps(40));
});

test.each(efforts)('so do those of a glossary, each in a passage of its own (%s)', (effort) => {
  const steps = (terms: number, examples: number): number =>
    chooseSettings({ ...base, effort }, { ...corpus, examples, terms }).totalSteps;
  expect(steps(80, 160)).toBeGreaterThan(1.5 * steps(16, 160));
  expect(steps(80, 161)).toBe(steps(16, 161));
  expect(steps(300, 5000)).toBeGreaterThan(2 * steps(16, 5000));
});

test('a glossary of many words may change more of what the model says of plain sentences', () => {
  const most = (terms: number): number =>
    chooseSettings(base, { ...corpus, examples: 120, terms }).mostForgotten;
  expect(most(59)).toBe(most(1));
  expect(most(60)).toBeGreaterThan(1.2 * most(1));
  expect(most(400)).toBeLessThanOrEqual(0.25);
});

test('what a person asks for goes before', () => {
  const asked = chooseSettings({ ...base, steps: 7, learningRate: 0.5, batchTokens: 90, seed: 3 }, corpus);
  expect(asked).toMatchObject({ totalSteps: 7, learningRate: 0.5, batchTokens: 90, seed: 3 });
});

test('a larger model learns in smaller steps, and looks at plain sentences less often', () => {
  const of = (parameters: number) => chooseSettings(base, { ...corpus, parameters });
  expect(of(20e6).learningRate).toBeCloseTo(of(5e6).learningRate / 2, 10);
  expect([5e6, 10e6, 100e6].map((parameters) => of(parameters).retentionCopies)).toEqual([3, 2, 1]);
});
