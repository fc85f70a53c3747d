import type { Trace } from '../../trace';
import { createMoment } from '../../scene/createMoment';
import { drawView } from '../../scene/drawView';
import { mark, type Mark } from '../../scene/marks/mark';
import { dataTable } from '../../scene/table';
import { pageTheme } from '../../scene/theme';
import {
  chainEnds,
  chainMarks,
  chainOf
} from '../../views/unrolled/chainMarks';
import { chainRows, chainStates } from '../../views/unrolled/chainRows';
import {
  chartOf,
  unrolledNow,
  type Unrolled
} from '../../views/unrolled/unrolledNow';
import {
  chainQuantities,
  originWords,
  unrolledView
} from '../../views/unrolled/unrolledView';
import { fill, html } from '../base/dom';
import { textMeasure } from '../base/measure';
import type { View, ViewFactory } from '../context';
import { createRunView, type RunView } from '../run/createRunView';
import { attributeAt, followTerms } from '../run/followTerms';
import { drawn } from '../scene/drawn';
import { pagePaper } from '../scene/pagePaper';
import { written } from '../scene/pieces';
import { createSharesPanel, type SharesPanel } from './sharesPanel';

/** The page of the unrolled chain: its bars are asked for their arithmetic. */
export const createUnrolledView: ViewFactory<Trace> = (
  element,
  bundle,
  context
): View => {
  const { translate } = context;
  const { words } = unrolledView;
  let trace = bundle;
  let width = 0;
  const chainHost = html('div');
  const shares = createSharesPanel(translate);
  const unrolled = () =>
    unrolledNow(moment.now.bundle, moment.now.chosen, translate);
  const run: RunView = createRunView(element, {
    view: unrolledView,
    ...{ bundle, context },
    title: translate('Unrolled'),
    table: () => dataTable(moment.table),
    svg: () =>
      drawView(unrolledView, moment.now, pagePaper(run.base.frame.element)),
    take(next) {
      trace = next;
    },
    draw(_, next) {
      width = next;
      moment.take(trace);
      run.base.frame.setReading(words.reading(moment.now));
    },
    show({ step }) {
      moment.take(trace);
      const now = unrolled();
      const { layout, chart } = draw(now, width, { chainHost, shares });
      const several = chart ? chart.columns.perColumn : 1;
      run.base.frame.setNotice(
        several > 1
          ? translate('Aggregated: a bar is the sum of %1 %steps.', several)
          : ''
      );
      const [first, last] = chainEnds(layout, { trace, step });
      const { steps } = trace.time;
      return [
        first === last
          ? translate('%step %1 of %2', first, steps)
          : translate('%steps %1 to %2 of %3', first, last, steps)
      ];
    },
    light({ channel }) {
      light(chainHost, channel);
      return '';
    },
    question: () => words.question(moment.now),
    answer: () => written(originWords(unrolled())),
    quantities: () => chainQuantities(unrolled()),
    channels() {
      const { layer } = run.place;
      return [
        ...new Set([
          ...chainRows(layer).map(({ channel }) => channel),
          ...chainStates(layer).map(({ name }) => name)
        ])
      ];
    },
    over: event => shares.point(event),
    onKey(action, step) {
      switch (action) {
        case 'extendLeft':
        case 'extendRight':
          run.base.frame.announce(
            shares.walk(action === 'extendRight' ? 1 : -1, step) ?? ''
          );
          return true;
        case 'leave':
          return shares.leave();
        default:
          return false;
      }
    }
  });
  const moment = createMoment(unrolledView, bundle, run.focus.kept, translate);
  const { frame, view } = run.base;
  frame.picture.append(chainHost, shares.element);
  followTerms(
    frame.picture,
    {
      litAt(target) {
        const channel = attributeAt(target, 'data-channel');
        return channel === null ? null : { channel, term: null };
      },
      click(target, event) {
        const step = chainHost.contains(target)
          ? attributeAt(target, 'data-step')
          : shares.stepAt(event);
        if (step != null) {
          run.base.move(Number(step));
        }
        return true;
      }
    },
    context,
    () => run.place.layer.name,
    run.mover
  );
  return view;
};

/** Lights the rows and the wires of a channel. */
function light(host: HTMLElement, channel: string | null): void {
  for (const each of host.querySelectorAll('[data-channel]')) {
    each.classList.toggle(
      'jp-gatescope-lit',
      channel !== null && each.getAttribute('data-channel') === channel
    );
  }
}

/** Draws the chain and the bars of a step. */
function draw(
  now: Unrolled,
  width: number,
  page: { readonly chainHost: HTMLElement; readonly shares: SharesPanel }
) {
  const measure = textMeasure('12px sans-serif');
  const picture = (
    name: string,
    height: number,
    marks: readonly Mark[]
  ): SVGElement =>
    drawn(
      mark(
        'svg',
        {
          class: `jp-gatescope-${name}`,
          ...{ width, height, viewBox: `0 0 ${width} ${height}` },
          'aria-hidden': 'true'
        },
        ...marks
      )
    );
  const layout = chainOf(width, now);
  const cells = chainMarks(now, { layout, measure, theme: pageTheme });
  fill(page.chainHost, picture('chain', layout.height, cells));
  const { carry, shares, largest } = now;
  const chart = carry && chartOf(now, carry, width, measure);
  page.shares.show(
    now,
    chart,
    chart && shares
      ? picture('shares', chart.height, chart.marks(shares, largest, pageTheme))
      : null
  );
  return { layout, chart };
}
