import { expect, test } from 'vitest';
import { release } from '../../../src/core/graph/release';

test('arrays that were released hold nothing any more', () => {
  const arrays = [new Float32Array(8), new Float32Array(4)];
  release(arrays);
  expect(arrays.map(({ length }) => length)).toEqual([0, 0]);
});
