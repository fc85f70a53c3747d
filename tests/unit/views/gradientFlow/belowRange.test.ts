import type { ShownFlow } from '../../../../src/views/gradientFlow/flow';
import { float64, type GradientFlow } from '../../../../src/trace';
import { labelMarks } from '../../../../src/views/gradientFlow/flowLabels';
import type { PlacedPanel } from '../../../../src/scene/scene';
import { pageTheme } from '../../../../src/scene/theme';
import { inSteps } from '../../widgets/inSteps';

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
  const shown: ShownFlow = {
    flow,
    quantity: 'hidden',
    threshold: 0.01,
    translate: inSteps
  };
  const panel = {
    box: { x: 0, y: 0, width: 600, height: 200 },
    places: { center: (step: number) => step * 10 },
    value: (value: number) =>
      value < 1e-6 ? NaN : 100 - 10 * Math.log10(value)
  } as unknown as PlacedPanel;
  return JSON.stringify(
    labelMarks(shown, panel, pageTheme, words => words.length)
  );
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
