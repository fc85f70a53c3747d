import { float64 } from '../../../../src/trace';
import {
  flowDecades,
  float32Floor,
  meanFactor,
  memoryOf,
  stepFactors,
  type FlowNetwork
} from '../../../../src/widgets/gradientFlow/flow';

/** A gradient that shrinks by a factor at each step back. */
function network(factor: number, steps = 20): FlowNetwork {
  const norms = Array.from(
    { length: steps },
    (_, step) => 0.5 * factor ** (steps - 1 - step)
  );
  return {
    name: 'test',
    cell: 'rnn',
    units: 4,
    hidden: float64(norms, [steps]),
    factors: float64(
      norms.map((_, step) => (step === 0 ? NaN : step / 10)),
      [steps]
    ),
    product: float64(
      norms.map(value => value / 0.5),
      [steps]
    ),
    spectralRadius: { U: 1 },
    effectiveMemory: null
  };
}

describe('gradient flow', () => {
  it('finds the mean factor per step back from the loss', () => {
    const { values } = network(0.6).hidden;
    expect(meanFactor(values, 19, 4)).toBeCloseTo(0.6, 12);
    expect(meanFactor(values, 19, 19)).toBeNaN();
  });

  it('counts the steps back until less than the threshold is left', () => {
    // 0.6⁹ = 0.0101 is not yet below 1 %, 0.6¹⁰ = 0.0060 is.
    expect(memoryOf(network(0.6).hidden.values, 19, 0.01)).toBe(10);
    expect(memoryOf(network(0.6).hidden.values, 19, 0.1)).toBe(5);
    expect(memoryOf(network(0.99).hidden.values, 19, 0.01)).toBeNull();
  });

  it('puts all networks on one axis whose ends are even powers of ten', () => {
    // 0.5 · 0.6¹⁹ = 3.0e-5
    expect(flowDecades([network(0.9), network(0.6)], 'hidden')).toEqual({
      high: 0,
      low: -6
    });
    expect(flowDecades([network(1.5)], 'hidden').high).toBe(4);
  });

  it('does not let a vanished gradient stretch the axis without end', () => {
    const { high, low } = flowDecades([network(1e-12)], 'hidden');
    expect(high - low).toBe(32);
  });

  it('keeps an axis where every gradient is zero', () => {
    const { high, low } = flowDecades([network(0, 3)], 'cellState');
    expect(high).toBeGreaterThan(low);
  });

  it('knows below which value a float32 sum loses it', () => {
    expect(float32Floor([network(0.6)], 'hidden', 19)).toBe(0.5 / 2 ** 24);
    expect(Math.fround(0.5 + 0.5 / 2 ** 25)).toBe(0.5);
  });

  it('gives each step the factor that leads back to it', () => {
    const norms = stepFactors(network(0.6), 'hidden');
    expect(norms[7]).toBeCloseTo(0.6, 12);
    expect(norms[19]).toBeNaN();
    // The Jacobian ∂s₈/∂s₇ leads back to step 7.
    expect(stepFactors(network(0.6), 'product')[7]).toBe(0.8);
  });
});
