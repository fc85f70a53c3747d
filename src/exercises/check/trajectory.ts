import { variable } from '../../engine/tensor/making';
import { Tensor } from '../../engine/tensor/tensor';
import type { Named } from '../../engine/recurrence/definition';
import { withRefusal, type Refusal } from '../../engine/base/refusal';
import { Withheld } from '../answers/withheld';
import { LIBRARY_STEP_CALLED, StepFormError } from './stepForm';
import { readEquations } from '../../engine/recurrence/equations';
import { expressionText, type Equation } from '../../trace';
import { walkOf } from './remoteStep';
import type { StepCase } from './stepCase';
import type { Trajectory } from './walk';

/** A step as a student may have written it: anything that is called with input and parameters. */
export type AnyStep = (input: Named, parameters: Named) => unknown;

/**
 * Runs a step over the sequence of a case.
 *
 * @throws StepFormError when it does not return every channel of the reference as a tensor `[B, H]`;
 * whatever the step itself throws
 */
export function trajectory(step: AnyStep, stepCase: StepCase): Trajectory {
  const walk = walkOf(step);
  return walk
    ? walkedElsewhere(walk(stepCase), stepCase)
    : stepCase.isOwn === true
      ? // What is read of the channels too: a getter would call the library's step when asked for one.
        withRefusal(refuseLibrarySteps, () => walkHere(step, stepCase))
      : walkHere(step, stepCase);
}

/** What came of a walk in another process; nothing of it is taken on trust but its numbers. */
function walkedElsewhere(
  walked: Pick<Trajectory, 'channels' | 'equations'>,
  { reference, x, initial }: StepCase
): Trajectory {
  const widths = reference.channels as Readonly<Record<string, number>>;
  const channels = x.map(({ shape }, t) =>
    requireChannels(walked.channels[t], widths, shape[0])
  );
  const before = x.map((_, t) =>
    Object.fromEntries(
      reference.stateNames.map(name => [
        name,
        t === 0 ? initial[name] : channels[t - 1][name]
      ])
    )
  );
  return { before, channels, equations: readable(walked.equations) };
}

/** How many letters an equation may have: ten times those of the longest step. Its symbols are compared in pairs. */
const LONGEST = 20_000;

/** Equations that can be printed: they are words of a message, no more. */
function readable(equations: readonly Equation[]): readonly Equation[] {
  try {
    return equations.filter(({ channel, expression }) => {
      const { length } = expressionText(expression);
      return typeof channel === 'string' && length > 0 && length <= LONGEST;
    });
  } catch {
    return [];
  }
}

function walkHere(
  step: AnyStep,
  { reference, parameters, x, initial }: StepCase
): Trajectory {
  const widths = reference.channels as Readonly<Record<string, number>>;
  const { stateNames } = reference;
  const guarded = withNamedErrors(parameters);
  const before: Named[] = [];
  const channels: Named[] = [];
  let equations: readonly Equation[] = [];
  let state = initial;
  x.forEach((now, t) => {
    const input =
      t === 0
        ? // The first step is recorded: its equations are read off the tape.
          mapNamed({ x: now, ...state }, variable)
        : { x: now, ...state };
    const given = numbersOf(input, parameters);
    const returned = step(input, guarded);
    requireUnchanged(given, input, parameters);
    const checked = requireChannels(returned, widths, now.shape[0]);
    if (t === 0) {
      equations = readEquations(input, parameters, checked);
    }
    before.push(mapNamed(state, tensor => tensor.detach()));
    channels.push(mapNamed(checked, plain));
    state = Object.fromEntries(
      stateNames.map(name => [name, plain(checked[name])])
    );
  });
  return { before, channels, equations };
}

/** Its numbers as they are now: a tensor of a class of the student's own may compute them when it is read. */
function plain({ values, shape }: Tensor): Tensor {
  return new Tensor(values.slice(), [...shape]);
}

/** A step of one's own must not call the library's. @throws Withheld when it does */
export const refuseLibrarySteps: Refusal = what => {
  if (what === 'step') {
    throw new Withheld(LIBRARY_STEP_CALLED);
  }
};

/** All numbers that a step is given, as they were before it. */
function numbersOf(...groups: readonly Named[]): Map<string, number[]> {
  return new Map(
    groups.flatMap(group =>
      Object.entries<Tensor>(group).map(
        ([name, { values }]) => [name, Array.from(values)] as const
      )
    )
  );
}

/** A step that writes into what it was given spoils the steps after it: nothing else need be said. */
function requireUnchanged(
  before: ReadonlyMap<string, readonly number[]>,
  ...groups: readonly Named[]
): void {
  const after = numbersOf(...groups);
  for (const [name, numbers] of before) {
    const now = after.get(name) ?? [];
    if (!numbers.every((value, index) => Object.is(value, now[index]))) {
      throw new StepFormError({ kind: 'changes', name });
    }
  }
}

/** Asking for a parameter that does not exist names those that do. */
function withNamedErrors(parameters: Named): Named {
  return new Proxy(parameters, {
    get(target, key) {
      if (typeof key === 'string' && !Object.hasOwn(target, key)) {
        throw new StepFormError({
          kind: 'parameter',
          name: key,
          names: Object.keys(target)
        });
      }
      return Reflect.get(target, key) as Tensor;
    }
  });
}

function requireChannels(
  returned: unknown,
  widths: Readonly<Record<string, number>>,
  batch: number
): Named {
  const names = Object.keys(widths);
  if (
    typeof returned !== 'object' ||
    returned === null ||
    returned instanceof Promise
  ) {
    throw new StepFormError(
      returned instanceof Promise
        ? { kind: 'async' }
        : {
            kind: 'returns',
            text: returned === undefined ? '' : String(returned),
            names
          }
    );
  }
  const given = returned as Readonly<Record<string, unknown>>;
  const missing = names.filter(name => given[name] === undefined);
  if (missing.length > 0) {
    throw new StepFormError({ kind: 'missing', missing, names });
  }
  const channels: Record<string, Tensor> = {};
  for (const name of names) {
    const value = given[name];
    if (!(value instanceof Tensor)) {
      throw new StepFormError({
        kind: 'noTensor',
        channel: name,
        is: Array.isArray(value) ? 'list' : typeof value
      });
    }
    if (
      value.rank !== 2 ||
      value.shape[0] !== batch ||
      value.shape[1] !== widths[name]
    ) {
      throw new StepFormError({
        kind: 'shape',
        channel: name,
        shape: value.shape,
        wanted: [batch, widths[name]]
      });
    }
    channels[name] = value;
  }
  return channels;
}

function mapNamed(named: Named, change: (tensor: Tensor) => Tensor): Named {
  return Object.fromEntries(
    Object.entries<Tensor>(named).map(([name, tensor]) => [
      name,
      change(tensor)
    ])
  );
}
