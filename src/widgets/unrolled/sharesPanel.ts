import { asRead, layerTime } from '../../trace';
import type { Carry, LayerTrace, Trace } from '../../trace';
import type { ViewContext } from '../context';
import { fill, html } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { hueOf, letter, type Hue } from '../base/hue';
import { textMeasure } from '../base/measure';
import type { DataTable } from '../../scene/dataTable';
import { createTooltip } from '../base/tooltip';
import type {
  LayerValues,
  UnitChoice
} from '../../views/equations/layerValues';
import { channelsIn } from '../../views/equations/terms';
import { LONG } from '../../views/unrolled/unrolledChoices';
import { drawShares, type SharesChart } from './drawShares';
import type { ShareStep, SharesWindow } from './shareColumns';
import { takeApart, type Shares } from '../../views/unrolled/shares';
import {
  beforeWords,
  forgettingSentence,
  shareWords,
  sharesTable
} from './sharesWords';

/** What a carried state is made of: heading, legend, bars and the arithmetic of each bar. */
export interface SharesPanel {
  readonly element: HTMLElement;
  /** How many steps one bar is the sum of. */
  readonly perColumn: number;
  /** Takes the state at a step apart; returns the sentence below the picture. */
  show(step: number, unit: UnitChoice): ReturnType<typeof forgettingSentence>;
  /** Moves the asked bar by one; returns what to read out, null if there is none. */
  walk(move: 1 | -1, step: number): string | null;
  /** Asks no bar; true if one was asked. */
  leave(): boolean;
  table(): DataTable | null;
  /** The pointer is at a place of the picture, or has left it. */
  point(event: PointerEvent): void;
  /** The step whose bar is at a place. */
  stepAt(event: MouseEvent): number | null;
}

export interface SharesPanelOptions {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly values: LayerValues;
  readonly carry: Carry;
  readonly width: number;
  readonly narrow: boolean;
  readonly translate: ViewContext['translate'];
  /** All steps of a long run, in place of those around the cursor. */
  readonly whole: boolean;
}

const WINDOW = 44;
/** So many steps after the cursor are in view. */
const AFTER = 3;

export function createSharesPanel(options: SharesPanelOptions): SharesPanel {
  const { layer, values, carry, width, narrow, translate } = options;
  const trace = asRead(options.trace, layer);
  const stateHue = hueIn(layer, carry.state);
  const writeHue = hueOfWrite(layer, carry);
  const heading = html('div', { class: 'jp-gatescope-shares-title' });
  const host = html('div', { class: 'jp-gatescope-shares-host' });
  const element = html('div', {}, heading, host);
  host.classList.toggle('jp-gatescope-shares-narrow', narrow);
  const hasInitial = startsElsewhere(layer, carry);
  const forward = layer.direction === 'forward';
  const { steps } = trace.time;
  const windowFor = (step: number): SharesWindow =>
    options.whole || steps <= LONG
      ? { from: 0, count: steps }
      : windowAround(step, steps, forward);
  const draw = (window: SharesWindow): SharesChart =>
    drawShares({
      labels: trace.time.labels,
      width,
      narrow,
      window,
      before: beforeName(window, options, hasInitial),
      forward,
      hues: { state: stateHue, write: writeHue },
      measure: textMeasure('12px sans-serif')
    });
  let window = windowFor(forward ? 0 : steps - 1);
  let chart = draw(window);
  host.append(
    legendOf(carry, { state: stateHue, write: writeHue }, translate),
    chart.element
  );
  const tooltip = createTooltip(host);
  const scaleOf = createScales(trace, values, carry);
  let shares: Shares | null = null;
  let asked: ShareStep | null = null;

  const ask = (at: ShareStep | null): void => {
    const share = shares?.steps.find(({ step }) => step === at);
    if (!shares || (at !== 'before' && !share)) {
      asked = null;
      tooltip.hide();
      return;
    }
    asked = at;
    tooltip.show(
      share
        ? shareWords(trace, shares, share, carry, translate)
        : beforeWords(shares, window, translate),
      { ...chart.columnOf(share?.step ?? 'before'), y: chart.middle }
    );
  };
  const under = (event: MouseEvent): ShareStep | null =>
    event.target instanceof Node && host.contains(event.target)
      ? chart.stepAt(event.clientX - host.getBoundingClientRect().left)
      : null;

  return {
    element,
    perColumn: chart.perColumn,
    show(step, unit) {
      shares = takeApart(trace, values, carry, step, unit);
      host.hidden = shares === null;
      if (!shares) {
        fill(
          heading,
          noPartsWords(trace, values, carry, step, unit, translate)
        );
        return '';
      }
      const wanted = windowFor(step);
      if (wanted.from !== window.from) {
        window = wanted;
        const next = draw(window);
        chart.element.replaceWith(next.element);
        chart = next;
      }
      chart.show(shares, scaleOf(unit));
      fill(heading, headingOf(shares, layer, stateHue, translate));
      ask(asked);
      const { steps } = shares;
      return forgettingSentence(
        trace,
        layer,
        shares,
        count => {
          const earlier = steps[steps.length - count];
          return earlier
            ? values.channel(carry.state, values.before(earlier.step), unit)
            : null;
        },
        translate
      );
    },
    walk(move, step) {
      const next = typeof asked === 'number' ? asked + move : step;
      const share = shares?.steps.find(each => each.step === next);
      if (share) {
        ask(next);
      }
      return share ? spokenShare(share, translate) : null;
    },
    leave() {
      const was = asked !== null;
      ask(null);
      return was;
    },
    table: () => shares && sharesTable(trace, carry, shares, translate),
    point(event) {
      const left = event.type === 'pointerleave';
      const at = left ? null : under(event);
      if (at !== asked && !(left && event.pointerType === 'touch')) {
        ask(at);
      }
    },
    stepAt(event) {
      const at = under(event);
      return typeof at === 'number' ? at : null;
    }
  };
}

/** A bar as it is read out. */
function spokenShare(
  { step, written, left }: Shares['steps'][number],
  translate: ViewContext['translate']
): string {
  return translate(
    '%step %1 wrote %2, left %3',
    step,
    formatFixed(written),
    formatFixed(left)
  );
}

/** Whether the state does not start at zero. */
function startsElsewhere({ channels }: LayerTrace, { state }: Carry): boolean {
  const initial = channels.find(({ name }) => name === state)?.initial;
  return initial?.values.some(value => value !== 0) ?? false;
}

/** The steps around one, most of them before it. */
function windowAround(
  step: number,
  steps: number,
  forward: boolean
): SharesWindow {
  const from = forward ? step - WINDOW + AFTER + 1 : step - AFTER;
  return {
    from: Math.max(0, Math.min(steps - WINDOW, from)),
    count: WINDOW
  };
}

/** What the bar of all that came before a window is called; null where nothing did. */
function beforeName(
  { from, count }: SharesWindow,
  { trace, layer, translate }: SharesPanelOptions,
  hasInitial: boolean
): string | null {
  const isCut =
    layer.direction === 'forward' ? from > 0 : from + count < trace.time.steps;
  return isCut ? translate('earlier') : hasInitial ? translate('start') : null;
}

/** Why a state is not taken apart at a step. */
function noPartsWords(
  { time }: Trace,
  values: LayerValues,
  { state, letters }: Carry,
  step: number,
  unit: UnitChoice,
  translate: ViewContext['translate']
): string {
  if (!Number.isFinite(values.channel(state, step, unit) ?? 0)) {
    return translate(
      '%1 is no finite number here: there is nothing to take apart.',
      state
    );
  }
  return time.kept
    ? translate(
        'What the state is made of cannot be shown: it needs every %step, and the saved copy leaves some out.'
      )
    : translate(
        'What the state is made of cannot be shown: this trace does not hold %1.',
        letters.keep
      );
}

/** One scale for the bars of a unit: the largest |value| that it writes at any step. */
function createScales(
  trace: Trace,
  values: LayerValues,
  carry: Carry
): (unit: UnitChoice) => number {
  const scales = new Map<UnitChoice, number>();
  return unit => {
    const known = scales.get(unit);
    const scale = known ?? niceScale(largestWrite(trace, values, carry, unit));
    scales.set(unit, scale);
    return scale;
  };
}

function largestWrite(
  trace: Trace,
  values: LayerValues,
  carry: Carry,
  unit: UnitChoice
): number {
  const start = values.channel(
    carry.state,
    values.before(layerTime(values.layer, trace.time.steps).first),
    unit
  );
  let largest = Math.abs(start ?? 0);
  for (let step = 0; step < trace.time.steps; step++) {
    const write = Math.abs(values.value(carry.write, step, unit) ?? 0);
    largest = Number.isFinite(write) ? Math.max(largest, write) : largest;
  }
  return largest;
}

/** Rounded up to a tenth, for small values to a hundredth. */
function niceScale(largest: number): number {
  return largest < 0.1
    ? Math.max(0.01, Math.ceil(largest * 100) / 100)
    : Math.ceil(largest * 10 - 1e-6) / 10;
}

function hueIn(layer: LayerTrace, name: string): Hue {
  const channel = layer.channels.find(each => each.name === name);
  return channel ? hueOf(channel) : 'other';
}

/** What is written has the colour of the candidate. */
function hueOfWrite(layer: LayerTrace, carry: Carry): Hue {
  const names = channelsIn(carry.write);
  const candidate = names.find(
    name =>
      layer.channels.find(each => each.name === name)?.role === 'candidate'
  );
  return hueIn(layer, candidate ?? names[0] ?? '');
}

function headingOf(
  { state, step, unit }: Shares,
  { units }: LayerTrace,
  hue: Hue,
  translate: ViewContext['translate']
): (string | Node)[] {
  return [
    translate('What '),
    letter(state, hue),
    translate(
      ' at %step %1 is made of, %2',
      step,
      unit === 'mean'
        ? translate('mean of %1 units', units)
        : translate('unit %1', unit)
    )
  ];
}

function legendOf(
  { letters }: Carry,
  hues: { readonly state: Hue; readonly write: Hue },
  translate: ViewContext['translate']
): HTMLElement {
  return html(
    'div',
    { class: 'jp-gatescope-shares-legend' },
    legendEntry('written', translate('written'), letters.write, hues.write),
    legendEntry(
      'left',
      translate('left of it'),
      translate('after each %1', letters.keep),
      hues.state
    )
  );
}

function legendEntry(
  kind: 'written' | 'left',
  words: string,
  below: string,
  hue: Hue
): HTMLElement {
  return html(
    'div',
    { class: 'jp-gatescope-shares-entry' },
    html(
      'span',
      {},
      words,
      html('span', { class: 'jp-gatescope-second' }, below)
    ),
    html('span', {
      class: `jp-gatescope-shares-key jp-gatescope-shares-key-${kind}`,
      'data-jp-gatescope-hue': hue
    })
  );
}
