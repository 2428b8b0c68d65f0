// AssemblyScript, compiled to WebAssembly with 128-bit SIMD by `node scripts/kernels.mjs`. Arrays are float32,
// addressed in bytes; counts are multiples of sixteen. Loops handle sixteen numbers a round: what they cost is
// arithmetic more than memory, and that many independent numbers keep the processor's units busy.

/** Σ values². Sixteen partial sums in float32, so call it with pieces of a few thousand numbers. */
export function sumOfSquares(values: usize, count: i32): f64 {
  let sums0 = f32x4.splat(0);
  let sums1 = f32x4.splat(0);
  let sums2 = f32x4.splat(0);
  let sums3 = f32x4.splat(0);
  for (const end = values + ((<usize>count) << 2); values < end; values += 64) {
    sums0 = f32x4.add(sums0, square(v128.load(values)));
    sums1 = f32x4.add(sums1, square(v128.load(values, 16)));
    sums2 = f32x4.add(sums2, square(v128.load(values, 32)));
    sums3 = f32x4.add(sums3, square(v128.load(values, 48)));
  }
  const sums = f32x4.add(f32x4.add(sums0, sums1), f32x4.add(sums2, sums3));
  return (
    <f64>f32x4.extract_lane(sums, 0) +
    <f64>f32x4.extract_lane(sums, 1) +
    <f64>f32x4.extract_lane(sums, 2) +
    <f64>f32x4.extract_lane(sums, 3)
  );
}

function square(x: v128): v128 {
  return f32x4.mul(x, x);
}

/**
 * One AdamW update in place (Loshchilov & Hutter 2019, algorithm 2, as PyTorch computes it):
 *
 *   w ← w·keep;  m ← β₁·m + (1-β₁)·g;  v ← β₂·v + (1-β₂)·g²;  w ← w - rate·m / (√v + epsilon)
 *
 * with g the gradient times `scale` and keep = 1 - learning rate·weight decay. Both sides of the fraction are multiplied
 * by what corrects √v: rate = learning rate·√(1-β₂ᵗ) / (1-β₁ᵗ) and epsilon = ε·√(1-β₂ᵗ).
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
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const keeps = f32x4.splat(keep);
  const rates = f32x4.splat(rate);
  const epsilons = f32x4.splat(epsilon);
  const beta1s = f32x4.splat(beta1);
  const beta2s = f32x4.splat(beta2);
  const firstShares = f32x4.splat((1 - beta1) * scale);
  const secondShares = f32x4.splat((1 - beta2) * scale * scale);
  for (const end = weights + ((<usize>count) << 2); weights < end; weights += 64) {
    const g0 = v128.load(gradients);
    const g1 = v128.load(gradients, 16);
    const g2 = v128.load(gradients, 32);
    const g3 = v128.load(gradients, 48);
    const m0 = f32x4.add(f32x4.mul(v128.load(first), beta1s), f32x4.mul(g0, firstShares));
    const m1 = f32x4.add(f32x4.mul(v128.load(first, 16), beta1s), f32x4.mul(g1, firstShares));
    const m2 = f32x4.add(f32x4.mul(v128.load(first, 32), beta1s), f32x4.mul(g2, firstShares));
    const m3 = f32x4.add(f32x4.mul(v128.load(first, 48), beta1s), f32x4.mul(g3, firstShares));
    const v0 = f32x4.add(f32x4.mul(v128.load(second), beta2s), f32x4.mul(square(g0), secondShares));
    const v1 = f32x4.add(f32x4.mul(v128.load(second, 16), beta2s), f32x4.mul(square(g1), secondShares));
    const v2 = f32x4.add(f32x4.mul(v128.load(second, 32), beta2s), f32x4.mul(square(g2), secondShares));
    const v3 = f32x4.add(f32x4.mul(v128.load(second, 48), beta2s), f32x4.mul(square(g3), secondShares));
    const d0 = f32x4.add(f32x4.sqrt(v0), epsilons);
    const d1 = f32x4.add(f32x4.sqrt(v1), epsilons);
    const d2 = f32x4.add(f32x4.sqrt(v2), epsilons);
    const d3 = f32x4.add(f32x4.sqrt(v3), epsilons);
    v128.store(first, m0);
    v128.store(first, m1, 16);
    v128.store(first, m2, 32);
    v128.store(first, m3, 48);
    v128.store(second, v0);
    v128.store(second, v1, 16);
    v128.store(second, v2, 32);
    v128.store(second, v3, 48);
    v128.store(weights, f32x4.sub(f32x4.mul(v128.load(weights), keeps), f32x4.div(f32x4.mul(m0, rates), d0)));
    v128.store(
      weights,
      f32x4.sub(f32x4.mul(v128.load(weights, 16), keeps), f32x4.div(f32x4.mul(m1, rates), d1)),
      16,
    );
    v128.store(
      weights,
      f32x4.sub(f32x4.mul(v128.load(weights, 32), keeps), f32x4.div(f32x4.mul(m2, rates), d2)),
      32,
    );
    v128.store(
      weights,
      f32x4.sub(f32x4.mul(v128.load(weights, 48), keeps), f32x4.div(f32x4.mul(m3, rates), d3)),
      48,
    );
    first += 64;
    second += 64;
    gradients += 64;
  }
}
