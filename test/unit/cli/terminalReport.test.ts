import { PassThrough } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { TerminalReport } from '../../../src/cli/terminalReport';
import type { TrainingEvent } from '../../../src/core/training/events';

const metrics = { loss: 1.5, perplexity: 4.5, top1: 0.5, top5: 0.75, retention: 0.4 };

const progress: TrainingEvent = {
  type: 'progress',
  step: 30,
  totalSteps: 120,
  epoch: 3,
  loss: 2.345,
  learningRate: 1e-3,
  tokensPerSecond: 1000,
  secondsLeft: 75.4,
  memory: 1e8,
};

/** In the place of what is in the line, and cut at its end. */
const passing = (text: string): string => `\r\u001b[K\u001b[?7l${text}\u001b[?7h`;

/** What a report of events looks like, written to a terminal or to a file. */
function reportOf(events: readonly TrainingEvent[], isTTY: boolean, columns = 80): string {
  const stream = Object.assign(new PassThrough(), { isTTY, columns });
  const report = new TerminalReport(stream);
  for (const event of events) report.show(event);
  return String(stream.read() ?? '');
}

describe('the report of a run', () => {
  const start: TrainingEvent = {
    type: 'start',
    sentences: 12,
    trainingExamples: 10,
    validationExamples: 2,
    duplicates: 3,
    skipped: [
      { reason: 'not Chinese', count: 4, where: 'a.txt:7' },
      { reason: '“b.txt” is empty. Write into it first.' },
    ],
    terms: ['诸葛涛', '荆州'],
    newCharacters: ['龘'],
    method: 'lora',
    device: 'cpu',
    totalSteps: 120,
    trainableParameters: 1,
    parameters: 2,
    seed: 0,
    resumedAt: 40,
  };

  it('has a bar with the time left on a terminal, in place of the one before', () => {
    const bar = passing('██████░░░░░░░░░░░░░░░░░░ 30/120  loss 2.35  1 min 15 s left');
    expect(reportOf([progress, progress], true)).toBe(bar + bar);
  });

  it('has as long a bar as there is room for in a narrow terminal', () => {
    expect(reportOf([progress], true, 50)).toBe(passing('████░░░░░░░░░░ 30/120  loss 2.35  1 min 15 s left'));
    expect(reportOf([progress], true, 30)).toBe(passing(' 30/120  loss 2.35  1 min 15 s left'));
  });

  it('has no bar in a file, but says once how long it takes, when a few steps have told', () => {
    const after = (step: number): TrainingEvent => ({ ...progress, step });
    const line = 'Step 4 of 120; about 1 min 15 s left\n';
    expect(reportOf([after(1), after(3), after(4), after(5)], false)).toBe(line);
    expect(reportOf([start, after(41), after(43)], false)).not.toContain('about');
    expect(reportOf([start, after(41), after(44)], false)).toContain(
      'Step 44 of 120; about 1 min 15 s left\n',
    );
  });

  it('shows what is done before a run begins, and how far, on a terminal', () => {
    const shownOn = (isTTY: boolean): unknown => {
      const stream = Object.assign(new PassThrough(), { isTTY });
      const report = new TerminalReport(stream);
      report.showPreparing('text', 0.25);
      report.showPreparing('text', 1);
      report.showPreparing('model', 0);
      report.showPreparing('plainSentences', 0.5);
      report.showPreparing('measuring', 0.75);
      report.clear();
      return stream.read();
    };
    const lines = [
      'Reading the text: 25%',
      'Reading the text: 100%',
      'Loading the base model…',
      'The base model reads everyday sentences: 50%',
      'Measuring the base model: 75%',
    ];
    expect(String(shownOn(true))).toBe(`${lines.map(passing).join('')}\r\u001b[K`);
    expect(shownOn(false)).toBeNull();
  });

  it('puts a line in the place of the bar', () => {
    const evaluation: TrainingEvent = { type: 'evaluation', step: 30, ...metrics, best: true };
    const line = 'Step 30: first guess right 50.0%, within five 75.0%, loss 1.50; general knowledge 40.0%\n';
    expect(reportOf([progress, evaluation, evaluation], true).endsWith(`\r\u001b[K${line}${line}`)).toBe(
      true,
    );
  });

  it('says what there is to learn from, and what was left out', () => {
    expect(reportOf([start], false).trim().split('\n')).toEqual([
      '12 sentences, in 10 passages to learn from and 2 to check with; duplicates left out: 3',
      'Left out: not Chinese (4; the first at a.txt:7)',
      'Left out: “b.txt” is empty. Write into it first.',
      'Your words: 诸葛涛、荆州',
      'New characters: 龘',
      'Going on after step 40',
    ]);
  });

  it('shows names that a terminal would obey, and does not obey them', () => {
    const skipped = [{ reason: 'not Chinese', count: 4, where: '\u001b[2J\u202e一.txt:7' }];
    expect(reportOf([{ ...start, skipped }], false)).toContain('the first at �[2J�一.txt:7)\n');
  });

  it('names the first of many new characters, and counts the others', () => {
    const rare = Array.from({ length: 31 }, (_, index) => String.fromCodePoint(0x20000 + index));
    const line = (newCharacters: string[]): string => reportOf([{ ...start, newCharacters }], false);
    expect(line(rare.slice(0, 30))).toContain(`New characters: ${rare.slice(0, 30).join('')}\n`);
    expect(line(rare)).toContain(`New characters: ${rare.slice(0, 30).join('')} and 1 more\n`);
  });

  it('counts a single one as such', () => {
    const single = { ...start, sentences: 1, trainingExamples: 1, validationExamples: 0, duplicates: 1 };
    expect(reportOf([single], false)).toContain(
      '1 sentence, in 1 passage to learn from and 0 to check with; duplicates left out: 1\n',
    );
  });

  it('says where the figures are of what was learnt', () => {
    expect(reportOf([{ ...start, checkedOnItself: true }], false)).toContain(
      'the very sentences that it learns',
    );
  });

  it('says of how many sentences only a part is used', () => {
    const sampled = { ...start, sampledFrom: 5000 };
    expect(reportOf([sampled], false)).toContain(
      'The text is very long: of its 5000 sentences, 12 are used, taken evenly from all of it.\n',
    );
    expect(reportOf([start], false)).not.toContain('very long');
  });

  it('says when a graphics card computes, and when it does so no longer', () => {
    const onCard: TrainingEvent = { ...start, device: 'webgpu' };
    expect(reportOf([onCard], false)).toContain('Computed by the graphics card\n');
    const deviceProblem = 'The graphics card failed. The processor computes instead.';
    expect(reportOf([{ ...start, deviceProblem }], false)).toContain(`${deviceProblem}\n`);
  });

  it('warns before training on a model whose head is untrained', () => {
    expect(reportOf([start], false)).not.toMatch(/untrained/);
    expect(reportOf([{ ...start, untrainedHead: true }], false)).toMatch(/no better than by chance/);
  });

  it.each([
    [false, 'Done in 59 s; the result is in out'],
    [true, 'Stopped after 59 s; the result so far is in out'],
  ])('ends with what was gained and where it is (stopped: %s)', (stopped, how) => {
    const before = { ...metrics, top1: 0.25, retention: 0.41 };
    const done: TrainingEvent = { type: 'done', dir: 'out', seconds: 59.2, stopped, metrics, before };
    expect(reportOf([done], false)).toBe(
      `First guess right 25.0% → 50.0%; general knowledge 41.0% → 40.0%\n${how}\n`,
    );
  });
});
