import { expect, it } from 'vitest';

import { UserError } from '../../../src/core/errors';
import { explainingShortOfMemory } from '../../../src/core/shortOfMemory';

it.each([
  new RangeError('WebAssembly.Memory(): could not allocate memory'),
  new RangeError('Array buffer allocation failed'),
  new Error('Failed to allocate memory for requested buffer of size 65536'),
  new Error('pthread_create failed, error code: 12 error msg: Cannot allocate memory'),
  new Error('std::bad_alloc'),
  new Error('bad allocation'),
  new Error('ENOMEM: not enough memory, read'),
])('“%s” is told as what it comes of, which is kept', (error) => {
  const told = explainingShortOfMemory(error);
  expect(told).toBeInstanceOf(UserError);
  expect(told).toMatchObject({
    message: expect.stringContaining('enough memory left') as string,
    cause: error,
  });
});

it.each([new RangeError('Invalid array length'), new UserError('bad allocation of words'), 'text'])(
  '“%s” stays what it is',
  (error) => {
    expect(explainingShortOfMemory(error)).toBe(error);
  },
);
