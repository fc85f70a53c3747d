/** @jest-environment jsdom */
import * as fc from 'fast-check';
import {
  gradientFlow,
  layers,
  lstm,
  sequential
} from '../../../../../src/engine';
import type { Run, Showable } from '../../../../../src/engine';
import { createScope } from '../../../../../src/kernel/core/cells/scope';
import { show } from '../../../../../src/kernel/core/library/show';
import type { ShowOptions } from '../../../../../src/kernel/core/library/showOptions';
import { createRegistry } from '../../../../../src/kernel/core/live/registry';
import { viewCode } from '../../../../../src/kernel/core/live/viewCode';
import {
  float64,
  type Bundle,
  type GradientFlow,
  type Method,
  type MethodParameters,
  type Trace
} from '../../../../../src/trace';
import { createStore } from '../../../../../src/widgets/base/store';
import type { ViewFactory } from '../../../../../src/widgets/context';
import { createGatesView } from '../../../../../src/widgets/gates/createGatesView';
import { createGradientFlowView } from '../../../../../src/widgets/gradientFlow/createGradientFlowView';
import { createInfluenceView } from '../../../../../src/widgets/influence/createInfluenceView';
import { createRiverView } from '../../../../../src/widgets/river/createRiverView';
import { createTraceFlowView } from '../../../../../src/widgets/gradientFlow/createTraceFlowView';
import { createWhatIfView } from '../../../../../src/widgets/whatIf/createWhatIfView';
import { openView, type ViewPage } from '../../../widgets/viewPage';

/** Numbers by which elements point to each other differ from page to page, and what is left of a style that was taken away. */
const pictureOf = ({ element }: ViewPage): string =>
  element
    .querySelector('.jp-gatescope-picture')!
    .innerHTML.replaceAll(
      /(id|for|aria-[a-z]+by)="[^"]*"|url\(#[^)]*\)| style=""/g,
      ''
    );

/** Two long texts, of which only what follows their first difference is told. */
function expectSame(found: string, expected: string): void {
  const at = [...expected].findIndex((sign, place) => sign !== found[place]);
  const near = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  expect(found === expected || near(found)).toEqual(
    found === expected || near(expected)
  );
}

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

/** What the kernel answers to what a view of a run asks. */
function answerOf(result: Showable, method: Method, asked: object): unknown {
  const run = result as Run;
  const {
    output = 0,
    step = 0,
    lossStep,
    ...changes
  } = asked as {
    readonly output?: number;
    readonly step?: number;
    readonly lossStep?: number;
  };
  switch (method) {
    case 'recompute':
      return { trace: run.recompute(changes).toBundle(), name: 'result' };
    case 'influence': {
      const { values, shape } = run.outputGradient({
        output,
        step
      });
      return { gradient: float64(values, [...shape]) };
    }
    case 'gradientFlow':
      return {
        flow: gradientFlow([run], { lossStep }).toBundle()
      };
    default:
      throw new Error(`Nobody should ask for ${method}.`);
  }
}

/**
 * Sets a view by what its reader chose, copies its code, runs that, and opens what it shows on a page of
 * its own.
 */
async function expectTheSameAgain<B extends Bundle>(
  result: Showable,
  factory: ViewFactory<B>,
  choices: Readonly<Record<string, unknown>>,
  place: { readonly step: number; readonly unit: number },
  presses: readonly string[] = []
): Promise<void> {
  const registry = createRegistry();
  const scope = createScope();
  scope.bind('result', result);
  const store = createStore();
  Object.entries(choices).forEach(([name, value]) =>
    store.set(result.id, name, value)
  );
  let copied = '';
  const answer = (
    method: Method,
    { id, ...asked }: MethodParameters['code']
  ) => {
    expect(id).toBe(result.id);
    if (method !== 'code') {
      return answerOf(result, method, asked);
    }
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
  for (const press of presses) {
    const key = press.replace('Shift+', '');
    first.element.querySelector('.jp-gatescope-picture')!.dispatchEvent(
      new KeyboardEvent('keydown', {
        key,
        shiftKey: key !== press,
        bubbles: true,
        cancelable: true
      })
    );
    await first.settle();
  }
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
  expectSame(pictureOf(second), pictureOf(first));
  [first, second].forEach(page => page.close());
}

const x = Array.from({ length: 9 }, (_, step) => [Math.sin(step), step / 9]);
const model = sequential(
  [
    layers.lstm({
      units: 3,
      returnSequences: true,
      inputShape: [null, 2],
      name: 'lower'
    }),
    layers.gru({ units: 10, returnSequences: true, name: 'upper' }),
    layers.dense({ units: 2 })
  ],
  { seed: 2 }
);

describe('code that is copied from a view shows the same picture again', () => {
  model.compile({ loss: 'meanSquaredError' });
  const traced = model.trace(x, { target: x.map(() => [1, 0]) });
  const trace: Trace = traced.toBundle();
  const place = fc.record({ step: fc.nat(8), unit: fc.nat(2) });

  it('of the gates, however they are drawn', () =>
    fc.assert(
      fc.asyncProperty(
        place,
        fc.record({
          layer: fc.constantFrom('lower', 'upper'),
          sort: fc.constantFrom(
            ...(['index', 'similarity', 'groups', 'peak'] as const),
            ...(['value', 'alike'] as const)
          ),
          sortAt: fc.record({
            channel: fc.constantFrom('h', 'dL/dh'),
            step: fc.nat(8)
          }),
          pattern: fc.record({
            channel: fc.constantFrom('h', 'dL/dh'),
            steps: fc.constantFrom([1, 3] as const, [4, 4] as const),
            threshold: fc.constantFrom(0.02, -0.05)
          }),
          feature: fc.nat(1),
          window: fc.tuple(fc.nat(3), fc.integer({ min: 5, max: 9 })),
          lines: fc.constantFrom(true, false, null),
          overSequences: fc.boolean(),
          ownScales: fc.boolean(),
          gradients: fc.boolean()
        }),
        (at, chosen) =>
          expectTheSameAgain(traced, createGatesView, { gates: chosen }, at)
      ),
      {
        numRuns: 15,
        // The upper layer has so many units that it opens in another order than the lower.
        examples: [
          [
            { step: 0, unit: 0 },
            {
              layer: 'upper',
              sort: 'index',
              sortAt: { channel: 'h', step: 0 },
              pattern: { channel: 'h', steps: [1, 3], threshold: 0.02 },
              feature: 0,
              window: [0, 9],
              lines: null,
              overSequences: false,
              ownScales: false,
              gradients: false
            }
          ]
        ]
      }
    ));

  const changes = fc.record({
    layer: fc.constantFrom('lower', 'upper'),
    units: fc.constantFrom(undefined, [0, 2]),
    steps: fc.constantFrom(undefined, [3], [2, 3, 4]),
    value: fc.constantFrom(0, 0.123456789, 'mean' as const),
    edit: fc.record({
      step: fc.nat(8),
      feature: fc.nat(1),
      value: fc.constantFrom(0.987654321, -4)
    }),
    count: fc.nat(2),
    shown: fc.nat(1)
  });
  const operationsOf = ({
    layer,
    units,
    steps,
    value,
    edit,
    count
  }: typeof changes extends fc.Arbitrary<infer T> ? T : never) =>
    [
      {
        kind: 'clamp',
        clamp: {
          layer,
          channel: 'h',
          value,
          ...(units && { units }),
          ...(steps && { steps })
        }
      },
      { kind: 'edit', edit }
    ].slice(0, count);

  it.each([
    ['What if', createWhatIfView],
    ['River', createRiverView]
  ] as const)('of %s, with what is held and edited', (_, view) =>
    fc.assert(
      fc.asyncProperty(place, changes, (at, drawn) =>
        expectTheSameAgain(
          traced,
          view,
          {
            whatIf: operationsOf(drawn),
            gates: {
              layer: trace.layers[drawn.shown].name,
              feature: drawn.edit.feature,
              window: [1, 8]
            },
            layer: trace.layers[drawn.shown].name,
            'river.color': trace.input.names[drawn.edit.feature]
          },
          at
        )
      ),
      { numRuns: 15 }
    )
  );

  it('of the influence on an answer, by another feature', async () => {
    for (const presses of [
      [],
      ['PageDown'],
      ['ArrowUp', 'ArrowUp'],
      ['Shift+ArrowDown', 'PageDown', 'ArrowUp']
    ]) {
      await expectTheSameAgain(
        traced,
        createInfluenceView,
        {},
        { step: 3, unit: 0 },
        presses
      );
    }
  });

  it('of a gradient flow from an answer of several, down to another share', async () => {
    await expectTheSameAgain(
      traced,
      createTraceFlowView as ViewFactory<Trace>,
      { answer: 4, threshold: 0.1 },
      { step: 3, unit: 0 }
    );
    const flow = gradientFlow([traced]);
    await expectTheSameAgain(
      flow,
      createGradientFlowView as ViewFactory<GradientFlow>,
      { threshold: 0.1 },
      { step: 3, unit: 0 }
    );
  });

  it('of a gradient flow of several networks, and of one', async () => {
    const flow = gradientFlow(
      [1, 2].map(seed =>
        lstm({ inputSize: 2, units: 3, seed }).run(x, {
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
        lstm({ inputSize: 2, units: 3, seed: 5 }).run(x, {
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
