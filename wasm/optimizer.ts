// Steps of the optimisers over a stretch of the parameter arena: weights, gradients and what the
// rule remembers lie alike, so one pass does a whole network. `count` is a multiple of 4 everywhere.
// `scale` shortens the gradient on the way (clipping by a norm); 1 leaves it.
import { multiplyAdd, multiplySubtract, sumLanes } from './vector';

/** Σ g², summed in f64 over stretches of 256. */
export function squaredNorm(count: i32, gradient: usize): f64 {
  let total: f64 = 0;
  const end = gradient + ((<usize>count) << 2);
  while (gradient < end) {
    const stop = min(gradient + 1024, end);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    while (gradient + 32 <= stop) {
      const g0 = v128.load(gradient);
      const g1 = v128.load(gradient, 16);
      s0 = multiplyAdd<f32>(g0, g0, s0);
      s1 = multiplyAdd<f32>(g1, g1, s1);
      gradient += 32;
    }
    if (gradient < stop) {
      const g = v128.load(gradient);
      s0 = multiplyAdd<f32>(g, g, s0);
      gradient += 16;
    }
    total += <f64>sumLanes(f32x4.add(s0, s1));
  }
  return total;
}

/** Cuts each number of the gradient to ±bound. */
export function clipValues(count: i32, gradient: usize, bound: f32): void {
  const high = f32x4.splat(bound);
  const low = f32x4.splat(-bound);
  const end = gradient + ((<usize>count) << 2);
  while (gradient < end) {
    v128.store(
      gradient,
      f32x4.pmax(f32x4.pmin(v128.load(gradient), high), low)
    );
    gradient += 16;
  }
}

/** `x *= factor`. */
export function scaleValues(count: i32, x: usize, factor: f32): void {
  const by = f32x4.splat(factor);
  const end = x + ((<usize>count) << 2);
  while (x < end) {
    v128.store(x, f32x4.mul(v128.load(x), by));
    x += 16;
  }
}

/**
 * `w −= decay·w`, `m += (1−β1)(g−m)`, `v += (1−β2)(g²−v)`, `w −= rate·m / (√v·root + ε)`.
 * Keras: `rate` holds both bias corrections and `root` is 1. PyTorch: `root` is 1/√(1−β2ᵗ).
 */
export function adam(
  count: i32,
  weight: usize,
  gradient: usize,
  moment: usize,
  square: usize,
  scale: f32,
  keep1: f32,
  keep2: f32,
  rate: f32,
  root: f32,
  epsilon: f32,
  decay: f32
): void {
  const by = f32x4.splat(scale);
  const k1 = f32x4.splat(keep1);
  const k2 = f32x4.splat(keep2);
  const alpha = f32x4.splat(rate);
  const r = f32x4.splat(root);
  const e = f32x4.splat(epsilon);
  const d = f32x4.splat(decay);
  const end = weight + ((<usize>count) << 2);
  while (weight < end) {
    const g = f32x4.mul(v128.load(gradient), by);
    let m = v128.load(moment);
    let v = v128.load(square);
    let w = v128.load(weight);
    m = multiplyAdd<f32>(k1, f32x4.sub(g, m), m);
    v = multiplyAdd<f32>(k2, f32x4.sub(f32x4.mul(g, g), v), v);
    w = multiplySubtract(d, w, w);
    v128.store(moment, m);
    v128.store(square, v);
    v128.store(
      weight,
      f32x4.sub(
        w,
        f32x4.div(f32x4.mul(alpha, m), multiplyAdd<f32>(f32x4.sqrt(v), r, e))
      )
    );
    weight += 16;
    gradient += 16;
    moment += 16;
    square += 16;
  }
}

/**
 * The same for the rows of a table of which only some have a gradient: `index[v]` is the row of
 * `gradient` that belongs to row v, or −1. `seen[v]` tells whether a row ever had one; until then its
 * moments are zero and nothing would change, so it is passed over (unless weights decay).
 */
export function adamRows(
  rows: i32,
  width: i32,
  index: usize,
  seen: usize,
  weight: usize,
  gradient: usize,
  moment: usize,
  square: usize,
  zeros: usize,
  scale: f32,
  keep1: f32,
  keep2: f32,
  rate: f32,
  root: f32,
  epsilon: f32,
  decay: f32
): void {
  const bytes = (<usize>width) << 2;
  for (let row: usize = 0; row < <usize>rows; row++) {
    const at = load<i32>(index + (row << 2));
    if (at >= 0) {
      store<u8>(seen + row, 1);
    } else if (decay == 0 && load<u8>(seen + row) == 0) {
      continue;
    }
    const skip = row * bytes;
    adam(
      width,
      weight + skip,
      at >= 0 ? gradient + <usize>at * bytes : zeros,
      moment + skip,
      square + skip,
      scale,
      keep1,
      keep2,
      rate,
      root,
      epsilon,
      decay
    );
  }
}

/** How `sgd` uses its velocity. */
const PLAIN: i32 = 0;
const KERAS: i32 = 1;
const KERAS_NESTEROV: i32 = 2;
const PYTORCH_NESTEROV: i32 = 4;

/**
 * 0: `w −= rate·g`. 1, 2: Keras's velocity `u = μu − rate·g`, `w += u`, or with Nesterov
 * `w += μu − rate·g`. 3, 4: PyTorch's `u = μu + g`, `w −= rate·u`, or with Nesterov
 * `w −= rate(g + μu)`. (PyTorch's first step `u = g` is that of `u` = 0.)
 */
export function sgd(
  count: i32,
  weight: usize,
  gradient: usize,
  velocity: usize,
  mode: i32,
  scale: f32,
  rate: f32,
  momentum: f32
): void {
  const by = f32x4.splat(scale);
  const alpha = f32x4.splat(rate);
  const mu = f32x4.splat(momentum);
  const end = weight + ((<usize>count) << 2);
  while (weight < end) {
    const g = f32x4.mul(v128.load(gradient), by);
    const w = v128.load(weight);
    if (mode == PLAIN) {
      v128.store(weight, multiplySubtract(alpha, g, w));
    } else if (mode == KERAS || mode == KERAS_NESTEROV) {
      const u = multiplySubtract(alpha, g, f32x4.mul(mu, v128.load(velocity)));
      v128.store(velocity, u);
      v128.store(
        weight,
        mode == KERAS
          ? f32x4.add(w, u)
          : f32x4.add(w, multiplySubtract(alpha, g, f32x4.mul(mu, u)))
      );
    } else {
      const u = multiplyAdd<f32>(mu, v128.load(velocity), g);
      v128.store(velocity, u);
      v128.store(
        weight,
        multiplySubtract(
          alpha,
          mode == PYTORCH_NESTEROV ? multiplyAdd<f32>(mu, u, g) : u,
          w
        )
      );
    }
    weight += 16;
    gradient += 16;
    velocity += 16;
  }
}

/**
 * `s = ρs + (1−ρ)g²`, minus the square of the mean when `average` is not 0; the root is
 * `√(s + inner) + outer`. `velocity` 0: `w −= rate·g/root`. Else Keras's `u = μu + rate·g/root`,
 * `w −= u`, or with `rateOutside` PyTorch's `u = μu + g/root`, `w −= rate·u`.
 */
export function rmsprop(
  count: i32,
  weight: usize,
  gradient: usize,
  square: usize,
  average: usize,
  velocity: usize,
  scale: f32,
  rho: f32,
  rate: f32,
  inner: f32,
  outer: f32,
  momentum: f32,
  rateOutside: i32
): void {
  const by = f32x4.splat(scale);
  const alpha = f32x4.splat(rate);
  const keep = f32x4.splat(1 - rho);
  const mu = f32x4.splat(momentum);
  const inside = f32x4.splat(inner);
  const outside = f32x4.splat(outer);
  const end = weight + ((<usize>count) << 2);
  while (weight < end) {
    const g = f32x4.mul(v128.load(gradient), by);
    let s = v128.load(square);
    s = multiplyAdd<f32>(keep, f32x4.sub(f32x4.mul(g, g), s), s);
    v128.store(square, s);
    if (average != 0) {
      let a = v128.load(average);
      a = multiplyAdd<f32>(keep, f32x4.sub(g, a), a);
      v128.store(average, a);
      // Rounding may leave a variance a hair below zero.
      s = f32x4.pmax(multiplySubtract(a, a, s), f32x4.splat(0));
      average += 16;
    }
    const step = f32x4.div(
      g,
      f32x4.add(f32x4.sqrt(f32x4.add(s, inside)), outside)
    );
    const w = v128.load(weight);
    if (velocity == 0) {
      v128.store(weight, multiplySubtract(alpha, step, w));
    } else {
      const u = multiplyAdd<f32>(
        mu,
        v128.load(velocity),
        rateOutside ? step : f32x4.mul(alpha, step)
      );
      v128.store(velocity, u);
      v128.store(
        weight,
        rateOutside ? multiplySubtract(alpha, u, w) : f32x4.sub(w, u)
      );
      velocity += 16;
    }
    weight += 16;
    gradient += 16;
    square += 16;
  }
}

/** `s += g²`, `w −= rate·g / (√(s + inner) + outer)`. */
export function adagrad(
  count: i32,
  weight: usize,
  gradient: usize,
  square: usize,
  scale: f32,
  rate: f32,
  inner: f32,
  outer: f32
): void {
  const by = f32x4.splat(scale);
  const alpha = f32x4.splat(rate);
  const inside = f32x4.splat(inner);
  const outside = f32x4.splat(outer);
  const end = weight + ((<usize>count) << 2);
  while (weight < end) {
    const g = f32x4.mul(v128.load(gradient), by);
    const s = multiplyAdd<f32>(g, g, v128.load(square));
    v128.store(square, s);
    v128.store(
      weight,
      f32x4.sub(
        v128.load(weight),
        f32x4.div(
          f32x4.mul(alpha, g),
          f32x4.add(f32x4.sqrt(f32x4.add(s, inside)), outside)
        )
      )
    );
    weight += 16;
    gradient += 16;
    square += 16;
  }
}
