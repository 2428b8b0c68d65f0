/**
 * Half-precision numbers (IEEE 754 binary16) and bfloat16 as the bits that files hold, to and from single precision.
 *
 * Widening is exact and goes by a table of all 65,536 halves. Narrowing rounds to the nearest, ties to even.
 */

/** From here on, a number rounds to a half-precision infinity. */
export const halfOverflow = 65520;

const bits = new Uint32Array(1);
const asFloat = new Float32Array(bits.buffer);

let wideHalves: Float32Array | undefined;

export function widenHalves(halves: Uint16Array, target: Float32Array): void {
  const wide = (wideHalves ??= Float32Array.from({ length: 0x10000 }, (_, half) => widen(half)));
  for (let index = 0; index < halves.length; index++) target[index] = wide[halves[index] ?? 0] ?? 0;
}

export function widenBrainFloats(brainFloats: Uint16Array, target: Float32Array): void {
  const targetBits = new Uint32Array(target.buffer, target.byteOffset, target.length);
  for (let index = 0; index < brainFloats.length; index++)
    targetBits[index] = (brainFloats[index] ?? 0) << 16;
}

export function narrowToHalves(floats: Float32Array, target: Uint16Array): void {
  const floatBits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  for (let index = 0; index < floats.length; index++) target[index] = narrow(floatBits[index] ?? 0);
}

/** Whether all numbers stay as they are in half precision. */
export function areHalves(floats: Float32Array): boolean {
  const floatBits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  for (let index = 0; index < floats.length; index++) {
    if (!Object.is(widen(narrow(floatBits[index] ?? 0)), floats[index])) return false;
  }
  return true;
}

function widen(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function narrow(single: number): number {
  const sign = (single >>> 16) & 0x8000;
  const magnitude = single & 0x7fffffff;
  if (magnitude >= 0x7f800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // rounds to infinity
  if (magnitude >= 0x38800000) {
    // Normal: drops 13 bits of the fraction; a carry into the exponent is right as it is.
    const rounded = magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1);
    return sign | (rounded >>> 13);
  }
  // Subnormal: adding 0.5 leaves the half's bits at the end of the fraction, rounded by the processor.
  bits[0] = magnitude;
  asFloat[0] = (asFloat[0] ?? 0) + 0.5;
  return sign | (bits[0] - 0x3f000000);
}
