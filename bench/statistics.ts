/** The middle of a sample, and the range of its middle half. */
export interface Spread {
  median: number;
  lower: number;
  upper: number;
}

export function spreadOf(sample: readonly number[]): Spread {
  return { median: quantile(sample, 0.5), lower: quantile(sample, 0.25), upper: quantile(sample, 0.75) };
}

export const median = (sample: readonly number[]): number => quantile(sample, 0.5);

/** Interpolates between neighbours, as NumPy does by default. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}
