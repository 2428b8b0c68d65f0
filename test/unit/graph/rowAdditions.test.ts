import { expect, test } from 'vitest';
import { addRows, input, multiply, scalar } from '../../../src/core/graph/operators';
import { Program } from '../../../src/core/graph/runtime';

const table = input('table', 'float32', [3, 2]);
const rows = input('rows', 'int32', ['count']);
const values = input('values', 'float32', ['count', 2]);

const given = {
  table: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] },
  rows: { data: Int32Array.of(2, 0, 2), shape: [3] },
  values: { data: Float32Array.of(10, 20, 30, 40, 50, 60), shape: [3, 2] },
};

test('an output that is a table with rows added to it is complete, and the only one', async () => {
  const program = await Program.load({
    sum: addRows(table, rows, values),
    twice: multiply(table, scalar(2)),
  });
  expect(await program.run(given)).toEqual({
    sum: Float32Array.of(31, 42, 3, 4, 65, 86),
    twice: Float32Array.of(2, 4, 6, 8, 10, 12),
  });
  expect(await program.run(given, ['sum'])).toEqual({ sum: Float32Array.of(31, 42, 3, 4, 65, 86) });
  expect(await program.run(given, ['twice'])).toEqual({ twice: Float32Array.of(2, 4, 6, 8, 10, 12) });
  expect(given.table.data).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
});
