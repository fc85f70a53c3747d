import { requireInteger, requireKnown } from '../../engine/base/check';
import { RunOfNetwork } from '../../engine/run/run';
import { isClampOf } from '../../engine/recurrence/changes';
import type { LayerRun } from '../../engine/run/layerRun';
import { described } from '../../engine/base/described';
import { percentText, type Clamp } from '../../trace';
import { numberText } from './numberText';
import { runToOpen, settle, type Findings, type PassedCheck } from './report';

export interface KeepsOptions {
  /** Which unit's cell state is to be kept. */
  unit: number;
  /** The step whose value is to be kept. */
  from: number;
  /** For how many steps after it. */
  steps: number;
  /** How far it may drift, as a share of the value. Default 0.01. */
  within?: number;
  /** Name of the layer; the first by default. */
  layer?: string;
}

/**
 * Looks whether an LSTM's cell state keeps the value of one step for the steps after it, held there
 * by clamps on its gates.
 *
 * @param run the run with the clamps, as `run.recompute({ clamps })` gives it
 * @throws CheckFailure saying what changes the cell state, with the first step that is off;
 * TypeError when `run` is no run of an LSTM
 */
export function checkKeeps(
  run: RunOfNetwork,
  options: KeepsOptions
): PassedCheck {
  const who = 'check.keeps';
  requireKnown(who, options, ['unit', 'from', 'steps', 'within', 'layer']);
  if (!(run instanceof RunOfNetwork)) {
    throw new TypeError(
      `${who}: the first argument must be a run, got ${described(run)}`
    );
  }
  const name = options.layer ?? run.layers[0].name;
  const layer = run.layer(name);
  if (!['f', 'i', 'g', 'c'].every(channel => channel in layer.channels)) {
    throw new TypeError(`${who}: ${name} is no LSTM: it has no cell state c`);
  }
  const unit = requireInteger(who, 'unit', options.unit, 0);
  const from = requireInteger(who, 'from', options.from, 0);
  const steps = requireInteger(who, 'steps', options.steps);
  const { within = 0.01 } = options;
  const clamps = run.changes.clamps.filter(clamp => isClampOf(clamp, name));
  const at = (layerRun: LayerRun, channel: string, step: number): number => {
    const { values, shape } = layerRun.channels[channel];
    return values[step * shape[shape.length - 1] + unit];
  };

  const unclamped = run.recompute({ edits: run.changes.edits, clamps: [] });
  const value = at(unclamped.layer(name), 'c', from);
  const off = (step: number) =>
    Math.abs(at(layer, 'c', step) - value) > within * Math.abs(value);
  const window = Array.from({ length: steps }, (_, index) => from + 1 + index);
  const wrong = [from, ...window].find(off);
  const itself = clamps.find(clamp => clamp.channel === 'c');

  if (itself) {
    return settle({
      status: 'notYet',
      message:
        'You hold c itself. Hold it by its gates: what keeps, and what writes?',
      numbersChecked: steps + 1
    });
  }
  if (wrong === undefined) {
    return settle({
      status: 'passed',
      message: `c of unit ${unit} stays at ${numberText(value)} from step ${from} to step ${from + steps}.`,
      numbersChecked: steps + 1,
      ...runToOpen(run, { layer: name, unit, step: from })
    });
  }
  return settle({
    status: 'notYet',
    ...reasonOf({
      wrong,
      unit,
      from,
      window,
      clamps,
      value,
      at: (channel, step) => at(layer, channel, step)
    }),
    numbersChecked: steps + 1,
    first: {
      channel: 'c',
      step: wrong,
      unit,
      expected: value,
      got: at(layer, 'c', wrong)
    }
  });
}

interface Situation {
  /** The first step at which c is not what it should be. */
  readonly wrong: number;
  readonly unit: number;
  readonly from: number;
  readonly window: readonly number[];
  readonly clamps: readonly Clamp[];
  readonly value: number;
  at(channel: string, step: number): number;
}

/** Why the cell state changes at the first wrong step, in the words of c = f ⊙ c + i ⊙ g. */
function reasonOf(situation: Situation): Pick<Findings, 'message' | 'details'> {
  const { wrong, unit, from, window, clamps, value, at } = situation;
  const last = window[window.length - 1];
  const numbers = `At step ${wrong}, unit ${unit}: expected c = ${numberText(value)}, got ${numberText(at('c', wrong))}.`;
  const covers = (clamp: Clamp, step: number) =>
    (clamp.units?.includes(unit) ?? true) &&
    (clamp.steps?.includes(step) ?? true);

  if (clamps.length === 0) {
    return {
      message: 'Nothing is held: the run has no clamps.',
      details: [numbers]
    };
  }
  if (clamps.every(({ channel }) => channel === 'o' || channel === 'h')) {
    return {
      message: `${clamps[0].channel} does not touch the memory: o decides what is shown of c, not what is kept.`,
      details: [numbers]
    };
  }
  if (
    clamps.every(({ units }) => units !== undefined && !units.includes(unit))
  ) {
    return {
      message: `The clamps hold unit ${clamps[0].units?.join(', ') ?? ''}. Hold unit ${unit} instead.`,
      details: [numbers]
    };
  }
  if (wrong === from) {
    const early = clamps.find(clamp => covers(clamp, from));
    return {
      message: `A clamp changes step ${from} or before, so the value to keep is gone.`,
      details: [
        ...(early ? [`${early.channel} is held at step ${from} already.`] : []),
        numbers
      ]
    };
  }
  if (
    clamps.some(clamp => covers(clamp, wrong - 1)) &&
    !clamps.some(clamp => covers(clamp, wrong))
  ) {
    return {
      message: `c is kept until step ${wrong - 1} only. Keep it for ${window.length} steps, until step ${last}.`,
      details: [numbers]
    };
  }

  const f = at('f', wrong);
  const written = at('i', wrong) * at('g', wrong);
  const keeps = Math.abs(f - 1) < 1e-3;
  const closed = Math.abs(written) < 1e-6;
  if (!keeps && f < 1e-3) {
    return {
      message: `f is ${numberText(f)} at step ${wrong}: the forget gate keeps ${percentText(f)} %. Which value keeps everything?`,
      details: [numbers]
    };
  }
  if (keeps && !closed) {
    return {
      message: `f keeps everything, but i still writes: at step ${wrong}, i ⊙ g adds ${numberText(written)}.`,
      details: [numbers]
    };
  }
  if (!keeps && closed) {
    return {
      message: `Nothing new is written, but f keeps only ${percentText(f)} % of c at step ${wrong}.`,
      details: [numbers]
    };
  }
  return {
    message: `At step ${wrong}, f keeps ${percentText(f)} % of c, and i ⊙ g adds ${numberText(written)}.`,
    details: [numbers]
  };
}
