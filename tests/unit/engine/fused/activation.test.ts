import { benchFor, kinds } from './support';

/** Multiples of 2⁻²⁴, half the distance from 1 to the next f32. */
const HALF_ULP = 2 ** -24;
const COUNT = 1 << 16;

/**
 * Every `stride`-th of the 2³² patterns of f32, in runs of 65,536: all exponents, both signs,
 * denormals, infinities. (An odd stride meets all low bits.)
 */
function worstError(
  kind: (typeof kinds)[number],
  compute: (bench: ReturnType<typeof benchFor>, x: number, y: number) => void,
  expected: (x: number) => number,
  domain: (x: number) => boolean,
  stride = 60_013
): { relative: number; at: number; absolute: number } {
  const bench = benchFor(kind, 1 << 20);
  const x = bench.room(COUNT);
  const y = bench.room(COUNT);
  const patterns = new Uint32Array(bench.kernels.buffer, x, COUNT);
  const inputs = new Float32Array(bench.kernels.buffer, x, COUNT);
  const outputs = new Float32Array(bench.kernels.buffer, y, COUNT);
  const worst = { relative: 0, at: 0, absolute: 0 };
  for (let start = 0; start < 2 ** 32; start += COUNT * stride) {
    for (let at = 0; at < COUNT; at++) {
      patterns[at] = start + at * stride;
    }
    compute(bench, x, y);
    for (let at = 0; at < COUNT; at++) {
      const input = inputs[at];
      if (Number.isNaN(input) || !domain(input)) {
        continue;
      }
      const right = expected(input);
      const error = Math.abs(outputs[at] - right);
      // Below the smallest normal number the digits run out.
      const relative = error / Math.max(Math.abs(right), 2 ** -126);
      if (!(relative <= worst.relative)) {
        worst.relative = relative;
        worst.at = input;
      }
      worst.absolute = Math.max(worst.absolute, error);
    }
  }
  return worst;
}

/** Where `bench/engine-activations.bench.mjs` found the worst errors: fused, and in two roundings. */
const WORST = {
  tanh: [-0.14463968575000763, -0.14552561938762665, 0.14463968575000763, 0.5],
  sigmoid: [-85.6488265991211, -16.63624382019043, 0.5, -0.5],
  exponential: [86.33519744873047, -86.64297485351562, 0.5, -0.5]
};

const activate =
  (kind: number) =>
  ({ kernels }: ReturnType<typeof benchFor>, x: number, y: number) =>
    kernels.activate(kind, COUNT, x, y);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe.each(kinds)('activations over all of f32 (%s)', kind => {
  it('tanh is within 3.3 half units of the last digit of its value', () => {
    const worst = worstError(kind, activate(1), Math.tanh, () => true);
    expect(worst.relative / HALF_ULP).toBeLessThan(3.3);
  });

  it('sigmoid is within 6 half units of the last digit for x ≥ −87', () => {
    const worst = worstError(kind, activate(2), sigmoid, x => x >= -87);
    expect(worst.relative / HALF_ULP).toBeLessThan(6);
  });

  it('sigmoid below −87 is within 1.7e−38 of its value', () => {
    const worst = worstError(kind, activate(2), sigmoid, x => x < -87);
    expect(worst.absolute).toBeLessThan(1.7e-38);
  });

  it('the exponential is within 6 half units of the last digit for |x| ≤ 87', () => {
    const worst = worstError(
      kind,
      ({ kernels }, x, y) => kernels.exponentials(COUNT, x, y),
      Math.exp,
      x => Math.abs(x) <= 87
    );
    expect(worst.relative / HALF_ULP).toBeLessThan(6);
  });

  it('keep their bounds at the inputs that are worst of all 2³² in either build', () => {
    const bench = benchFor(kind, 1 << 20);
    const judge = (
      code: number | null,
      reference: (x: number) => number,
      inputs: readonly number[]
    ) => {
      const x = bench.put(inputs);
      const y = bench.room(4);
      if (code === null) {
        bench.kernels.exponentials(4, x, y);
      } else {
        bench.kernels.activate(code, 4, x, y);
      }
      const found = bench.take(y, 4);
      return Math.max(
        ...inputs.map((input, at) => {
          const right = reference(Math.fround(input));
          return Math.abs(found[at] - right) / Math.abs(right) / HALF_ULP;
        })
      );
    };
    const tanh = judge(1, Math.tanh, WORST.tanh);
    const gate = judge(2, sigmoid, WORST.sigmoid);
    const power = judge(null, Math.exp, WORST.exponential);
    expect(tanh).toBeLessThan(3.3);
    expect(gate).toBeLessThan(6);
    expect(power).toBeLessThan(6);
    // They are worse than most, or the list is of another polynomial.
    expect(Math.min(tanh, gate, power)).toBeGreaterThan(1.4);
  });

  it('stay where they belong at the ends, and let a NaN be seen', () => {
    const bench = benchFor(kind, 1 << 20);
    const inputs = [Infinity, -Infinity, NaN, 0, 1e30, -1e30, 1e-40, -100];
    const x = bench.put(inputs);
    const y = bench.room(8);
    bench.kernels.activate(1, 8, x, y);
    const [up, down, nan, zero, high, low, tiny] = bench.take(y, 8);
    expect([up, down, nan, zero, high, low]).toEqual([1, -1, NaN, 0, 1, -1]);
    expect(tiny).toBe(Math.fround(1e-40));
    bench.kernels.activate(2, 8, x, y);
    const gates = bench.take(y, 8);
    expect(gates[0]).toBe(1);
    expect(gates[2]).toBeNaN();
    expect(gates[3]).toBe(0.5);
    gates
      .filter(gate => !Number.isNaN(gate))
      .forEach(gate => {
        expect(gate).toBeGreaterThanOrEqual(0);
        expect(gate).toBeLessThanOrEqual(1);
      });
  });

  it('relu and linear are exact, and all go back by their derivative', () => {
    const bench = benchFor(kind, 1 << 20);
    const x = bench.put([-2, -0.5, 0.5, 2]);
    const dy = bench.put([1, 2, 3, 4]);
    const y = bench.room(4);
    const dx = bench.room(4);
    const slopes = [
      () => 1,
      (value: number) => 1 - value * value,
      (value: number) => value * (1 - value),
      (value: number) => (value > 0 ? 1 : 0)
    ];
    slopes.forEach((slope, which) => {
      bench.kernels.activate(which, 4, x, y);
      bench.kernels.activateBackward(which, 4, y, dy, dx);
      const values = bench.take(y, 4);
      bench.take(dx, 4).forEach((found, at) => {
        expect(found).toBeCloseTo((at + 1) * slope(values[at]), 6);
      });
    });
    bench.kernels.activate(3, 4, x, y);
    expect([...bench.take(y, 4)]).toEqual([0, 0, 0.5, 2]);
    bench.kernels.activate(0, 4, x, y);
    expect([...bench.take(y, 4)]).toEqual([-2, -0.5, 0.5, 2]);
  });
});
