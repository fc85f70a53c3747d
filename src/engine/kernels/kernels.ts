import type { WasmMemory } from '../base/webAssembly';

/**
 * The compiled functions, declared as `wasm/index.ts` exports them. Pointers and strides are in
 * bytes, sizes in numbers; the comments there say what each computes.
 */
export interface KernelFunctions {
  multiplyAddPeak(count: number): number;
  multiplyRows(
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    b: number,
    c: number,
    cRow: number,
    start: number,
    scratch: number
  ): void;
  multiplyTransposed(
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    b: number,
    bRow: number,
    c: number
  ): void;
  multiplyRowsInDoubles: KernelFunctions['multiplyRows'];
  multiplyTransposedInDoubles: KernelFunctions['multiplyTransposed'];
  sumRowsInDoubles: KernelFunctions['sumRows'];
  sumRows(k: number, n: number, b: number, bRow: number, target: number): void;
  transposePanels(k: number, n: number, b: number, target: number): void;
  activate(kind: number, count: number, x: number, y: number): void;
  activateBackward(
    kind: number,
    count: number,
    y: number,
    dy: number,
    dx: number
  ): void;
  exponentials(count: number, x: number, y: number): void;
  gatherNumbers(
    count: number,
    index: number,
    source: number,
    target: number
  ): void;
  gatherNumbersInDoubles: KernelFunctions['gatherNumbers'];
  addNumbers: KernelFunctions['gatherNumbers'];
  addNumbersInDoubles: KernelFunctions['gatherNumbers'];
  addValues(count: number, a: number, b: number, target: number): void;
  clearColumns(
    rows: number,
    first: number,
    last: number,
    x: number,
    row: number
  ): void;
  gatherRows(
    count: number,
    width: number,
    index: number,
    source: number,
    sourceRow: number,
    target: number,
    targetRow: number
  ): void;
  scatterRows(
    count: number,
    width: number,
    index: number,
    source: number,
    sourceRow: number,
    target: number,
    targetRow: number
  ): void;
  maskByIndex(
    count: number,
    width: number,
    index: number,
    source: number,
    sourceRow: number,
    mask: number,
    maskRow: number,
    target: number,
    targetRow: number
  ): void;
  softmaxRows(
    rows: number,
    classes: number,
    width: number,
    x: number,
    row: number,
    y: number,
    yRow: number,
    largest: number,
    sums: number
  ): void;
  squaredNorm(count: number, gradient: number): number;
  clipValues(count: number, gradient: number, bound: number): void;
  scaleValues(count: number, x: number, factor: number): void;
  adam(
    count: number,
    weight: number,
    gradient: number,
    moment: number,
    square: number,
    scale: number,
    keep1: number,
    keep2: number,
    rate: number,
    root: number,
    epsilon: number,
    decay: number
  ): void;
  adamRows(
    rows: number,
    width: number,
    index: number,
    seen: number,
    weight: number,
    gradient: number,
    moment: number,
    square: number,
    zeros: number,
    scale: number,
    keep1: number,
    keep2: number,
    rate: number,
    root: number,
    epsilon: number,
    decay: number
  ): void;
  sgd(
    count: number,
    weight: number,
    gradient: number,
    velocity: number,
    mode: number,
    scale: number,
    rate: number,
    momentum: number
  ): void;
  rmsprop(
    count: number,
    weight: number,
    gradient: number,
    square: number,
    average: number,
    velocity: number,
    scale: number,
    rho: number,
    rate: number,
    inner: number,
    outer: number,
    momentum: number,
    rateOutside: number
  ): void;
  adagrad(
    count: number,
    weight: number,
    gradient: number,
    square: number,
    scale: number,
    rate: number,
    inner: number,
    outer: number
  ): void;
}

/** Which of the builds computes. */
export type KernelKind = 'relaxed SIMD' | 'SIMD';

/** The functions with the memory that they work on. */
export interface Kernels extends KernelFunctions {
  readonly kind: KernelKind;
  /** The first byte that is not taken by constants. */
  readonly firstFreeByte: number;
  /** What other modules may work on, too. */
  readonly memory: WasmMemory;
  /** How many bytes there are now. */
  readonly size: number;
  /** The bytes themselves; another buffer after each growth. */
  readonly buffer: ArrayBuffer;
  /** Makes room for at least so many bytes. Throws a RangeError beyond the limit. */
  grow(bytes: number): void;
}
