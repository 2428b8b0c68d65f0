import assert from 'node:assert/strict';
import type { Lowering } from '../lowering';
import type { Shape } from '../shape';
import { apply, defineOperator, type Tensor } from '../tensor';

/** Reading places of a table and its adjoint, adding up what belongs to the same place. */

const gatherOperator = defineOperator<undefined, readonly [Tensor, Tensor]>({
  name: 'gather',
  infer: ([table, rows]) => [{ type: table.type, shape: [rows.dim(0), table.dim(1)] }],
  lower: (lowering, [table, rows]) => [lowering.emit('Gather', [table, rows], { axis: 0 })],
  derivative: (gradient, { inputs: [table, rows] }) => [scatterAdd(table.shape, rows, gradient)],
});

/** Rows of a table: table [n, width], rows [m] → [m, width]. A row may be asked for more than once. */
export function gather(table: Tensor, rows: Tensor): Tensor {
  assert(table.shape.length === 2 && rows.type === 'int32', 'a table and the numbers of rows');
  return apply(gatherOperator, [table, rows], undefined);
}

const scatterAddOperator = defineOperator<{ shape: Shape }, readonly [Tensor, Tensor]>({
  name: 'scatterAdd',
  infer: (_, { shape }) => [{ type: 'float32', shape }],
  lower: (lowering, [rows, values], { inputs: [, given], attributes: { shape } }) => [
    lowerAddRows(lowering, [lowering.filled(0, shape), rows, values], given.shape),
  ],
  addTo: (sum, { inputs: [rows, values] }) => addRows(sum, rows, values),
  derivative: (gradient, { inputs: [rows] }) => [undefined, gather(gradient, rows)],
});

/**
 * A table of zeros with `values` added to its `rows`: rows [m], values [m, width] → `shape` [n, width].
 *
 * In order and on one thread, unlike ScatterND, whose additions to the same row race.
 */
export function scatterAdd(shape: Shape, rows: Tensor, values: Tensor): Tensor {
  return apply(scatterAddOperator, [rows, values], { shape });
}

const addRowsOperator = defineOperator<undefined, readonly [Tensor, Tensor, Tensor]>({
  name: 'addRows',
  infer: ([table]) => [table],
  lower: (lowering, inputs, { inputs: [, , values] }) => [lowerAddRows(lowering, inputs, values.shape)],
  derivative: (gradient, { inputs: [, rows] }) => [gradient, undefined, gather(gradient, rows)],
});

/** A table with `values` added to some of its `rows`: table [n, width], rows [m], values [m, width] → [n, width]. */
export function addRows(table: Tensor, rows: Tensor, values: Tensor): Tensor {
  return apply(addRowsOperator, [table, rows, values], undefined);
}

/** What a tensor that `addRows` made was made of. */
export function partsOfRowAddition({
  node,
}: Tensor): { table: Tensor; rows: Tensor; values: Tensor } | undefined {
  if (node.operator.name !== addRowsOperator.name) return undefined;
  const [table, rows, values] = node.inputs;
  assert(table && rows && values);
  return { table, rows, values };
}

function lowerAddRows(
  lowering: Lowering,
  [table, rows, values]: readonly [string, string, string],
  shape: Shape,
): string {
  const column = lowering.emit('Reshape', [rows, lowering.integers([-1, 1])]);
  const places = lowering.emit('Expand', [column, lowering.dims(shape)]);
  return lowering.emit('ScatterElements', [table, places, values], { axis: 0, reduction: 'add' });
}

const pickOperator = defineOperator<undefined, readonly [Tensor, Tensor]>({
  name: 'pick',
  infer: ([x, columns]) => [{ type: x.type, shape: columns.shape }],
  lower: (lowering, [x, columns]) => [lowering.emit('GatherElements', [x, columns], { axis: 1 })],
  derivative: (gradient, { inputs: [x, columns] }) => [placeAdd(x.shape, columns, gradient)],
});

/** Some columns of each row: x [m, n], columns [m, k] → [m, k]. */
export function pick(x: Tensor, columns: Tensor): Tensor {
  assert(columns.type === 'int32', 'the numbers of columns');
  return apply(pickOperator, [x, columns], undefined);
}

const placeAddOperator = defineOperator<{ shape: Shape }, readonly [Tensor, Tensor]>({
  name: 'placeAdd',
  infer: (_, { shape }) => [{ type: 'float32', shape }],
  lower: (lowering, [columns, values], { attributes: { shape } }) => [
    lowerAddPlaces(lowering, [lowering.filled(0, shape), columns, values]),
  ],
  addTo: (sum, { inputs: [columns, values] }) => addPlaces(sum, columns, values),
  derivative: (gradient, { inputs: [columns] }) => [undefined, pick(gradient, columns)],
});

/** Zeros with `values` added to some columns of each row: columns and values [m, k] → `shape` [m, n]. */
export function placeAdd(shape: Shape, columns: Tensor, values: Tensor): Tensor {
  return apply(placeAddOperator, [columns, values], { shape });
}

const addPlacesOperator = defineOperator<undefined, readonly [Tensor, Tensor, Tensor]>({
  name: 'addPlaces',
  infer: ([x]) => [x],
  lower: (lowering, inputs) => [lowerAddPlaces(lowering, inputs)],
  derivative: (gradient, { inputs: [, columns] }) => [gradient, undefined, pick(gradient, columns)],
});

/** `x` with `values` added to some columns of each row: x [m, n], columns and values [m, k] → [m, n]. */
export function addPlaces(x: Tensor, columns: Tensor, values: Tensor): Tensor {
  return apply(addPlacesOperator, [x, columns, values], undefined);
}

function lowerAddPlaces(lowering: Lowering, inputs: readonly [string, string, string]): string {
  return lowering.emit('ScatterElements', inputs, { axis: 1, reduction: 'add' });
}
