import * as fc from 'fast-check';
import type { Trace, ViewOptions } from '../../../../src/trace';
import type { ViewPage } from '../viewPage';
import { asItIs, type Adapter } from './adapter';
import { drawnRun, everyKind, ranAs, type Drawn } from './runs';
import { gates, unrolled, walked, wired, type ViewOfRun } from './viewsOfRuns';

/** What `show` is told to open a view on, besides the place. */
type Options = Pick<
  ViewOptions,
  'sort' | 'lines' | 'overSequences' | 'ownScales' | 'gradients' | 'feature'
>;

const drawnOptions: fc.Arbitrary<Options> = fc.record(
  {
    sort: fc.constantFrom('index', 'similarity', 'groups', 'peak'),
    lines: fc.boolean(),
    overSequences: fc.boolean(),
    ownScales: fc.boolean(),
    gradients: fc.boolean(),
    feature: fc.nat(1)
  },
  { requiredKeys: [] }
);

/** A part of the run that is in view, or a place that units are put in order by, as shares of the whole. */
const drawnPart = fc.record(
  {
    window: fc.tuple(fc.nat(99), fc.nat(99)),
    sortedAt: fc.nat(99),
    pattern: fc.tuple(fc.nat(99), fc.nat(99))
  },
  { requiredKeys: [] }
);

type Part = typeof drawnPart extends fc.Arbitrary<infer T> ? T : never;
type DrawnOpening = readonly [Drawn, Options, Part];

const choices: readonly Part[] = [
  { window: [20, 70] },
  { sortedAt: 50 },
  { pattern: [30, 60] },
  {}
];

/** Two steps of a run, rising. */
const between = (
  steps: number,
  ends: readonly [number, number]
): readonly [number, number] => {
  const [from, to] = ends.map(end => Math.floor((end * steps) / 100));
  return [Math.min(from, to), Math.max(from, to)];
};

/** What `show` is told of a part of a run. */
function partOf(
  steps: number,
  { window, sortedAt, pattern }: Part
): Partial<ViewOptions> {
  const [from, to] = between(steps, window ?? [0, 0]);
  const [step] = between(steps, [sortedAt ?? 0, 99]);
  return {
    ...(window && { window: [from, to + 1] }),
    ...(sortedAt !== undefined && {
      sort: 'value',
      sortAt: { channel: 'h', step }
    }),
    ...(pattern && {
      pattern: {
        channel: 'h',
        steps: between(steps, pattern),
        threshold: 0.1
      }
    })
  };
}

/** The numbers and sentences that stand on a page, whatever its tools are. */
const standing = (page: ViewPage): readonly string[] =>
  page.texts(
    '.jp-gatescope-number-text, .jp-gatescope-changed, .jp-gatescope-asked, .jp-gatescope-pill:not(.jp-gatescope-pill-empty) .jp-gatescope-pill-text, .jp-gatescope-chain-value'
  );

/** A view of a run that `show` opens at a place: there it says at once what it says when one goes there. */
const opened = (view: ViewOfRun): Adapter<DrawnOpening> => ({
  drawn: fc.tuple(drawnRun, drawnOptions, drawnPart),
  always: everyKind.map((drawn, at): DrawnOpening => [
    drawn,
    [
      { sort: 'peak', gradients: true } as const,
      { lines: false, ownScales: true },
      { lines: true, feature: 1 }
    ][at % 3],
    choices[at % choices.length]
  ]),
  of([drawn, options, part]) {
    const ran = ranAs(drawn);
    const { step, unit, layer } = ran;
    const trace: Trace = {
      ...ran.trace,
      view: {
        ...options,
        ...partOf(ran.trace.time.steps, part),
        step,
        unit,
        layer: layer.name
      }
    };
    const there = walked(view, { ...ran, trace });
    let atFirst: readonly string[] = [];
    return {
      ...there,
      open(named = asItIs) {
        const page = there.open(named);
        atFirst = standing(page);
        return page;
      },
      truth(told, page) {
        expect(atFirst.length).toBeGreaterThan(0);
        expect(standing(page)).toEqual(atFirst);
        return there.truth(told, page);
      }
    };
  }
});

export const viewsAsOpened = {
  'Gates as show opens them': opened(gates),
  'Cell, wired, as show opens it': opened(wired),
  'Unrolled as show opens it': opened(unrolled)
};
