/**
 * @jest-environment jsdom
 */
import { float64, type GradientFlow } from '../../../../src/trace';
import { labelMarks } from '../../../../src/widgets/gradientFlow/flowLabels';
import type { FlowScene } from '../../../../src/widgets/gradientFlow/flowScene';
import { inSteps } from '../inSteps';

/** The words beside a line whose size is this at each step, on an axis that ends at 1e-6. */
function notes(norms: readonly number[], backward = false): string {
  const line = float64(norms, [norms.length]);
  const network = {
    name: 'run',
    cell: 'rnn',
    units: 1,
    hidden: line,
    factors: line,
    product: line,
    spectralRadius: {},
    effectiveMemory: null,
    ...(backward && { direction: 'backward', lossStep: 0 })
  };
  const flow = {
    time: { steps: norms.length, name: 'step' },
    lossStep: backward ? 0 : norms.length - 1,
    threshold: 0.01,
    networks: [network]
  } as unknown as GradientFlow;
  const scene = {
    flow,
    quantity: 'hidden',
    looks: [{ color: 'red' }],
    measure: (words: string) => words.length,
    translate: inSteps,
    layout: {
      left: 0,
      plotWidth: 600,
      top: 0,
      bottom: 200,
      steps: { center: (step: number) => step * 10 },
      y: (value: number) => (value < 1e-6 ? NaN : 100 - 10 * Math.log10(value))
    }
  } as unknown as FlowScene;
  return JSON.stringify(labelMarks(scene));
}

const shrinking = [1e-9, 1e-8, 1e-3, 1e-2, 1];

it.each([
  ['shrinks on its way back', shrinking, false, 'up to step 1'],
  ['grows on its way back', shrinking.toReversed(), false, 'from step 3 on'],
  ['shrinks, backward', shrinking.toReversed(), true, 'from step 3 on'],
  ['grows, backward', shrinking, true, 'up to step 1']
])(
  'says where a gradient that %s is below the range',
  (_, norms, backward, words) => {
    expect(notes(norms, backward)).toContain(words);
  }
);
