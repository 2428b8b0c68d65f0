import { describe, expect, it } from 'vitest';

import { parse } from '../../../src/cli/arguments';
import { oneOf, positiveNumber, required, wholeNumber } from '../../../src/cli/optionValues';
import { UsageError } from '../../../src/cli/usage';

const options = { out: { type: 'string' }, json: { type: 'boolean', default: false } } as const;

describe('options', () => {
  it('may stand before, between and after what they are not, as two words or one', () => {
    const { values, positionals } = parse(['--json', 'a.txt', '--out=-x', 'b.txt'], options);
    expect(values).toEqual({ json: true, out: '-x' });
    expect(positionals).toEqual(['a.txt', 'b.txt']);
    expect(parse(['--out', 'dir'], options).values).toEqual({ json: false, out: 'dir' });
  });

  it('end at two dashes', () => {
    expect(parse(['--', '--out'], options).positionals).toEqual(['--out']);
  });

  it.each([
    [['--into', 'dir'], 'There is no option --into.'],
    [['--toString'], 'There is no option --toString.'],
    [['-x'], 'There is no option -x.'],
    [
      ['- [MASK]很好'],
      'What begins with a dash is taken for an option. Please write “--” before such a text.',
    ],
    [
      ['-A 同学[MASK]好'],
      'What begins with a dash is taken for an option. Please write “--” before such a text.',
    ],
    [['--out'], '--out needs a value.'],
    [['--out', '--json'], '--out needs a value.'],
    [['--json=no'], '--json takes no value.'],
  ])('as in %j are wrong usage', (args, message) => {
    expect(() => parse(args, options)).toThrow(new UsageError(message));
  });
});

describe('an option that there is not', () => {
  it.each([
    [['-out', 'dir'], 'There is no option -out. Did you mean --out?'],
    [['-out=dir'], 'There is no option -out. Did you mean --out?'],
    [['-o', 'dir'], 'There is no option -o. Did you mean --out?'],
    [['—out', 'dir'], 'There is no option —out. Did you mean --out?'],
    [['--JSON'], 'There is no option --JSON. Did you mean --json?'],
    [['--output', 'dir'], 'There is no option --output. Did you mean --out?'],
    [['--batch_tokens', '9'], 'There is no option --batch_tokens. Did you mean --batch-tokens?'],
    [['--model', 'dir'], 'There is no option --model. Did you mean --base?'],
  ])('as in %j is told with the one that was meant', (args, message) => {
    const further = { 'batch-tokens': { type: 'string' }, base: { type: 'string' } } as const;
    expect(() => parse(args, { ...options, ...further })).toThrow(new UsageError(message));
  });

  it('is no text with a dash before it', () => {
    const texts = ['—三[MASK]', '——三国', '–other'];
    expect(parse(texts, options).positionals).toEqual(texts);
  });
});

describe('a value', () => {
  it('that is not given is left to the program', () => {
    expect(wholeNumber('steps', undefined, 1)).toBeUndefined();
    expect(positiveNumber('lr', undefined)).toBeUndefined();
    expect(oneOf('method', undefined, ['lora', 'full'])).toBeUndefined();
  });

  it('is understood', () => {
    expect(wholeNumber('steps', '12', 1)).toBe(12);
    expect(positiveNumber('lr', '4e-3')).toBe(0.004);
    expect(oneOf('method', 'full', ['lora', 'full'])).toBe('full');
    expect(required('out', 'dir')).toBe('dir');
  });

  it.each(['0', '-1', '1.5', '', ' ', 'x', '1e99', 'Infinity'])(
    'is not a whole number from 1 up: “%s”',
    (text) => {
      expect(() => wholeNumber('steps', text, 1)).toThrow(UsageError);
    },
  );

  it.each(['0', '-1', '', 'x', 'Infinity', 'NaN'])('is not a number above 0: “%s”', (text) => {
    expect(() => positiveNumber('lr', text)).toThrow(UsageError);
  });

  it('is one of those that there are', () => {
    expect(() => oneOf('method', 'LoRA', ['lora', 'full'])).toThrow(
      new UsageError('--method is one of lora, full, not “LoRA”.'),
    );
  });

  it.each([undefined, ''])('is missing where it is required: %j', (text) => {
    expect(() => required('out', text)).toThrow(new UsageError('--out is missing.'));
  });
});
