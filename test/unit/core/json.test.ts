import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { parseJsonObject } from '../../../src/core/json';

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

describe('a field that is something else is told', () => {
  it.each([
    ['"很多"', '"很多"'],
    ['[1,"a",null]', '[1, "a", null]'],
    ['{"a":1,"b":true}', '{"a": 1, "b": true}'],
    ['{"a":[…],"b":{…}}', '{"a": [1], "b": {"c": 1}}'],
    ['[[…]]', deep],
    ['{"a":[…]}', `{"a": ${deep}}`],
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
