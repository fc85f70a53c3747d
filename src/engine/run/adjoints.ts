import type { Adjoint, Expression } from '../../trace';
import { expressionText } from '../../trace';
import type { StepData } from '../compiler/stepData';
import { stepData } from '../compiler/stepData';
import type { RecurrentCell } from '../recurrence/recurrentCell';

/** A bundle may be nested so deeply; a tree that is deeper, or wider, would be refused with all the rest. */
const MOST_LEVELS = 40;
const MOST_ARGUMENTS = 64;

/** Above this many letters they are left out: a few thousand tell of an LSTM. */
const MOST_LETTERS = 60_000;

/** Calls that leave open which units they go over, or what of later steps arrives: nobody can work them out. */
const UNSAID = ['sum', 'max', 'gather', 'later'];

/** A step is the same for all runs of its cell. */
const known = new WeakMap<RecurrentCell, StepData | null>();

/**
 * What comes back to the parts of a cell's step, beside its states whose gradients are recorded; parts
 * to which the same comes back stand together.
 */
export function adjoints(
  cell: RecurrentCell,
  recorded: readonly (string | undefined)[]
): Adjoint[] | undefined {
  if (recorded.length === 0) {
    return undefined;
  }
  let data = known.get(cell);
  if (data === undefined) {
    data = stepData(cell).data ?? null;
    known.set(cell, data);
  }
  const found = new Map<string, { of: string[]; expression: Expression }>();
  for (const { of, expression } of data
    ? [...data.channels, ...data.parts]
    : []) {
    if (!recorded.includes(of) && isShown(expression, MOST_LEVELS)) {
      const text = expressionText(expression);
      const same = found.get(text) ?? { of: [], expression };
      same.of.push(of);
      found.set(text, same);
    }
  }
  const all = [...found.values()];
  return all.length > 0 && JSON.stringify(all).length <= MOST_LETTERS
    ? all
    : undefined;
}

const isShown = (part: Expression, levels: number): boolean =>
  levels > 0 &&
  (!('args' in part) ||
    (!UNSAID.includes(part.name) &&
      part.args.length <= MOST_ARGUMENTS &&
      part.args.every(inner => isShown(inner, levels - 1))));
