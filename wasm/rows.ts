// Moving and weighting rows: tokens to vectors and back, dropout masks, softmax.
import { exponentialValues } from './activation';
import { sumLanes } from './vector';

/** `target[n] = source[index[n]]`; `width` numbers a row, a multiple of 4. */
export function gatherRows(
  count: i32,
  width: i32,
  index: usize,
  source: usize,
  sourceRow: usize,
  target: usize,
  targetRow: usize
): void {
  const bytes = (<usize>width) << 2;
  const end = index + ((<usize>count) << 2);
  while (index < end) {
    const from = source + <usize>load<i32>(index) * sourceRow;
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(target + j, v128.load(from + j));
    }
    index += 4;
    target += targetRow;
  }
}

/** `target[index[n]] += source[n]`: repeated indices add up. */
export function scatterRows(
  count: i32,
  width: i32,
  index: usize,
  source: usize,
  sourceRow: usize,
  target: usize,
  targetRow: usize
): void {
  const bytes = (<usize>width) << 2;
  const end = index + ((<usize>count) << 2);
  while (index < end) {
    const to = target + <usize>load<i32>(index) * targetRow;
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(to + j, f32x4.add(v128.load(to + j), v128.load(source + j)));
    }
    index += 4;
    source += sourceRow;
  }
}

/** `target[n] = source[index[n]]`, number by number; 0 where the index is below 0. */
@inline
function gather<T>(count: i32, index: usize, source: usize, target: usize): void {
  const end = index + ((<usize>count) << 2);
  while (index < end) {
    const at = load<i32>(index);
    store<T>(target, at < 0 ? <T>0 : load<T>(source + <usize>at * sizeof<T>()));
    index += 4;
    target += sizeof<T>();
  }
}

/** `target[index[n]] += source[n]`, number by number; nothing where the index is below 0. */
@inline
function add<T>(count: i32, index: usize, source: usize, target: usize): void {
  const end = index + ((<usize>count) << 2);
  while (index < end) {
    const at = load<i32>(index);
    if (at >= 0) {
      const to = target + <usize>at * sizeof<T>();
      store<T>(to, load<T>(to) + load<T>(source));
    }
    index += 4;
    source += sizeof<T>();
  }
}

export function gatherNumbers(count: i32, index: usize, source: usize, target: usize): void {
  gather<f32>(count, index, source, target);
}

export function gatherNumbersInDoubles(count: i32, index: usize, source: usize, target: usize): void {
  gather<f64>(count, index, source, target);
}

export function addNumbers(count: i32, index: usize, source: usize, target: usize): void {
  add<f32>(count, index, source, target);
}

export function addNumbersInDoubles(count: i32, index: usize, source: usize, target: usize): void {
  add<f64>(count, index, source, target);
}

/** `target[n] = source[n] ⊙ mask[index[n]]`; target may be source. */
export function maskByIndex(
  count: i32,
  width: i32,
  index: usize,
  source: usize,
  sourceRow: usize,
  mask: usize,
  maskRow: usize,
  target: usize,
  targetRow: usize
): void {
  const bytes = (<usize>width) << 2;
  const end = index + ((<usize>count) << 2);
  while (index < end) {
    const by = mask + <usize>load<i32>(index) * maskRow;
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(
        target + j,
        f32x4.mul(v128.load(source + j), v128.load(by + j))
      );
    }
    index += 4;
    source += sourceRow;
    target += targetRow;
  }
}

/** `target = a + b`, `count` numbers, a multiple of 4. */
export function addValues(count: i32, a: usize, b: usize, target: usize): void {
  const end = a + ((<usize>count) << 2);
  while (a < end) {
    v128.store(target, f32x4.add(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
    target += 16;
  }
}

/** Columns from `first` up to `last` of each row become zero: what stands beyond a layer's units. */
export function clearColumns(
  rows: i32,
  first: i32,
  last: i32,
  x: usize,
  row: usize
): void {
  for (let r = 0; r < rows; r++) {
    for (let j = first; j < last; j++) {
      store<f32>(x + ((<usize>j) << 2), 0);
    }
    x += row;
  }
}

/**
 * Softmax of the first `classes` numbers of each row; `width` is the row rounded up to 4, and what
 * lies beyond the classes becomes 0. `sums[r]` is Σ eˣ after the row's largest number is taken off, which
 * `largest[r]` holds: log Σ eˣ is their sum after a logarithm.
 */
export function softmaxRows(
  rows: i32,
  classes: i32,
  width: i32,
  x: usize,
  row: usize,
  y: usize,
  yRow: usize,
  largest: usize,
  sums: usize
): void {
  const bytes = (<usize>width) << 2;
  for (let r = 0; r < rows; r++) {
    let most = load<f32>(x);
    for (let k = 1; k < classes; k++) {
      const value = load<f32>(x + ((<usize>k) << 2));
      most = value > most ? value : most;
    }
    exponentialValues(x, x + bytes, y, most);
    for (let k = classes; k < width; k++) {
      store<f32>(y + ((<usize>k) << 2), 0);
    }
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < bytes; j += 16) {
      sum = f32x4.add(sum, v128.load(y + j));
    }
    const total = sumLanes(sum);
    const by = f32x4.splat(1 / total);
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(y + j, f32x4.mul(v128.load(y + j), by));
    }
    store<f32>(largest, most);
    store<f32>(sums, total);
    largest += 4;
    sums += 4;
    x += row;
    y += yRow;
  }
}
