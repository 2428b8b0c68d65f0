import { defineOperator, apply, type Tensor } from '../tensor';
import type { Lowering } from '../lowering';
import { multiply } from './elementwise';

/**
 * The rows of sequences of different lengths, one after the other (*packed*) or in a table in which each sequence is as
 * long as the longest (*padded*).
 */
export interface Padding {
  /** Where each packed row stands in the table, int32 [rows]. */
  readonly places: Tensor;
  /** Which packed row stands at each place of the table, int32 [places]; any where none does. */
  readonly rows: Tensor;
  /** 1 where a row stands in the table, 0 at padding [places, 1]. */
  readonly isRow: Tensor;
}

type Inputs = readonly [x: Tensor, places: Tensor, rows: Tensor, isRow: Tensor];

const padOperator = defineOperator<undefined, Inputs>({
  name: 'pad',
  infer: ([x, , rows]) => [{ type: x.type, shape: [rows.dim(0), x.dim(1)] }],
  lower: (lowering, [x, , rows]) => [gathered(lowering, x, rows)],
  derivative: (gradient, { inputs: [, places, rows, isRow] }) => [unpad(gradient, { places, rows, isRow })],
});

/**
 * Packed rows [rows, width] as a table [places, width]. At padding stands any of the rows, which must not matter: what
 * is computed from the table must be the same whatever stands there.
 */
export function pad(x: Tensor, { places, rows, isRow }: Padding): Tensor {
  return apply(padOperator, [x, places, rows, isRow], undefined);
}

const unpadOperator = defineOperator<undefined, Inputs>({
  name: 'unpad',
  infer: ([x, places]) => [{ type: x.type, shape: [places.dim(0), x.dim(1)] }],
  lower: (lowering, [x, places]) => [gathered(lowering, x, places)],
  derivative: (gradient, { inputs: [, places, rows, isRow] }) => [
    multiply(pad(gradient, { places, rows, isRow }), isRow),
  ],
});

/** A table [places, width] as packed rows [rows, width]; what stands at padding is lost. */
export function unpad(x: Tensor, { places, rows, isRow }: Padding): Tensor {
  return apply(unpadOperator, [x, places, rows, isRow], undefined);
}

function gathered(lowering: Lowering, table: string, rows: string): string {
  return lowering.emit('Gather', [table, rows], { axis: 0 });
}
