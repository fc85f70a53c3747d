import {
  asRead,
  channelHue,
  findCarry,
  isCarry,
  layerTime,
  type Carry,
  type ChannelHue,
  type LayerTrace,
  type Trace
} from '../../trace';
import type { ChosenOf } from '../../scene/choices';
import type { Now } from '../../scene/view';
import type { Translate } from '../../scene/words/translate';
import {
  layerValues,
  type LayerValues,
  type UnitChoice
} from '../equations/layerValues';
import { channelsIn } from '../equations/terms';
import { wholeLayer } from '../equations/wholeLayer';
import { layerNamed, unitOf } from '../run/runChoices';
import { shareChart, type ShareChart } from './shareChart';
import type { SharesWindow } from './shareColumns';
import { takeApart, type Shares } from './shares';
import { LONG, type unrolledChoices } from './unrolledChoices';

const WINDOW = 44;
/** So many steps after the cursor are in view. */
const AFTER = 3;

/** What the chain and the bars are of at a step. */
export interface Unrolled {
  readonly trace: Trace;
  /** The same with the steps as the layer reads them. */
  readonly read: Trace;
  readonly layer: LayerTrace;
  readonly values: LayerValues;
  readonly step: number;
  readonly unit: UnitChoice;
  readonly translate: Translate;
  /** Null for a state that cannot be taken apart. */
  readonly carry: Carry | null;
  /** Null where the trace does not hold what is needed. */
  readonly shares: Shares | null;
  readonly window: SharesWindow;
  /** The largest |value| that the unit writes at any step. */
  readonly largest: number;
}

export type UnrolledNow = Now<
  'trace',
  ChosenOf<keyof typeof unrolledChoices>,
  null
>;

const valuesOf = new WeakMap<LayerTrace, LayerValues>();
const known = new WeakMap<UnrolledNow, Unrolled>();

/** Table, scene and words of a moment are made of the same. */
export function unrolledNow(now: UnrolledNow): Unrolled {
  const found = known.get(now) ?? workedOut(now);
  known.set(now, found);
  return found;
}

function workedOut({ bundle, chosen, translate }: UnrolledNow): Unrolled {
  const layer = layerNamed(bundle, chosen.layer);
  const read = asRead(bundle, layer);
  // A gate that all units share stands beside the layer.
  const values =
    valuesOf.get(layer) ?? layerValues(wholeLayer(bundle, layer), bundle.time);
  valuesOf.set(layer, values);
  const { step } = chosen;
  const unit = unitOf(chosen);
  const { steps } = read.time;
  const found = findCarry(layer);
  const carry = isCarry(found) ? found : null;
  return {
    ...{ trace: bundle, read, layer, values, step, unit, translate, carry },
    shares: carry && takeApart(read, values, carry, step, unit),
    window:
      chosen.allSteps || steps <= LONG
        ? { from: 0, count: steps }
        : windowAround(step, steps, layer.direction === 'forward'),
    largest: carry ? scaleOf(read, values, carry, unit) : 1
  };
}

/** The bars at a width. */
export function chartOf(
  now: Unrolled,
  carry: Carry,
  width: number,
  measure: (words: string) => number
): ShareChart {
  const { read, layer, window, translate } = now;
  return shareChart({
    labels: read.time.labels,
    ...{ width, window, measure },
    before: beforeName(window, now, startsElsewhere(layer, carry)),
    forward: layer.direction === 'forward',
    hues: {
      state: hueIn(layer, carry.state),
      write: hueOfWrite(layer, carry)
    },
    together: steps =>
      translate('Aggregated: a bar is the sum of %1 %steps.', steps),
    legend: [
      [translate('written'), carry.terms.write],
      [translate('left of it'), translate('after each %1', carry.terms.keep)]
    ]
  });
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
  { trace, layer, translate }: Pick<Unrolled, 'trace' | 'layer' | 'translate'>,
  hasInitial: boolean
): string | null {
  const isCut =
    layer.direction === 'forward' ? from > 0 : from + count < trace.time.steps;
  return isCut ? translate('earlier') : hasInitial ? translate('start') : null;
}

/** Why a state is not taken apart at a step. */
export function noPartsWords(
  { time }: Trace,
  values: LayerValues,
  { state, terms }: Carry,
  step: number,
  unit: UnitChoice,
  translate: Translate
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
        terms.keep
      );
}

const scales = new WeakMap<LayerValues, Map<UnitChoice, number>>();

/** One scale for the bars of a unit: the largest |value| that it writes at any step. */
function scaleOf(
  trace: Trace,
  values: LayerValues,
  carry: Carry,
  unit: UnitChoice
): number {
  const known = scales.get(values) ?? new Map<UnitChoice, number>();
  scales.set(values, known);
  const scale =
    known.get(unit) ?? niceScale(largestWrite(trace, values, carry, unit));
  known.set(unit, scale);
  return scale;
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

function hueIn(layer: LayerTrace, name: string): ChannelHue {
  const channel = layer.channels.find(each => each.name === name);
  return channel ? channelHue(channel) : 'other';
}

/** What is written has the color of the candidate. */
function hueOfWrite(layer: LayerTrace, carry: Carry): ChannelHue {
  const names = channelsIn(carry.write);
  const candidate = names.find(
    name =>
      layer.channels.find(each => each.name === name)?.role === 'candidate'
  );
  return hueIn(layer, candidate ?? names[0] ?? '');
}
