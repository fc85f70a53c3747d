import { isPadding } from '../../trace';
import type { Channel, LayerTrace, Series, Trace } from '../../trace';
import { choiceAt, type Choice } from '../run/choiceAt';
import { outputLike } from '../run/outputLike';
import { saysYes } from '../run/saysYes';
import { extentOf } from '../../scene/marks/valueScale';
import { rangeOf } from '../map/seriesPanels';

/**
 * Changes below this share of the largest value of their step come from arithmetic in another order, not
 * from what was changed.
 */
export const NOISE = 1e-6;

export interface Difference {
  /** `after − before`, `[T, H]`; 0 at a step that does not differ. */
  readonly values: Float64Array;
  /** Where it is largest. */
  readonly largest: {
    readonly step: number;
    readonly unit: number;
    readonly value: number;
  };
  /** Of each step whether it differs. */
  readonly differs: readonly boolean[];
}

/** How a channel differs between two runs. */
export function difference(before: Channel, after: Channel): Difference {
  // A projected state has fewer units than its layer.
  const units = before.array.shape[1] ?? 1;
  const a = before.array.values;
  const b = after.array.values;
  const values = new Float64Array(b.length);
  const differs: boolean[] = [];
  let largest = { step: 0, unit: 0, value: 0 };
  for (let step = 0; step < b.length / units; step += 1) {
    let size = 0;
    let moved = 0;
    let most = { step, unit: 0, value: 0 };
    for (let unit = 0; unit < units; unit += 1) {
      const index = step * units + unit;
      // Where both are no number, or infinite alike, nothing has changed.
      const value = Object.is(a[index], b[index]) ? 0 : b[index] - a[index];
      values[index] = value;
      size = Math.max(size, finiteSize(a[index]), finiteSize(b[index]));
      // A number that is none any more, or is one again, has changed.
      moved = Math.max(moved, Number.isNaN(value) ? Infinity : Math.abs(value));
      if (Math.abs(value) > Math.abs(most.value)) {
        most = { step, unit, value };
      }
    }
    const isOther = moved > NOISE * size;
    differs.push(isOther);
    if (!isOther) {
      values.fill(0, step * units, (step + 1) * units);
    } else if (Math.abs(most.value) > Math.abs(largest.value)) {
      largest = most;
    }
  }
  return { values, largest, differs };
}

/** The first step that differs, in the own time of a layer; null when none does. */
export function firstChanged(
  { differs }: Difference,
  layer: Pick<LayerTrace, 'direction'>
): number | null {
  const step =
    layer.direction === 'backward'
      ? differs.lastIndexOf(true)
      : differs.indexOf(true);
  return step < 0 ? null : step;
}

const finiteSize = (value: number): number =>
  Number.isFinite(value) ? Math.abs(value) : 0;

/** The state that the rest of the network sees: the last of them. */
export function seenState(layer: LayerTrace): Channel {
  return (
    layer.channels.filter(({ role }) => role === 'state').at(-1) ??
    layer.channels[0]
  );
}

/** The steps at which a series has a number, padding aside. */
export function stepsWithNumber(
  { values: { values } }: Series,
  { time }: Trace
): number[] {
  return Array.from(values.keys()).filter(
    step => !Number.isNaN(values[step]) && !isPadding(time, step)
  );
}

export type Verdict =
  | 'becomesRight'
  | 'becomesWrong'
  | 'staysRight'
  | 'staysWrong'
  | 'nearer'
  | 'farther'
  | null;

/** What a change did to an answer: of one output, or of all that are one choice together. */
export interface Judged {
  /** The output's name, where several answer each for itself. */
  readonly output: string | null;
  /** The step of the answer. */
  readonly step: number;
  readonly verdict: NonNullable<Verdict>;
}

/** What the change did to the last answer that has a target, of each output that answers for itself. */
export function verdicts(before: Trace, after: Trace): Judged[] {
  const several = before.outputs.length > 1;
  return before.outputs.flatMap((output, index): Judged[] => {
    const step = lastJudged(before, index);
    if (step === undefined) {
      return [];
    }
    const choice = choiceAt(before, step);
    const verdict = choice
      ? index === 0
        ? verdictOfChoice(choice, choiceAt(after, step))
        : null
      : verdictOfOutput(before, after, index, step);
    return verdict === null
      ? []
      : [{ output: several && !choice ? output.name : null, step, verdict }];
  });
}

/** The last step at which an output has a target; undefined for none. */
function lastJudged(trace: Trace, index: number): number | undefined {
  const targets = trace.targets?.[index];
  return (
    targets &&
    stepsWithNumber(targets, trace).findLast(
      step => !Number.isNaN(trace.outputs[index].values.values[step])
    )
  );
}

/** Losses of numbers, whose answer is near its target and not right or wrong, also where it lies from 0 to 1. */
const OF_NUMBERS = /squared|absolute|huber|cosh|quantile|^m[as]e$/i;

/** A choice among classes is right where the largest share is that of the target. */
function verdictOfChoice(before: Choice, after: Choice | null): Verdict {
  return before.right === null || after === null || after.right === null
    ? null
    : rightOrWrong(before.right, after.right);
}

/** A yes or no (an output from 0 to 1 whose target is 0 or 1) is right or wrong; a number comes nearer to its target or goes away from it. */
function verdictOfOutput(
  before: Trace,
  after: Trace,
  index: number,
  step: number
): Verdict {
  const output = before.outputs[index];
  const target = before.targets![index].values.values[step];
  const was = output.values.values[step];
  const is = outputLike(after, output)?.values.values[step] ?? NaN;
  if (Number.isNaN(is)) {
    return null;
  }
  const [low, high] =
    output.range ?? rangeOf(extentOf([[was, is, target]]), output.unit);
  const isNumber =
    output.range === undefined && OF_NUMBERS.test(before.loss?.name ?? '');
  if (!isNumber && low === 0 && high === 1 && (target === 0 || target === 1)) {
    const right = (value: number): boolean => saysYes(value) === (target === 1);
    return rightOrWrong(right(was), right(is));
  }
  const change = Math.abs(is - target) - Math.abs(was - target);
  const size = Math.max(Math.abs(is), Math.abs(was), Math.abs(target));
  return Math.abs(change) <= NOISE * size
    ? null
    : change < 0
      ? 'nearer'
      : 'farther';
}

const rightOrWrong = (was: boolean, is: boolean): Verdict =>
  is
    ? was
      ? 'staysRight'
      : 'becomesRight'
    : was
      ? 'becomesWrong'
      : 'staysWrong';
