import type { Differentiated } from './differentiate';
import type { Value } from './graph';
import { isSeed } from './differentiate';
import { isConstant, isElementwise, isProduct } from './graph';
import type { Homes } from './layout';
import type { ProductRun } from './products';

/** Products, and then what is computed from them number by number. */
export interface ComputedStage {
  readonly runs: readonly ProductRun[];
  readonly loops: readonly Loop[];
}

/** Values of one width in one loop over their numbers, or a value that moves numbers. */
export type Loop =
  | { readonly width: number; readonly values: readonly number[] }
  | { readonly move: number };

/** What costs so little that the way back computes it again. */
const cheap: readonly Value['op'][] = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'negate',
  'copy',
  'stop',
  'curve',
  'maximum',
  'minimum',
  'greater',
  'greaterEqual',
  'select',
  'abs',
  'sign',
  'relu'
];

export interface Known {
  readonly of: Differentiated;
  readonly needed: ReadonlySet<number>;
  readonly homes: Homes;
  /** Grows: what another loop reads is kept. */
  readonly stored: Set<number>;
  /** Additions that products do. */
  readonly added: ReadonlySet<number>;
}

/** What is computed in one place, in loops. */
export function loopsOf(key: string, known: Known): readonly Loop[] {
  const { of, needed, homes, stored, added } = known;
  const { values, forward } = of;
  const isBack = key.startsWith('backward') || key.startsWith('after');
  const isWalked = key.startsWith('forward') || key.startsWith('backward');
  const members = new Set<number>();
  const open = [...needed].filter(
    id =>
      homes.get(id)?.key === key &&
      !isProduct(values[id]) &&
      !added.has(id) &&
      // What is given is copied where it must be kept.
      (values[id].op !== 'given' || stored.has(id))
  );
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (members.has(id)) {
      continue;
    }
    members.add(id);
    for (const input of values[id].inputs) {
      const value = values[input];
      const home = homes.get(input);
      if (home === undefined || stored.has(input) || home.key === key) {
        if (home?.key === key && isSeed(value)) {
          open.push(input);
        }
        continue;
      }
      if (isSeed(value)) {
        if (key.startsWith('backward')) {
          open.push(input);
        } else {
          stored.add(input);
        }
      } else if (value.op === 'given') {
        if (!isWalked) {
          stored.add(input);
        }
      } else if (isBack && input < forward && cheap.includes(value.op)) {
        open.push(input);
      } else {
        stored.add(input);
      }
    }
  }
  const loops = inOrder(
    [...members].sort((a, b) => a - b),
    values,
    members
  );
  crossings(loops, values).forEach(id => {
    if (!isConstant(values[id])) {
      stored.add(id);
    }
  });
  return loops;
}

/** Members in as few loops as their widths and what they read allow. */
function inOrder(
  rest: number[],
  values: readonly Value[],
  members: ReadonlySet<number>
): readonly Loop[] {
  const loops: Loop[] = [];
  const done = new Set<number>();
  const ready = (id: number) =>
    values[id].inputs.every(input => !members.has(input) || done.has(input));
  const isNumeric = (id: number) =>
    isElementwise(values[id]) || values[id].op === 'given';
  while (rest.length > 0) {
    const first = rest.find(ready)!;
    if (!isNumeric(first)) {
      rest.splice(rest.indexOf(first), 1);
      done.add(first);
      loops.push({ move: first });
      continue;
    }
    const { width } = values[first];
    const own: number[] = [];
    for (const id of [...rest]) {
      if (isNumeric(id) && values[id].width === width && ready(id)) {
        own.push(id);
        done.add(id);
        rest.splice(rest.indexOf(id), 1);
      }
    }
    loops.push({ width, values: own });
  }
  return loops;
}

/** What a loop reads that an earlier one has computed. */
function crossings(
  loops: readonly Loop[],
  values: readonly Value[]
): readonly number[] {
  const madeIn = new Map<number, Loop>();
  const membersOf = (loop: Loop) =>
    'move' in loop ? [loop.move] : loop.values;
  loops.forEach(loop => membersOf(loop).forEach(id => madeIn.set(id, loop)));
  return loops.flatMap(loop =>
    membersOf(loop)
      .flatMap(id => values[id].inputs)
      .filter(input => madeIn.has(input) && madeIn.get(input) !== loop)
  );
}
