import { describe, expect, it } from 'vitest';

import { gapsOf } from '../../../src/editor/gaps';
import { Suggestions, type FilledGap } from '../../../src/editor/suggestions';
import { MaskFiller } from '../../../src/models/maskFiller';
import type { ModelEntry } from '../../../src/models/modelLibrary';
import type { Completion } from '../../../src/protocol/engine';

const model: ModelEntry = { id: 'a', name: 'a', kind: 'embedded', folder: 'a', version: '' };

/** By an engine that has these completions for a text. */
function suggestionsBy(completionsOf: (text: string) => Completion[]): Suggestions {
  return new Suggestions(
    new MaskFiller({ request: (_, { text }) => Promise.resolve({ completions: completionsOf(text) }) }),
  );
}

function completion(text: string, fillings: readonly string[], probability: number): Completion {
  return { text, fillings, probability };
}

const rivals = () => [
  completion('我想你们', ['想', '们'], 0.4),
  completion('我爱你们', ['爱', '们'], 0.3),
  completion('我爱你的', ['爱', '的'], 0.2),
];

describe('the fillings of one gap', () => {
  it('merge completions of a line that differ in other gaps alone', async () => {
    const line = '我[MASK]你[MASK]';
    const [first, second] = gapsOf(line);
    const suggestions = suggestionsBy(rivals);
    if (!first || !second) throw new Error('two gaps');
    expect(await suggestions.forGap(line, first, model)).toEqual([
      { filling: '爱', probability: 0.5 },
      { filling: '想', probability: 0.4 },
    ]);
    expect((await suggestions.forGap(line, second, model)).map(({ filling }) => filling)).toEqual([
      '们',
      '的',
    ]);
  });
});

describe('the fillings of a line', () => {
  /** The line filled, and the texts that the engine was asked for. */
  async function filled(line: string, completionsOf: (text: string) => Completion[]) {
    const asked: string[] = [];
    const suggestions = suggestionsBy((text) => {
      asked.push(text);
      return completionsOf(text);
    });
    const fillings: FilledGap[] = [];
    for await (const each of suggestions.forLine(line, model)) fillings.push(each);
    const text = fillings.reduceRight(
      (rest, { gap, filling }) => rest.slice(0, gap.start) + filling + rest.slice(gap.end),
      line,
    );
    return { text, asked };
  }

  /** Fills all gaps of a text with the number of the gap in it. */
  function numbered(text: string): Completion[] {
    const fillings = gapsOf(text).map((_, index) => String(index));
    const whole = fillings.reduce((rest, filling) => rest.replace(/(\[MASK\])+/, filling), text);
    return [completion(whole, fillings, 1)];
  }

  it('are one completion, the best one, not the best of each gap', async () => {
    expect((await filled('我[MASK]你[MASK]', rivals)).text).toBe('我想你们');
  });

  it('of gaps that are not near each other follow from those before', async () => {
    const between = '远'.repeat(30);
    const line = ['我[MASK]', '[MASK][MASK]', '[MASK]你'].join(between);
    const { text, asked } = await filled(line, numbered);
    expect(asked).toEqual([
      ['我[MASK]', '[MASK][MASK]', ''].join(between),
      ['我0', '1', '[MASK]你'].join(between),
    ]);
    expect(text).toBe(['我0', '1', '0你'].join(between));
  });

  it('leave gaps that are too long as they are', async () => {
    const long = '[MASK]'.repeat(9);
    expect((await filled(`我[MASK]你，${long}，他[MASK]`, numbered)).text).toBe(`我0你，${long}，他0`);
  });
});
