import assert from 'node:assert/strict';

/** The size of one axis: a number, or the name of a size that is known only when the graph runs. */
export type Dim = number | string;
export type Shape = readonly Dim[];
export type ElementType = 'float32' | 'int32';

export interface TensorType {
  readonly type: ElementType;
  readonly shape: Shape;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** The shape of an elementwise result: axes aligned from the right, an axis of size 1 stretches (NumPy's rule). */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    assert(left === right || left === 1 || right === 1, `[${a.join()}] and [${b.join()}] do not broadcast`);
    return left === 1 ? right : left;
  });
}

/** The axes along which a tensor of shape `from` was repeated to get the shape `to`. */
export function stretchedAxes(from: Shape, to: Shape): number[] {
  const added = to.length - from.length;
  return to
    .map((_, axis) => axis)
    .filter((axis) => axis < added || (from[axis - added] === 1 && to[axis] !== 1));
}

/** The sizes behind the names in shapes, from the shapes that tensors have when the graph runs. */
export function sizesIn(found: readonly (readonly [Shape, readonly number[]])[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const [shape, actual] of found) {
    shape.forEach((dim, axis) => {
      const size = actual[axis];
      if (typeof dim === 'string' && size !== undefined) sizes.set(dim, size);
    });
  }
  return sizes;
}

/** `shape` with numbers in the place of names. */
export function withSizes(shape: Shape, sizes: ReadonlyMap<string, number>): number[] {
  return shape.map((dim) => {
    const size = typeof dim === 'number' ? dim : sizes.get(dim);
    assert(size !== undefined, `no input tells the size ${dim}`);
    return size;
  });
}

/** `axis`, counted from the front also when given from the back. */
export function fromFront(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
