/** @jest-environment jsdom */
import * as fc from 'fast-check';
import {
  gradientFlow,
  layers,
  lstm,
  sequential
} from '../../../../../src/engine';
import type { Showable } from '../../../../../src/engine';
import { createScope } from '../../../../../src/kernel/core/cells/scope';
import { show } from '../../../../../src/kernel/core/library/show';
import type { ShowOptions } from '../../../../../src/kernel/core/library/showOptions';
import { createRegistry } from '../../../../../src/kernel/core/live/registry';
import { viewCode } from '../../../../../src/kernel/core/live/viewCode';
import type {
  Bundle,
  GradientFlow,
  MethodParameters,
  Trace
} from '../../../../../src/trace';
import { createStore } from '../../../../../src/widgets/base/store';
import type { ViewFactory } from '../../../../../src/widgets/context';
import { createGatesView } from '../../../../../src/widgets/gates/createGatesView';
import { createGradientFlowView } from '../../../../../src/widgets/gradientFlow/createGradientFlowView';
import { createTraceFlowView } from '../../../../../src/widgets/gradientFlow/createTraceFlowView';
import { startOptions } from '../../../../../src/widgets/traceMap/startOptions';
import { openView, type ViewPage } from '../../../widgets/viewPage';

/** Numbers by which elements point to each other differ from page to page. */
const pictureOf = ({ element }: ViewPage): string =>
  element
    .querySelector('.jp-gatescope-picture')!
    .innerHTML.replaceAll(/(id|for|aria-[a-z]+by)="[^"]*"/g, '');

/** What `show` is called with in lines that were copied. */
function calledWith(code: string, result: Showable): ShowOptions {
  const calls: ShowOptions[] = [];
  const body = code.split('\n').slice(1).join('\n');
  new Function('show', 'result', body)(
    (_: unknown, options: ShowOptions = {}) => calls.push(options),
    result
  );
  expect(calls).toHaveLength(1);
  return calls[0];
}

/**
 * Sets a view by what its reader chose, copies its code, runs that, and opens what it shows on a page of
 * its own.
 */
async function expectTheSameAgain<B extends Bundle>(
  result: Showable,
  factory: ViewFactory<B>,
  choices: Readonly<Record<string, unknown>>,
  place: { readonly step: number; readonly unit: number }
): Promise<void> {
  const registry = createRegistry();
  const scope = createScope();
  scope.bind('result', result);
  const store = createStore();
  Object.entries(choices).forEach(([name, value]) =>
    store.set(result.id, name, value)
  );
  let copied = '';
  const answer = (_: unknown, { id, ...asked }: MethodParameters['code']) => {
    expect(id).toBe(result.id);
    copied = viewCode(scope, result, asked);
    return { code: copied };
  };
  const open = (bundle: Bundle, context = {}) =>
    openView(factory, bundle as B, {
      status: { state: 'live' },
      answer: answer as never,
      context
    });
  const first = open(registry.bundle(result), { store });
  await first.settle();
  first.cursor.move(place, {});
  first.element
    .querySelector<HTMLElement>('[data-tool="export"]')!
    .dispatchEvent(new MouseEvent('click', { bubbles: true }));
  [...first.element.querySelectorAll<HTMLElement>('[role="menuitem"]')]
    .find(({ textContent }) => textContent?.includes('Copy code'))!
    .click();
  await first.settle();
  const options = calledWith(copied, result);
  const second = open(registry.bundle(result, options));
  await second.settle();
  // The cursor of a page begins where its bundle opens.
  second.cursor.move({ step: options.step, unit: options.unit }, {});
  expect(pictureOf(second)).toBe(pictureOf(first));
  [first, second].forEach(page => page.close());
}

const x = Array.from({ length: 9 }, (_, step) => [Math.sin(step)]);
const model = sequential(
  [
    layers.lstm({
      units: 3,
      returnSequences: true,
      inputShape: [null, 1],
      name: 'lower'
    }),
    layers.gru({ units: 10, returnSequences: true, name: 'upper' }),
    layers.dense({ units: 1 })
  ],
  { seed: 2 }
);

describe('code that is copied from a view shows the same picture again', () => {
  model.compile({ loss: 'meanSquaredError' });
  const traced = model.trace(x, { target: x.map(() => [1]) });
  const trace: Trace = traced.toBundle();
  const place = fc.record({ step: fc.nat(8), unit: fc.nat(2) });

  it('of the gates, however they are drawn', () =>
    fc.assert(
      fc.asyncProperty(
        place,
        fc.record({
          layer: fc.nat(1),
          sort: fc.constantFrom('index', 'similarity', 'peak' as const),
          lines: fc.constantFrom(true, false, null),
          ownScales: fc.boolean(),
          gradients: fc.boolean()
        }),
        (at, chosen) =>
          expectTheSameAgain(
            traced,
            createGatesView,
            { gates: { ...startOptions(trace, undefined), ...chosen } },
            at
          )
      ),
      {
        numRuns: 15,
        // The upper layer has so many units that it opens in another order than the lower.
        examples: [
          [
            { step: 0, unit: 0 },
            {
              layer: 1,
              sort: 'index',
              lines: null,
              ownScales: false,
              gradients: false
            }
          ]
        ]
      }
    ));

  it('of a gradient flow of several networks, and of one', async () => {
    const flow = gradientFlow(
      [1, 2].map(seed =>
        lstm({ inputSize: 1, units: 3, seed }).run(x, {
          gradientsOf: ({ h }) => h.at(-1).sum()
        })
      )
    );
    for (const quantity of ['hidden', 'cellState', 'product'] as const) {
      await expectTheSameAgain(
        flow,
        createGradientFlowView as ViewFactory<GradientFlow>,
        { quantity },
        { step: 3, unit: 0 }
      );
    }
    for (const quantity of ['hidden', 'cellState'] as const) {
      await expectTheSameAgain(
        lstm({ inputSize: 1, units: 3, seed: 5 }).run(x, {
          gradientsOf: ({ h }) => h.at(-1).sum()
        }),
        createTraceFlowView as ViewFactory<Trace>,
        { quantity },
        { step: 3, unit: 0 }
      );
    }
  });

  it('takes no other words for what a view shows', () => {
    expect(() => show(traced, { ownScale: true } as never)).toThrow(
      /ownScales?/
    );
  });
});
