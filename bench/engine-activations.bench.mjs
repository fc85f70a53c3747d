// The activations' worst error over every one of the 2³² patterns of f32, of both compiled builds. The
// unit tests take every 60,013th; this takes all, and ends with an error where a bound does not hold
// that docs/performance.md states.
import { bundleEngine, loadEngine } from './engine.own.mjs';
import { report } from './results.mjs';

const HALF_ULP = 2 ** -24;
/** Below f32's normal numbers the digits run out, and errors are counted against this. */
const NORMAL = 2 ** -126;
/** Patterns at a time: those that share their first 16 bits. */
const COUNT = 1 << 16;

// In f64. Near 0 a series is as exact as the function itself, far away a constant; both are quicker.
const tanh = x => {
  const size = Math.abs(x);
  return size < 2 ** -12
    ? x * (1 - ((x * x) / 3) * (1 - 0.4 * x * x))
    : size > 20
      ? Math.sign(x)
      : Math.tanh(x);
};
const sigmoid = x =>
  Math.abs(x) < 2 ** -12
    ? 0.5 + x / 4 - (x * x * x) / 48
    : x > 40
      ? 1
      : 1 / (1 + Math.exp(-x));
const exponential = x =>
  Math.abs(x) < 2 ** -12 ? 1 + x + (x * x) / 2 + (x * x * x) / 6 : Math.exp(x);

const functions = [
  {
    name: 'tanh',
    run: (kernels, x, y) => kernels.activate(1, COUNT, x, y),
    reference: tanh,
    low: -Infinity,
    high: Infinity,
    bound: 3
  },
  {
    name: 'sigmoid for x ≥ −87',
    run: (kernels, x, y) => kernels.activate(2, COUNT, x, y),
    reference: sigmoid,
    low: -87,
    high: Infinity,
    bound: 5
  },
  {
    name: 'exponential for |x| ≤ 87',
    run: (kernels, x, y) => kernels.exponentials(COUNT, x, y),
    reference: exponential,
    low: -87,
    high: 87,
    bound: 5
  }
];

/** Worst relative error from `low` to `high`; not a number where a NaN got lost. */
function worstError(kernels, { run, reference, low, high }) {
  const x = kernels.firstFreeByte;
  const y = x + COUNT * 4;
  kernels.grow(y + COUNT * 4);
  const patterns = new Uint32Array(kernels.buffer, x, COUNT);
  const inputs = new Float32Array(kernels.buffer, x, COUNT);
  const outputs = new Float32Array(kernels.buffer, y, COUNT);
  let worst = 0;
  let count = 0;
  for (let start = 0; start < 2 ** 32; start += COUNT) {
    for (let at = 0; at < COUNT; at++) {
      patterns[at] = start + at;
    }
    run(kernels, x, y);
    for (let at = 0; at < COUNT; at++) {
      const input = inputs[at];
      const output = outputs[at];
      if (input >= low && input <= high) {
        const right = reference(input);
        const size = Math.abs(right);
        const error = Math.abs(output - right);
        const relative = error / (size < NORMAL ? NORMAL : size);
        if (!(relative <= worst)) {
          worst = relative;
        }
        count++;
      } else if (input !== input && output === output) {
        return { worst: NaN, count };
      }
    }
  }
  return { worst, count };
}

const engine = await loadEngine(await bundleEngine());
for (const kind of ['relaxed SIMD', 'SIMD']) {
  const kernels = engine.loadKernels({ kind });
  for (const each of functions) {
    const { worst, count } = worstError(kernels, each);
    console.log(`  ${count.toLocaleString('en')} numbers`);
    report({
      name: `${each.name}, worst error over all of f32 (${kind})`,
      value: worst / HALF_ULP,
      unit: 'half units of the last digit'
    });
    if (!(worst / HALF_ULP < each.bound)) {
      throw new RangeError(
        `${each.name} (${kind}): ${worst / HALF_ULP} half units, the bound is ${each.bound}`
      );
    }
  }
}
