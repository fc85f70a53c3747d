import * as fc from 'fast-check';
import type { Trace, ViewOptions } from '../../../../src/trace';
import type { ViewPage } from '../viewPage';
import { asItIs, type Adapter } from './adapter';
import { drawnRun, everyKind, ranAs, type Drawn } from './runs';
import { gates, unrolled, walked, wired, type ViewOfRun } from './viewsOfRuns';

/** What `show` is told to open a view on, besides the place. */
type Options = Pick<
  ViewOptions,
  'sort' | 'lines' | 'ownScales' | 'gradients' | 'feature'
>;

const drawnOptions: fc.Arbitrary<Options> = fc.record(
  {
    sort: fc.constantFrom('index', 'similarity', 'groups', 'peak'),
    lines: fc.boolean(),
    ownScales: fc.boolean(),
    gradients: fc.boolean(),
    feature: fc.nat(1)
  },
  { requiredKeys: [] }
);

type DrawnOpening = readonly [Drawn, Options];

/** The numbers and sentences that stand on a page, whatever its tools are. */
const standing = (page: ViewPage): readonly string[] =>
  page.texts(
    '.jp-gatescope-number-text, .jp-gatescope-changed, .jp-gatescope-pill:not(.jp-gatescope-pill-empty) .jp-gatescope-pill-text, .jp-gatescope-chain-value'
  );

/** A view of a run that `show` opens at a place: there it says at once what it says when one goes there. */
const opened = (view: ViewOfRun): Adapter<DrawnOpening> => ({
  drawn: fc.tuple(drawnRun, drawnOptions),
  always: everyKind.map((drawn, at) => [
    drawn,
    [
      { sort: 'peak', gradients: true } as const,
      { lines: false, ownScales: true },
      { lines: true, feature: 1 }
    ][at % 3]
  ]),
  of([drawn, options]) {
    const ran = ranAs(drawn);
    const { step, unit, layer } = ran;
    const trace: Trace = {
      ...ran.trace,
      view: { ...options, step, unit, layer: layer.name }
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
