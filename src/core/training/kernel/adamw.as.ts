// AssemblyScript, compiled to WebAssembly with 128-bit SIMD by `npm run kernels`. Arrays are float32, addressed in
// bytes; counts are multiples of four.

/** Σ values². Four partial sums in float32, so call it with pieces of a few thousand numbers. */
export function sumOfSquares(values: usize, count: i32): f64 {
  let sums = f32x4.splat(0);
  for (const end = values + ((<usize>count) << 2); values < end; values += 16) {
    const value = v128.load(values);
    sums = f32x4.add(sums, f32x4.mul(value, value));
  }
  return (
    <f64>f32x4.extract_lane(sums, 0) +
    <f64>f32x4.extract_lane(sums, 1) +
    <f64>f32x4.extract_lane(sums, 2) +
    <f64>f32x4.extract_lane(sums, 3)
  );
}

/**
 * One AdamW update in place (Loshchilov & Hutter 2019, algorithm 2, as PyTorch computes it):
 *
 *   w ← w·keep;  m ← β₁·m + (1-β₁)·g;  v ← β₂·v + (1-β₂)·g²;  w ← w - rate·m / (√v·correction + ε)
 *
 * with g the gradient times `scale`, keep = 1 - learning rate·weight decay, rate = learning rate / (1-β₁ᵗ) and
 * correction = 1/√(1-β₂ᵗ).
 */
export function adamw(
  weights: usize,
  first: usize,
  second: usize,
  gradients: usize,
  count: i32,
  scale: f32,
  keep: f32,
  rate: f32,
  correction: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const scales = f32x4.splat(scale);
  const keeps = f32x4.splat(keep);
  const rates = f32x4.splat(rate);
  const corrections = f32x4.splat(correction);
  const beta1s = f32x4.splat(beta1);
  const beta2s = f32x4.splat(beta2);
  const rest1s = f32x4.splat(1 - beta1);
  const rest2s = f32x4.splat(1 - beta2);
  const epsilons = f32x4.splat(epsilon);
  for (const end = weights + ((<usize>count) << 2); weights < end; weights += 16) {
    const g = f32x4.mul(v128.load(gradients), scales);
    const m = f32x4.add(f32x4.mul(v128.load(first), beta1s), f32x4.mul(g, rest1s));
    const v = f32x4.add(f32x4.mul(v128.load(second), beta2s), f32x4.mul(f32x4.mul(g, g), rest2s));
    const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(v), corrections), epsilons);
    const w = f32x4.mul(v128.load(weights), keeps);
    v128.store(first, m);
    v128.store(second, v);
    v128.store(weights, f32x4.sub(w, f32x4.div(f32x4.mul(m, rates), denominator)));
    first += 16;
    second += 16;
    gradients += 16;
  }
}
