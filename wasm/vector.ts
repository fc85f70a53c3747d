// Four 32-bit floats at a time, or two of 64 bits. Everything else in this folder is written with these few
// words.

/**
 * `a·b + c`. The relaxed build lets the machine fuse it into one rounding, which doubles the
 * arithmetic a clock can do; the plain build rounds twice and gives the same bits everywhere.
 */
@inline
export function multiplyAdd<T>(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD
    ? v128.relaxed_madd<T>(a, b, c)
    : v128.add<T>(v128.mul<T>(a, b), c);
}

/** The first, second, third or fourth number at an address, in all lanes. */
@inline
export function splat0<T>(at: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(at) : v128.load64_splat(at);
}

@inline
export function splat1<T>(at: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(at, 4) : v128.load64_splat(at, 8);
}

@inline
export function splat2<T>(at: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(at, 8) : v128.load64_splat(at, 16);
}

@inline
export function splat3<T>(at: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(at, 12) : v128.load64_splat(at, 24);
}

/** `c − a·b`. */
@inline
export function multiplySubtract(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD
    ? f32x4.relaxed_nmadd(a, b, c)
    : f32x4.sub(c, f32x4.mul(a, b));
}

/**
 * Whether `multiplyAdd` rounds once on this machine. The relaxed build's constants count on it:
 * (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ in one rounding and 0 in two.
 */
export function fuses(one: f32): bool {
  const a = f32x4.splat(one + 0.000244140625);
  const c = f32x4.splat(-(one + 0.00048828125));
  return f32x4.extract_lane(multiplyAdd<f32>(a, a, c), 0) != 0;
}

/** The sum of the four lanes, pairwise. */
@inline
export function sumLanes(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) +
    f32x4.extract_lane(a, 1) +
    (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

/**
 * A machine's peak for the benchmark: 12 independent accumulators, `count` rounds of 12 four-lane
 * multiply-adds (96 floating-point operations a round), nothing loaded or stored.
 */
export function multiplyAddPeak(count: i32): f32 {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  let c6 = c0;
  let c7 = c0;
  let c8 = c0;
  let c9 = c0;
  let c10 = c0;
  let c11 = c0;
  const a = f32x4.splat(0.5);
  const b = f32x4.splat(1.5);
  for (let i = 0; i < count; i++) {
    c0 = multiplyAdd<f32>(a, b, c0);
    c1 = multiplyAdd<f32>(a, b, c1);
    c2 = multiplyAdd<f32>(a, b, c2);
    c3 = multiplyAdd<f32>(a, b, c3);
    c4 = multiplyAdd<f32>(a, b, c4);
    c5 = multiplyAdd<f32>(a, b, c5);
    c6 = multiplyAdd<f32>(a, b, c6);
    c7 = multiplyAdd<f32>(a, b, c7);
    c8 = multiplyAdd<f32>(a, b, c8);
    c9 = multiplyAdd<f32>(a, b, c9);
    c10 = multiplyAdd<f32>(a, b, c10);
    c11 = multiplyAdd<f32>(a, b, c11);
  }
  c0 = f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3));
  c4 = f32x4.add(f32x4.add(c4, c5), f32x4.add(c6, c7));
  c8 = f32x4.add(f32x4.add(c8, c9), f32x4.add(c10, c11));
  return sumLanes(f32x4.add(f32x4.add(c0, c4), c8));
}
