import type { Named } from '../recurrence/definition';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { ClampsAt } from '../recurrence/sequence';
import { stateBefore } from '../recurrence/stepsAtOnce';
import type { Floats } from '../tensor/operation';
import { noGradient } from '../tensor/recording';
import { Tensor } from '../tensor/tensor';
import type { FusedCell, RecurrentSpec } from './spec';
import type { FusedTrace } from './traceOf';

/** Below this f32 has lost digits, and soon after it has nothing but zeros. */
const SMALLEST = 1e-28;

/** One direction of a layer that ran a single sequence whose steps are all real. */
export interface SequencePass {
  readonly cell: RecurrentCell;
  readonly trace: FusedTrace;
  /** The letters of its step when the trace was made. */
  readonly parameters: Named;
  readonly spec: RecurrentSpec;
  /** `[T, I]`: what entered. */
  readonly x: Tensor;
  readonly clampsAt: ClampsAt | undefined;
}

/**
 * The pass with derivatives that have all their digits, or null where only the tape has them: f32 ends at
 * steps that the loss reads, or before the first step of the way back.
 *
 * @param isRead whether the loss reads what the layer gives out at a step, other than the last
 */
export function withAllDigits(
  pass: SequencePass,
  isRead: (t: number) => boolean
): SequencePass | null {
  const { cell, trace, spec } = pass;
  const steps = Array.from(
    { length: trace.channels.dh.length / cell.units },
    (_, t) => t
  );
  if (trace.direction === 'forward') {
    steps.reverse();
  }
  const tops = steps.map(t => topOf(trace.channels.dh, t, cell.units));
  const begin = tops.findIndex(top => top > 0);
  // Nothing at all after something: slopes of 0 in f32, which seldom are 0.
  const end = tops.findIndex((top, at) => at >= begin && top < SMALLEST);
  if (begin < 0 || end < 0) {
    return pass;
  }
  return end === begin ||
    spec.projection !== undefined ||
    steps.slice(end).some(isRead)
    ? null
    : { ...pass, trace: continuedInDoubles(pass, steps.slice(end - 1)) };
}

/** The largest number of a step, without its sign. */
function topOf(gradient: Floats, t: number, units: number): number {
  let top = 0;
  for (let at = t * units; at < (t + 1) * units; at++) {
    top = Math.max(top, Math.abs(gradient[at]));
  }
  return top;
}

/**
 * The trace with the derivatives by its states in f64, computed anew for all but the first of the given
 * steps: what reaches them comes through the recurrence alone. The states are the kernels'; the gates'
 * sums and slopes are f64, for one that is nearly open or shut has no slope in f32.
 *
 * @param steps in the order of the way back
 */
function continuedInDoubles(
  pass: SequencePass,
  steps: readonly number[]
): FusedTrace {
  const { cell, trace, clampsAt } = pass;
  const { units } = cell;
  const { channels } = trace;
  const dh = Float64Array.from(channels.dh);
  const dc = Float64Array.from(channels.dc ?? []);
  const freeOf = (channel: string, t: number): Free => {
    const held = clampsAt?.(t)?.get(channel)?.held.values;
    return held ? unit => 1 - held[unit] : () => 1;
  };
  const gates = gatesOf(pass, steps, freeOf);
  const back = {
    rnn: backThroughRnn,
    lstm: backThroughLstm,
    gru: backThroughGru
  }[cell.kind as FusedCell];
  for (const [at, t] of steps.slice(1).entries()) {
    back({
      pass,
      gates,
      freeOf: channel => freeOf(channel, steps[at]),
      freeBefore: freeOf('h', t),
      now: steps[at] * units,
      before: t * units,
      dh,
      dc
    });
  }
  return {
    ...trace,
    channels: { ...channels, dh, ...(cell.kind === 'lstm' && { dc }) }
  };
}

/** 1 for a unit that is not held and 0 for one that is, which nothing passes on the way back. */
type Free = (unit: number) => number;

/** A gate at all steps, `[T, H]`. */
interface Gate {
  /** U in rows by unit of h. */
  readonly recurrent: Float64Array;
  /** What it squashes. */
  readonly sum: Floats;
  /** h U and the second bias, where there is one. */
  readonly fromHidden: Floats;
  /** Of its function at the sum; 0 where it is held. */
  readonly slope: Float64Array;
}

/** From a step's derivatives by its states to those of the step before. */
interface StepBack {
  readonly pass: SequencePass;
  readonly gates: Readonly<Record<string, Gate>>;
  readonly freeOf: (channel: string) => Free;
  /** Of h at the step before. */
  readonly freeBefore: Free;
  /** Where the rows of this step and of the one before begin. */
  readonly now: number;
  readonly before: number;
  readonly dh: Float64Array;
  readonly dc: Float64Array;
}

function backThroughRnn({ gates, freeOf, now, before, dh }: StepBack): void {
  const { recurrent, slope } = gates[''];
  const free = freeOf('h');
  const units = Math.abs(now - before);
  addProduct(
    dh.fill(0, before, before + units),
    before,
    recurrent,
    units,
    unit => dh[now + unit] * free(unit) * slope[now + unit]
  );
}

function backThroughLstm(step: StepBack): void {
  const { pass, gates, freeOf, freeBefore, now, before, dh, dc } = step;
  const { units } = pass.cell;
  const { f, i, g, o, c } = pass.trace.channels;
  const [freeHidden, freeMemory] = [freeOf('h'), freeOf('c')];
  const byMemory = (unit: number) => dc[now + unit] * freeMemory(unit);
  const by: Readonly<Record<string, (unit: number) => number>> = {
    f: unit => byMemory(unit) * c[before + unit],
    i: unit => byMemory(unit) * g[now + unit],
    g: unit => byMemory(unit) * i[now + unit],
    o: unit => dh[now + unit] * freeHidden(unit) * Math.tanh(c[now + unit])
  };
  dh.fill(0, before, before + units);
  for (const [letter, { recurrent, slope }] of Object.entries(gates)) {
    addProduct(
      dh,
      before,
      recurrent,
      units,
      unit => by[letter](unit) * slope[now + unit]
    );
  }
  for (let unit = 0; unit < units; unit++) {
    const at = before + unit;
    dc[at] =
      byMemory(unit) * f[now + unit] +
      dh[at] * freeBefore(unit) * o[at] * slopeOfTanh(c[at]);
  }
}

function backThroughGru({
  pass,
  gates,
  freeOf,
  now,
  before,
  dh
}: StepBack): void {
  const { cell, spec, trace } = pass;
  const { units } = cell;
  const { h, z, r, n } = trace.channels;
  const { z: update, r: reset, n: candidate } = gates;
  const [free, freeUpdate] = [freeOf('h'), freeOf('z')];
  const byHidden = (unit: number) => dh[now + unit] * free(unit);
  /** By the candidate's sum. */
  const byCandidate = (unit: number) => {
    const at = now + unit;
    const share =
      freeUpdate(unit) && !spec.hardGates
        ? 1 / (1 + Math.exp(update.sum[at]))
        : 1 - z[at];
    return byHidden(unit) * share * candidate.slope[at];
  };
  const through = new Float64Array(units);
  const after = spec.resetAfter !== false;
  addProduct(
    through,
    0,
    candidate.recurrent,
    units,
    unit => byCandidate(unit) * (after ? r[now + unit] : 1)
  );
  for (let unit = 0; unit < units; unit++) {
    dh[before + unit] =
      byHidden(unit) * z[now + unit] +
      through[unit] * (after ? 1 : r[now + unit]);
  }
  addProduct(
    dh,
    before,
    update.recurrent,
    units,
    unit =>
      byHidden(unit) *
      (h[before + unit] - n[now + unit]) *
      update.slope[now + unit]
  );
  addProduct(
    dh,
    before,
    reset.recurrent,
    units,
    unit =>
      (after
        ? byCandidate(unit) * candidate.fromHidden[now + unit]
        : through[unit] * h[before + unit]) * reset.slope[now + unit]
  );
}

/** `sums[start + from] += Σ_to matrix[from, to] · row(to)`, four rows at a time. */
function addProduct(
  sums: Float64Array,
  start: number,
  matrix: Float64Array,
  units: number,
  row: (unit: number) => number
): void {
  const values = new Float64Array(units);
  for (let unit = 0; unit < units; unit++) {
    values[unit] = row(unit);
  }
  let from = 0;
  for (; from + 4 <= units; from += 4) {
    const first = from * units;
    const [second, third, fourth] = [
      first + units,
      first + 2 * units,
      first + 3 * units
    ];
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let to = 0; to < units; to++) {
      const value = values[to];
      a += matrix[first + to] * value;
      b += matrix[second + to] * value;
      c += matrix[third + to] * value;
      d += matrix[fourth + to] * value;
    }
    sums[start + from] += a;
    sums[start + from + 1] += b;
    sums[start + from + 2] += c;
    sums[start + from + 3] += d;
  }
  for (; from < units; from++) {
    for (let to = 0; to < units; to++) {
      sums[start + from] += matrix[from * units + to] * values[to];
    }
  }
}

const letters = {
  rnn: [''],
  lstm: ['f', 'i', 'g', 'o'],
  gru: ['z', 'r', 'n']
} as const;

function gatesOf(
  pass: SequencePass,
  steps: readonly number[],
  freeOf: (channel: string, t: number) => Free
): Readonly<Record<string, Gate>> {
  const { cell, trace, parameters, spec } = pass;
  const { units, inputSize } = cell;
  // Of a way back from the last step, those are the first rows: the others are not needed.
  const rows =
    trace.direction === 'forward'
      ? steps[0] + 1
      : trace.channels.h.length / units;
  const doubles = (values: Floats, width: number) =>
    new Tensor(Float64Array.from(values.subarray(0, rows * width)), [
      rows,
      width
    ]);
  const named = (name: string): Tensor | undefined =>
    parameters[name]?.cast('f64');
  const withBias = (product: Tensor, bias: string) =>
    named(bias) ? product.add(named(bias)!) : product;
  const x = doubles(pass.x.values, inputSize);
  const h = doubles(
    stateBefore(trace.channels.h, units, trace.direction),
    units
  );
  const gateOf = (letter: string): Gate => {
    const recurrent = named(`U${letter}`)!;
    const resets = letter === 'n' ? doubles(trace.channels.r, units) : null;
    const isReset = spec.resetAfter === false ? resets : null;
    const fromHidden = withBias(
      (isReset ? h.mul(isReset) : h).matmul(recurrent),
      `bh${letter}`
    );
    const { values: sum } = withBias(
      x.matmul(named(`W${letter}`)!),
      `b${letter}`
    ).add(resets && !isReset ? fromHidden.mul(resets) : fromHidden);
    const slopeAt = slopeOf(letter, spec);
    const slope = new Float64Array(sum.length);
    for (const t of steps) {
      const free = freeOf(letter, t);
      for (let unit = 0; unit < units; unit++) {
        const at = t * units + unit;
        slope[at] = free(unit) * slopeAt(sum[at]);
      }
    }
    return {
      recurrent: Float64Array.from(recurrent.values),
      sum,
      fromHidden: fromHidden.values,
      slope
    };
  };
  const kind = cell.kind as FusedCell;
  // Nothing passes an LSTM's gate that is held throughout; a GRU's are read for others, too.
  const passed = letters[kind].filter(
    letter =>
      kind !== 'lstm' ||
      steps.some(t => isFreeSomewhere(freeOf(letter, t), units))
  );
  return noGradient(() =>
    Object.fromEntries(passed.map(letter => [letter, gateOf(letter)]))
  );
}

function isFreeSomewhere(free: Free, units: number): boolean {
  for (let unit = 0; unit < units; unit++) {
    if (free(unit) !== 0) {
      return true;
    }
  }
  return false;
}

function slopeOf(
  letter: string,
  { activation, hardGates }: RecurrentSpec
): (sum: number) => number {
  if (letter === '' && activation === 'relu') {
    return sum => Number(sum > 0);
  }
  if (letter === '' || letter === 'g' || letter === 'n') {
    return slopeOfTanh;
  }
  return hardGates ? sum => Number(Math.abs(sum) < 3) / 6 : slopeOfSigmoid;
}

/** Without 1 − σ, whose digits are lost where σ is nearly 1. */
function slopeOfSigmoid(sum: number): number {
  const small = Math.exp(-Math.abs(sum));
  return small / ((1 + small) * (1 + small));
}

/** tanh a = 2 σ(2a) − 1 */
function slopeOfTanh(sum: number): number {
  return 4 * slopeOfSigmoid(2 * sum);
}
