/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { layers, sequential, type Run } from '../../../src/engine';
import {
  float64,
  type Clamp,
  type InputEdit,
  type Trace
} from '../../../src/trace';
import { createGatesView } from '../../../src/widgets/gates/createGatesView';
import { createGradientFlowView } from '../../../src/widgets/gradientFlow/createGradientFlowView';
import { createInfluenceView } from '../../../src/widgets/influence/createInfluenceView';
import { createWhatIfView } from '../../../src/widgets/whatIf/createWhatIfView';
import { draws } from './draws';
import { inSteps } from './inSteps';
import { toldBy } from './truth/told';
import { openView, type ViewPage } from './viewPage';

beforeAll(() => {
  jest.useFakeTimers();
});
afterAll(() => {
  jest.useRealTimers();
});

const PADDED = -7;
const UNITS = 2;

const drawn = fc
  .record({
    kind: fc.constantFrom('simpleRNN', 'lstm', 'gru'),
    way: fc.constantFrom('forward', 'backward', 'both'),
    every: fc.boolean(),
    mask: fc.array(fc.boolean(), { minLength: 2, maxLength: 9 }),
    changes: fc.constantFrom('none', 'edit', 'pad', 'unpad', 'clamp'),
    seed: fc.nat(99)
  })
  .filter(({ mask }) => mask.includes(true));

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

function runOf({ kind, way, every, mask, seed }: Drawn): Run {
  const first = { inputShape: [null, 1] };
  const options = {
    units: UNITS,
    returnSequences: every,
    goBackwards: way === 'backward'
  };
  const model = sequential(
    [
      layers.masking({ maskValue: PADDED, ...first }),
      way === 'both'
        ? layers.bidirectional({ layer: layers[kind](options) })
        : layers[kind](options),
      layers.dense({ units: 1 })
    ],
    { seed }
  );
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  return model.trace(
    mask.map((isReal, step) => [isReal ? Math.sin(seed + step) : PADDED]),
    { target: every ? mask.map(() => [1]) : [1] }
  );
}

/** What a reader changes: a number, a number to padding and back, or a gate that is held. */
function changesOf(
  { changes, mask }: Drawn,
  { layers: [layer] }: Trace
): { clamps: Clamp[]; edits: InputEdit[] } {
  const edit = (isReal: boolean, value: number): InputEdit[] => {
    const step = mask.lastIndexOf(isReal);
    return step < 0 ? [] : [{ step, feature: 0, value }];
  };
  // Of a run of padding alone nothing is computed.
  const few = mask.filter(Boolean).length < 2;
  const edits = {
    none: [],
    clamp: [],
    edit: edit(true, 2),
    pad: few ? [] : edit(true, PADDED),
    unpad: edit(false, 0.5)
  };
  return {
    edits: edits[changes],
    clamps:
      changes === 'clamp'
        ? [{ layer: layer.name, channel: layer.channels[0].name, value: 0.5 }]
        : []
  };
}

const paddedIn = ({ time }: Trace): boolean[] =>
  Array.from(
    { length: time.steps },
    (_, step) => time.mask?.values[step] === 0
  );

/** How many dots of a line stand in a picture: one for each channel that is drawn, or none. */
const dotsIn = (picture: Element): number =>
  [...picture.querySelectorAll<SVGElement>('.jp-gatescope-dot-mark')].filter(
    ({ style }) => style.display !== 'none'
  ).length;

/** Gates, candidates and sums have no number in a file at padding. */
function expectBlank(
  csv: string[][],
  { layers: [layer] }: Trace,
  padded: boolean[]
) {
  const [head, ...rows] = csv;
  const thrownAway = layer.channels
    .filter(({ role }) => ['gate', 'candidate', 'term'].includes(role))
    .map(({ name }) => head.indexOf(name))
    .filter(at => at >= 0);
  for (const row of rows) {
    thrownAway.forEach(at =>
      expect(row[at] === '').toBe(padded[Number(row[0])])
    );
  }
}

async function lookAt(page: ViewPage, step: number): Promise<void> {
  page.cursor.move({ step, unit: 0 }, {});
  jest.advanceTimersByTime(200);
  await page.settle();
}

describe('a padded step is never told as computed', () => {
  it('in Gates and What if: nothing is drawn, saved or said of it, before a change and after', () =>
    fc.assert(
      fc.asyncProperty(drawn, async each => {
        const run = runOf(each);
        const trace = run.toBundle();
        const changed = run.recompute(changesOf(each, trace)).toBundle();
        for (const shown of [trace, changed]) {
          const padded = paddedIn(shown);
          const page = openView(createGatesView, shown);
          await page.settle();
          for (const [step, isPadded] of padded.entries()) {
            await lookAt(page, step);
            expect(dotsIn(page.element) === 0).toBe(isPadded);
          }
          const step = Math.max(0, padded.indexOf(true));
          const { csv, spoken } = toldBy(page, { step, unit: 0 });
          expectBlank(csv!, shown, padded);
          if (spoken !== '') {
            expect(spoken.endsWith('padding')).toBe(padded[step]);
          }
          page.close();
        }
        const page = openView(createWhatIfView, trace, {
          status: { state: 'live' },
          answer: () => ({ trace: changed, name: 'run' })
        });
        await page.settle();
        page.element.querySelector<HTMLElement>('[data-tool="one"]')?.click();
        await page.settle();
        const whole = { before: paddedIn(trace), after: paddedIn(changed) };
        for (const step of whole.before.keys()) {
          await lookAt(page, step);
          expect(
            dotsIn(page.element.querySelector('.jp-gatescope-sides')!) === 0
          ).toBe(whole.before[step] && whole.after[step]);
        }
        const { csv } = toldBy(page, { step: 0, unit: 0 });
        expectBlank(csv!, changed, whole.after);
        page.close();
      }),
      draws(6, { gate: 1 })
    ));

  it('in Gradient flow: it is no step of the way back, and has no number', () =>
    fc.assert(
      fc.asyncProperty(drawn, async each => {
        const run = runOf(each);
        const padded = paddedIn(run.toBundle());
        const page = openView(
          createGradientFlowView,
          run.gradientFlow().toBundle(),
          { context: { translate: inSteps } }
        );
        await page.settle();
        const step = Math.max(0, padded.indexOf(true));
        const { table, csv, spoken } = toldBy(page, { step });
        if (spoken !== '') {
          expect(spoken.includes('padding')).toBe(padded[step]);
        }
        for (const [at, isPadded] of padded.entries()) {
          if (isPadded) {
            expect(new Set(table![at + 1].slice(1))).toEqual(new Set(['–']));
            expect(new Set(csv![at + 1].slice(1))).toEqual(new Set(['']));
          }
        }
        page.close();
      }),
      draws(25, { gate: 1 })
    ));

  it('in Influence: it has no answer, neither the first that is shown nor one beside it', () =>
    fc.assert(
      fc.asyncProperty(drawn, async each => {
        const run = runOf(each);
        const trace = run.toBundle();
        const padded = paddedIn(trace);
        const page = openView(createInfluenceView, trace, {
          status: { state: 'live' },
          answer: (_, { step }: { readonly step: number }) => ({
            gradient: float64(run.outputGradient({ step }).values, [
              padded.length,
              1
            ])
          })
        });
        await page.settle();
        for (const tool of ['previousAnswer', 'nextAnswer']) {
          page.element
            .querySelector<HTMLElement>(`[data-tool="${tool}"]`)
            ?.click();
          await page.settle();
        }
        const asked = page.asked.map(
          ({ params }) => (params as { readonly step: number }).step
        );
        expect(asked.length).toBeGreaterThan(0);
        asked.forEach(step => expect(padded[step]).toBe(false));
        page.close();
      }),
      draws(25, { gate: 1 })
    ));
});
