/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { gradientFlow, layers, sequential } from '../../../../src/engine';
import { createGradientFlowView } from '../../../../src/widgets/gradientFlow/createGradientFlowView';
import { draws } from '../draws';
import { openView } from '../viewPage';

const kinds = ['forward', 'both'] as const;

const drawn = fc.record({
  below: fc.constantFrom(...kinds),
  above: fc.constantFrom(...kinds),
  cell: fc.constantFrom(...(['simpleRNN', 'lstm', 'gru'] as const)),
  steps: fc.integer({ min: 3, max: 14 }),
  seed: fc.nat(99),
  at: fc.nat(13),
  cursor: fc.nat(13)
});

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

function runOf({ below, above, cell, steps, seed }: Drawn) {
  const layer = (way: (typeof kinds)[number], first = {}) => {
    const options = { units: 3, returnSequences: true };
    return way === 'both'
      ? layers.bidirectional({ layer: layers[cell](options), ...first })
      : layers[cell]({ ...options, ...first });
  };
  const model = sequential(
    [
      layer(below, { inputShape: [null, 1] }),
      layer(above),
      layers.dense({ units: 1 })
    ],
    { seed, dtype: 'f64' }
  );
  model.compile({ loss: 'meanSquaredError' });
  const x = Array.from({ length: steps }, (_, t) => [Math.sin(seed + t * 2.3)]);
  return model.trace(x, { target: x });
}

describe('the gradient flow of one answer through layers above one another', () => {
  it('begins where the answer is given, in each layer and direction, and is told from there', () => {
    fc.assert(
      fc.property(drawn, each => {
        const answer = each.at % each.steps;
        const run = runOf(each);
        const bundle = gradientFlow([run], { lossStep: answer }).toBundle();
        const start = ({ lossStep }: (typeof bundle.networks)[number]) =>
          lossStep ?? bundle.lossStep;
        const above = bundle.networks.slice(each.below === 'both' ? 2 : 1);
        const directions = new Set(above.map(({ direction }) => direction));
        for (const network of bundle.networks) {
          const { direction, hidden, effectiveMemory } = network;
          // A direction that the topmost layers have begins at the answer.
          if (directions.has(direction)) {
            expect(start(network)).toBe(answer);
          }
          const way = Array.from({ length: each.steps }, (_, step) => step)
            .filter(step =>
              direction === 'backward'
                ? step >= start(network)
                : step <= start(network)
            )
            .sort((a, b) => (direction === 'backward' ? a - b : b - a))
            .map(step => hidden.values[step]);
          expect(way[0]).toBeGreaterThan(0);
          const lost = way.findIndex(
            value => value < bundle.threshold * way[0]
          );
          expect(effectiveMemory).toBe(lost < 0 ? null : lost);
          // One layer alone is followed from the same step.
          const [own] = gradientFlow([run], {
            lossStep: answer,
            layer: network.name
          }).toBundle().networks;
          expect(own.hidden.values).toEqual(hidden.values);
        }
        const page = openView(createGradientFlowView, bundle);
        const cursor = each.cursor % each.steps;
        page.cursor.move({ step: cursor }, {});
        const said = [
          ...page.texts('.jp-gatescope-asked span'),
          ...page.texts('.jp-gatescope-reading')
        ].join(' ');
        // The loss reads every step: it is at none of them.
        expect(page.element.textContent).not.toMatch(
          /the loss is at|The loss is at|\d, loss/
        );
        if (/ is exactly zero/.test(said)) {
          const [, name] = /^(\S+), from step/.exec(said)!;
          const { hidden } = bundle.networks.find(each => each.name === name)!;
          expect(hidden.values[cursor]).toBe(0);
        }
        page.close();
      }),
      draws(12)
    );
  });
});
