import { asRead, type LayerTrace, type Trace } from '../../trace';
import type { ChosenOf } from '../../scene/choices';
import type { Now } from '../../scene/view';
import type { Translate } from '../../scene/words/translate';
import {
  layerValues,
  type LayerValues,
  type UnitChoice
} from '../equations/layerValues';
import { backward, type Backward } from '../equations/backward';
import { wholeLayer } from '../equations/wholeLayer';
import { layerNamed, unitOf } from '../run/runChoices';
import type { cellChoices } from './cellChoices';
import { carriedIn } from './circuitOf';
import { numbersBack, numbersOn, type BackNumbers } from './circuitNumbers';

/** Beside the run: the texts of what the reader points at, which are lit. */
export type CellMoment = Now<
  'trace',
  ChosenOf<keyof typeof cellChoices>,
  ReadonlySet<string>
>;

/** What the wired cell is of at a step. */
export interface CellNow {
  readonly trace: Trace;
  /** The same with the steps as the layer reads them. */
  readonly read: Trace;
  /** The layer as it stands in the run, and with all that its equations read. */
  readonly plain: LayerTrace;
  readonly layer: LayerTrace;
  readonly values: LayerValues;
  readonly back: Backward;
  readonly step: number;
  readonly unit: UnitChoice;
  readonly translate: Translate;
  /** Whether the wires carry the numbers of the way back. */
  readonly isBack: boolean;
  readonly lit: ReadonlySet<string>;
}

const nothing: ReadonlySet<string> = new Set();

const moments = new WeakMap<CellMoment, CellNow>();

export function cellNow(moment: CellMoment): CellNow {
  const found = moments.get(moment);
  if (found) {
    return found;
  }
  const { bundle, chosen, data, translate } = moment;
  const plain = layerNamed(bundle, chosen.layer);
  const now = {
    ...{ trace: bundle, read: asRead(bundle, plain), plain, translate },
    ...numbersOf(bundle, plain),
    ...{ step: chosen.step, unit: unitOf(chosen) },
    ...{ isBack: chosen.backward, lit: data ?? nothing }
  };
  moments.set(moment, now);
  return now;
}

type Numbers = Pick<CellNow, 'layer' | 'values' | 'back'>;

const known = new WeakMap<LayerTrace, Numbers>();

function numbersOf(trace: Trace, plain: LayerTrace): Numbers {
  const found = known.get(plain);
  if (found) {
    return found;
  }
  const layer = wholeLayer(trace, plain);
  const values = layerValues(layer, trace.time);
  const numbers = { layer, values, back: backward(trace, values) };
  known.set(plain, numbers);
  return numbers;
}

/** The numbers that stand on the wires. */
export const onWires = (now: CellNow): BackNumbers =>
  now.isBack
    ? numbersBack(now.back, now.values, now, carriedIn(now.layer))
    : { ...numbersOn(now.values, now), power: 0 };
