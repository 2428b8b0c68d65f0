/** A tensor in row-major order. Half precision in a file is widened on reading. */
export interface Weight {
  shape: number[];
  data: Float32Array;
}

/** Tensors by the names of the Hugging Face state dict, in the file's order. */
export type Weights = Map<string, Weight>;

/** The same weights in arrays of their own. */
export function copyOf(weights: Weights): Weights {
  return new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
}

/** How many numbers there are in all weights together. */
export function parameterCount(weights: Weights): number {
  return [...weights.values()].reduce((count, { data }) => count + data.length, 0);
}
