import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { parseJsonObject } from '../../../src/core/json';

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('a field that is something else is told', () => {
  it.each([
    ['"很多"', '"很多"'],
    ['[1,"a",null]', '[1, "a", null]'],
    ['{"a":1,"b":true}', '{"a": 1, "b": true}'],
    ['{"a":[…],"b":{…}}', '{"a": [1], "b": {"c": 1}}'],
    ['[[…]]', nested(90)],
    ['{"a":[…]}', `{"a": ${nested(90)}}`],
    [`"${'很'.repeat(59)}…`, JSON.stringify('很'.repeat(100))],
    [`[${'0,'.repeat(29)}0…`, JSON.stringify(Array(100).fill(0))],
  ])('briefly: %s', (said, value) => {
    const fields = parseJsonObject(`{"size": ${value}}`, 'config.json');
    expect(() => fields.integer('size', { min: 1, max: 9 })).toThrow(
      new UserError(
        `In config.json the field “size” should be a whole number from 1 to 9, but it is ${said}.`,
      ),
    );
  });
});

it.each([101, 100_000])(
  'a file of %d levels of nesting is refused, as it could not be written again',
  (levels) => {
    const parse = (inner: number) => () => parseJsonObject(`{"a": ${nested(inner)}}`, 'config.json');
    expect(parse(99)).not.toThrow();
    expect(parse(levels - 1)).toThrow(
      new UserError(
        'In config.json, arrays and objects are nested more than 100 deep, which no file of a model needs. Please use a file from a source that you trust.',
      ),
    );
  },
);
