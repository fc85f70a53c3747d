import type { Channel, LayerTrace, Trace } from '../../trace';
import { choiceAt, type ClassChoice } from '../run/choiceAt';
import { NOISE } from '../run/difference';
import { outputLike } from '../run/outputLike';
import { saysYes } from '../run/saysYes';
import { stepsWithNumber } from '../run/stepsWithNumber';
import { extentOf } from '../../scene/marks/valueScale';
import { rangeOf } from '../map/seriesPanels';

/** The state that the rest of the network sees: the last of them. */
export function seenState(layer: LayerTrace): Channel {
  return (
    layer.channels.filter(({ role }) => role === 'state').at(-1) ??
    layer.channels[0]
  );
}

export type EditVerdict =
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
  readonly verdict: NonNullable<EditVerdict>;
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
function verdictOfChoice(
  before: ClassChoice,
  after: ClassChoice | null
): EditVerdict {
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
): EditVerdict {
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

const rightOrWrong = (was: boolean, is: boolean): EditVerdict =>
  is
    ? was
      ? 'staysRight'
      : 'becomesRight'
    : was
      ? 'becomesWrong'
      : 'staysWrong';
