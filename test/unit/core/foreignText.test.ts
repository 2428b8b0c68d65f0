import { expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { shortened } from '../../../src/core/foreignText';

it('a message has nothing in it that a terminal obeys', () => {
  expect(new UserError('“\u001b[31m红\u009b2J\u007f\r\u202e\u2067” is\tempty.\n').message).toBe(
    '“�[31m红�2J����” is\tempty.\n',
  );
});

it('a long name is cut, not within a character', () => {
  expect(shortened('bert')).toBe('bert');
  expect(shortened('一'.repeat(200))).toBe('一'.repeat(200));
  expect(shortened(`${'一'.repeat(199)}𠀀二`)).toBe(`${'一'.repeat(199)}…`);
});
