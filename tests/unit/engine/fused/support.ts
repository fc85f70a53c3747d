import v8 from 'node:v8';
import type {
  KernelKind,
  Kernels
} from '../../../../src/engine/kernels/kernels';
import { loadKernels } from '../../../../src/engine/kernels/loadKernels';
import { random } from '../../../../src/engine/base/random';

// Before the first module is compiled; Node 22 and later need no flag.
v8.setFlagsFromString('--experimental-wasm-relaxed-simd');

/** The builds of the kernels. What each must compute, the tape says. */
export const kinds: readonly KernelKind[] = ['relaxed SIMD', 'SIMD'];

/** Kernels with room for a test's arrays, handed out one after another. */
export interface Bench {
  readonly kernels: Kernels;
  /** Copies numbers in; answers their address. */
  put(values: ArrayLike<number>): number;
  putIntegers(values: ArrayLike<number>): number;
  /** Room for so many numbers, filled with NaN so that what is never written is found. */
  room(count: number): number;
  take(address: number, count: number): Float32Array;
}

export function benchFor(kind: KernelKind, bytes = 1 << 24): Bench {
  const kernels = loadKernels({ kind });
  kernels.grow(bytes);
  let next = kernels.firstFreeByte;
  const claim = (count: number) => {
    const address = next;
    next += (count * 4 + 15) & ~15;
    if (next > kernels.size) {
      throw new RangeError(`benchFor: ${next} bytes are more than there are`);
    }
    return address;
  };
  return {
    kernels,
    put(values) {
      const address = claim(values.length);
      new Float32Array(kernels.buffer, address, values.length).set(values);
      return address;
    },
    putIntegers(values) {
      const address = claim(values.length);
      new Int32Array(kernels.buffer, address, values.length).set(values);
      return address;
    },
    room(count) {
      const address = claim(count);
      new Float32Array(kernels.buffer, address, count).fill(NaN);
      return address;
    },
    take: (address, count) =>
      new Float32Array(kernels.buffer, address, count).slice()
  };
}

/** Numbers of f32 around 0, the same for the same purpose. */
export function numbers(count: number, ...purpose: (string | number)[]) {
  const stream = random(11, ...purpose);
  return Float32Array.from({ length: count }, () => stream.normal());
}

/** `[K, N]` into panels `[N/8][K][8]`. */
export function panels(
  matrix: ArrayLike<number>,
  k: number,
  n: number
): Float32Array {
  return Float32Array.from({ length: k * n }, (_, at) => {
    const panel = Math.floor(at / (k * 8));
    const row = Math.floor((at % (k * 8)) / 8);
    return matrix[row * n + panel * 8 + (at % 8)];
  });
}

export function fromPanels(
  values: ArrayLike<number>,
  k: number,
  n: number
): Float32Array {
  return Float32Array.from({ length: k * n }, (_, at) => {
    const row = Math.floor(at / n);
    const column = at % n;
    return values[(column >> 3) * k * 8 + row * 8 + (column & 7)];
  });
}

/** max|a − b| ÷ max|b|, and NaN when a holds one. */
export function relativeError(
  a: ArrayLike<number>,
  b: ArrayLike<number>
): number {
  if (a.length !== b.length) {
    throw new RangeError(`relativeError: ${a.length} numbers and ${b.length}`);
  }
  let worst = 0;
  let largest = 0;
  for (let at = 0; at < b.length; at++) {
    const difference = Math.abs(a[at] - b[at]);
    worst =
      difference > worst || difference !== difference ? difference : worst;
    largest = Math.max(largest, Math.abs(b[at]));
  }
  return largest === 0 ? worst : worst / largest;
}
