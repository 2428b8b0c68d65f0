import { describe, expect, it } from 'vitest';
import english from '../../../package.nls.json';
import chinese from '../../../package.nls.zh-cn.json';
import { translations } from '../../../scripts/l10n.mjs';
import { plainActions, runActions } from '../../../src/protocol/dashboard';
import { runView } from '../dashboardState';
import { actionSign, aloud, amountWords, gainWords, skippedWords } from '../../../webview/logic/words';

it('gives each request a name of its own', () => {
  const actions = [
    ...plainActions.map((type) => ({ type })),
    ...runActions.map((type) => ({ type, run: 'r1' })),
  ];
  const labels = actions.map((action) => actionSign(action).label);
  expect(labels).toEqual([...new Set(labels)]);
});

it.each(['fineTuneWithChoices', 'trySample', 'showLog'] as const)(
  'calls %s as the command palette does, in both languages',
  async (type) => {
    const { label } = actionSign({ type });
    expect(label).toBe(english[`command.${type}`]);
    expect((await translations())[label]).toBe(chinese[`command.${type}`]);
  },
);

it('reads aloud each phase of a run, and each quarter of its learning but the last', () => {
  expect(aloud(runView)).toBe('Sample: Getting ready');
  const progress = { totalSteps: 200, secondsLeft: 9, tokensPerSecond: 900, memory: 4e8 };
  const said = [1, 49, 50, 99, 100, 149, 150, 199, 200].map((step) =>
    aloud({ ...runView, phase: 'training', progress: { ...progress, step } }),
  );
  expect([...new Set(said)]).toEqual([
    'Sample: Learning',
    'Sample: Learning, 25%',
    'Sample: Learning, 50%',
    'Sample: Learning, 75%',
  ]);
  expect(aloud({ ...runView, phase: 'done', progress: { ...progress, step: 200 } })).toBe('Sample: Done');
});

it('says of what a run learnt that its figures are of it', () => {
  const metrics = { loss: 4, perplexity: 55, top1: 0.25, top5: 0.5, retention: 0.3 };
  const gain = { before: metrics, after: { ...metrics, top1: 0.75 } };
  expect(gainWords(gain)).toBe('First guess right: 25.0% → 75.0%');
  expect(gainWords({ ...gain, checkedOnItself: true })).toBe(
    'First guess right in what it learnt: 25.0% → 75.0%',
  );
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

describe('how much text there was', () => {
  const report = { duplicates: 0, terms: [], newCharacters: [], skipped: [] };

  it('is told where only a part of it is used', () => {
    expect(amountWords({ ...report, sentences: 5000, sampledFrom: 9000 })).toContain(
      'of its 9,000 sentences',
    );
  });

  it('is told where there are too few sentences to keep any aside', () => {
    expect(amountWords({ ...report, sentences: 4, checkedOnItself: true })).toContain('very sentences');
    expect(amountWords({ ...report, sentences: 40 })).toBeUndefined();
  });
});
