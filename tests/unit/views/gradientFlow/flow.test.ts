/**
 * @jest-environment jsdom
 */
import { float64, type GradientFlow } from '../../../../src/trace';
import { inSteps } from '../../widgets/inSteps';
import {
  flowDecades,
  float32Floor,
  meanFactor,
  memoryOf,
  stepFactors,
  type FlowNetwork
} from '../../../../src/views/gradientFlow/flow';
import { flowTable } from '../../../../src/views/gradientFlow/flowTable';
import { flowReading } from '../../../../src/views/gradientFlow/flowWords';
import { flowSentence } from '../../../../src/views/gradientFlow/flowSentence';
import { wayFrom, wayOf } from '../../../../src/views/gradientFlow/way';

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

/** The same turned round, as a layer has it that goes from the last step to the first. */
function turned(factor: number): FlowNetwork {
  const there = network(factor);
  const of = ({ values }: { values: ArrayLike<number> }) =>
    float64(Array.from(values).toReversed(), [values.length]);
  return {
    ...there,
    name: 'backward',
    direction: 'backward',
    lossStep: 0,
    hidden: of(there.hidden),
    factors: of(there.factors),
    product: of(there.product)
  };
}

function flowOf(...networks: FlowNetwork[]): GradientFlow {
  return {
    version: 1,
    kind: 'gradientFlow',
    id: 'flow',
    time: { steps: 20, name: 'step' },
    lossStep: 19,
    threshold: 0.01,
    networks
  };
}

const way = wayFrom(19, 'forward', { steps: 20 });

describe('gradient flow', () => {
  it('finds the mean factor per step back from the loss', () => {
    const { values } = network(0.6).hidden;
    expect(meanFactor(values, way, 4)).toBeCloseTo(0.6, 12);
    expect(meanFactor(values, way, 19)).toBeNaN();
  });

  it('counts the steps back until less than the threshold is left', () => {
    // 0.6⁹ = 0.0101 is not yet below 1 %, 0.6¹⁰ = 0.0060 is.
    expect(memoryOf(network(0.6).hidden.values, way, 0.01)).toBe(10);
    expect(memoryOf(network(0.6).hidden.values, way, 0.1)).toBe(5);
    expect(memoryOf(network(0.99).hidden.values, way, 0.01)).toBeNull();
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
    expect(float32Floor(flowOf(network(0.6)), 'hidden')).toBe(0.5 / 2 ** 24);
    expect(Math.fround(0.5 + 0.5 / 2 ** 25)).toBe(0.5);
  });

  it('gives each step the factor that leads back to it', () => {
    const flow = flowOf(network(0.6));
    const norms = stepFactors(flow, flow.networks[0], 'hidden');
    expect(norms[7]).toBeCloseTo(0.6, 12);
    expect(norms[19]).toBeNaN();
    // The Jacobian ∂s₈/∂s₇ leads back to step 7.
    expect(stepFactors(flow, flow.networks[0], 'product')[7]).toBe(0.8);
  });

  describe('of a backward layer', () => {
    const flow = flowOf(network(0.6), turned(0.6));
    const there = wayOf(flow, flow.networks[1]);

    it('leads from its loss to the right', () => {
      expect(there).toMatchObject({ start: 0, length: 20, toTheRight: true });
      expect(there.back(5)).toBe(5);
      expect(there.at(5)).toBe(5);
      const { values } = flow.networks[1].hidden;
      expect(meanFactor(values, there, 15)).toBeCloseTo(0.6, 12);
      expect(memoryOf(values, there, 0.01)).toBe(10);
    });

    it('has at each step the factor that leads there from the step before it', () => {
      const norms = stepFactors(flow, flow.networks[1], 'hidden');
      expect(norms[12]).toBeCloseTo(0.6, 12);
      expect(norms[0]).toBeNaN();
      // Turned, the Jacobian of step 8 is that of step 11, which leads to 12.
      expect(stepFactors(flow, flow.networks[1], 'product')[12]).toBe(0.8);
      expect(stepFactors(flow, flow.networks[1], 'product')[0]).toBeNaN();
    });

    it('is read in its own direction', () => {
      const words = (at: number, step: number) =>
        flowSentence(flow, flow.networks[at], 'hidden', step, inSteps);
      expect(words(0, 19)).toContain('to the left');
      expect(words(1, 0)).toContain('to the right');
      expect(words(1, 10)).toContain('backward, from step 0 back to 10:');
      expect(words(1, 10)).toContain('0.600');
      expect(flowReading(flow, 'hidden', 2, inSteps)).toContain(
        'in a backward layer'
      );
      expect(flowReading(flowOf(network(0.6)), 'hidden', 2, inSteps)).toContain(
        'the loss is at step 19'
      );
      expect(flowReading(flowOf(turned(0.6)), 'hidden', 2, inSteps)).toContain(
        'falls to the right'
      );
      const shown = { flow, quantity: 'hidden', threshold: 0.01 } as const;
      expect(flowTable({ ...shown, translate: inSteps }).caption).toContain(
        'the loss is at step 19, 0'
      );
    });
  });
});
