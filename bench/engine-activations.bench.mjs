// The activations' worst error over every one of the 2³² patterns of f32, of both compiled builds. The
// unit tests take every 60,013th; this takes all, and ends with an error where a bound does not hold
// that bench/README.md states.
import { bundleEngine, loadEngine } from './engine.own.mjs';
import { report } from './results.mjs';

const HALF_ULP = 2 ** -24;
/** Below f32's normal numbers the digits run out, and errors are counted against this. */
const NORMAL = 2 ** -126;
/** Patterns at a time: those that share their first 16 bits. */
const COUNT = 1 << 16;

/** Worst relative error of a run, and where: `reference` is the function in f64. */
function worstOf(inputs, outputs, reference, low, high) {
  let worst = 0;
  let at = 0;
  for (let index = 0; index < COUNT; index++) {
    const input = inputs[index];
    const right = reference(input);
    const size = Math.abs(right);
    const error = Math.abs(outputs[index] - right);
    const relative = error / (size < NORMAL ? NORMAL : size);
    if (!(relative <= worst) && input >= low && input <= high) {
      worst = Number.isNaN(relative) ? Infinity : relative;
      at = input;
    }
  }
  return { worst, at };
}

/** The same where the function is a number to the last bit of f64: all outputs must be equal. */
function worstOfConstant(inputs, outputs, right) {
  let same = 0;
  for (let index = 0; index < COUNT; index++) {
    same += outputs[index] === right ? 1 : 0;
  }
  return { worst: same === COUNT ? 0 : Infinity, at: inputs[0] };
}

/** tanh near 0, where its series is as exact as the function itself, and quicker. */
function worstOfTanhSeries(inputs, outputs) {
  let worst = 0;
  let at = 0;
  for (let index = 0; index < COUNT; index++) {
    const x = inputs[index];
    const right = x * (1 - ((x * x) / 3) * (1 - 0.4 * x * x));
    const size = Math.abs(right);
    const relative =
      Math.abs(outputs[index] - right) / (size < NORMAL ? NORMAL : size);
    if (!(relative <= worst)) {
      worst = Number.isNaN(relative) ? Infinity : relative;
      at = x;
    }
  }
  return { worst, at };
}

/** `c0 + c1 x + c2 x² + c3 x³`: the other two near 0, within 2⁻⁵² for |x| < 2⁻¹². */
function worstOfSeries(inputs, outputs, [c0, c1, c2, c3]) {
  let worst = 0;
  let at = 0;
  for (let index = 0; index < COUNT; index++) {
    const x = inputs[index];
    const right = c0 + x * (c1 + x * (c2 + x * c3));
    const relative = Math.abs(outputs[index] - right) / right;
    if (!(relative <= worst)) {
      worst = Number.isNaN(relative) ? Infinity : relative;
      at = x;
    }
  }
  return { worst, at };
}

const sigmoid = x => 1 / (1 + Math.exp(-x));
const NEAR = 2 ** -12;

/** `of(inputs, outputs, low, high)` judges a run from `low` to `high` (of one sign). */
const functions = [
  {
    name: 'tanh',
    run: (kernels, x, y) => kernels.activate(1, COUNT, x, y),
    low: -Infinity,
    high: Infinity,
    bound: 3.3,
    judge(inputs, outputs, low, high) {
      const size = Math.min(Math.abs(low), Math.abs(high));
      return Math.max(Math.abs(low), Math.abs(high)) < NEAR
        ? worstOfTanhSeries(inputs, outputs)
        : size > 20
          ? worstOfConstant(inputs, outputs, Math.sign(low))
          : worstOf(inputs, outputs, Math.tanh, low, high);
    }
  },
  {
    name: 'sigmoid for x ≥ −87',
    run: (kernels, x, y) => kernels.activate(2, COUNT, x, y),
    low: -87,
    high: Infinity,
    bound: 6,
    judge(inputs, outputs, low, high) {
      return Math.max(Math.abs(low), Math.abs(high)) < NEAR
        ? worstOfSeries(inputs, outputs, [0.5, 0.25, 0, -1 / 48])
        : low > 40
          ? worstOfConstant(inputs, outputs, 1)
          : worstOf(inputs, outputs, sigmoid, Math.max(low, -87), high);
    }
  },
  {
    name: 'exponential for |x| ≤ 87',
    run: (kernels, x, y) => kernels.exponentials(COUNT, x, y),
    low: -87,
    high: 87,
    bound: 6,
    judge(inputs, outputs, low, high) {
      return Math.max(Math.abs(low), Math.abs(high)) < NEAR
        ? worstOfSeries(inputs, outputs, [1, 1, 1 / 2, 1 / 6])
        : worstOf(
            inputs,
            outputs,
            Math.exp,
            Math.max(low, -87),
            Math.min(high, 87)
          );
    }
  }
];

/** Worst relative error between the function's `low` and `high`; infinite where a number or a NaN got lost. */
function worstError(kernels, { run, judge, low, high }) {
  const x = kernels.firstFreeByte;
  const y = x + COUNT * 4;
  kernels.grow(y + COUNT * 4);
  const patterns = new Uint32Array(kernels.buffer, x, COUNT);
  const inputs = new Float32Array(kernels.buffer, x, COUNT);
  const outputs = new Float32Array(kernels.buffer, y, COUNT);
  let result = { worst: 0, at: 0 };
  for (let start = 0; start < 2 ** 32; start += COUNT) {
    for (let at = 0; at < COUNT; at++) {
      patterns[at] = start + at;
    }
    const [first, last] = [inputs[0], inputs[COUNT - 1]];
    const [least, most] = first < last ? [first, last] : [last, first];
    if (most < low || least > high) {
      continue;
    }
    run(kernels, x, y);
    const found = Number.isNaN(last)
      ? judgeUnbounded(inputs, outputs, judge)
      : judge(inputs, outputs, least, most);
    if (!(found.worst <= result.worst)) {
      result = found;
    }
  }
  return result;
}

/** Infinity, and what is no number and must be seen as such. */
function judgeUnbounded(inputs, outputs, judge) {
  if (!Number.isNaN(inputs[0])) {
    const [infinite, answer] = [inputs[0], outputs[0]];
    outputs.fill(answer);
    inputs.fill(infinite);
    return judge(inputs, outputs, infinite, infinite);
  }
  return { worst: outputs.every(Number.isNaN) ? 0 : Infinity, at: NaN };
}

const broken = [];
const engine = await loadEngine(await bundleEngine());
for (const kind of ['relaxed SIMD', 'SIMD']) {
  const kernels = engine.loadKernels({ kind });
  for (const each of functions) {
    const { worst, at } = worstError(kernels, each);
    console.log(`  worst at ${at}`);
    report({
      name: `${each.name}, worst error over all of f32 (${kind})`,
      value: worst / HALF_ULP,
      unit: 'half units of the last digit'
    });
    if (!(worst / HALF_ULP < each.bound)) {
      broken.push(`${each.name} (${kind}) has the bound ${each.bound}`);
    }
  }
}
if (broken.length > 0) {
  throw new RangeError(broken.join('; '));
}
