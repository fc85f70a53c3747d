import { variable } from '../../engine/tensor/making';
import { Tensor } from '../../engine/tensor/tensor';
import type { Named } from '../../engine/cells/definition';
import { readEquations } from '../../engine/run/equations';
import type { Equation } from '../../trace';
import type { StepCase } from './stepCase';

/** A step as a student may have written it: anything that is called with input and parameters. */
export type AnyStep = (input: Named, parameters: Named) => unknown;

/** What a step computed over a sequence. */
export interface Trajectory {
  /** The state before each step. */
  readonly before: readonly Named[];
  /** All channels of each step. */
  readonly channels: readonly Named[];
  /** The equations of its first step, as the tape recorded them. */
  readonly equations: readonly Equation[];
}

/** The step's answer has not the form that it must have: a message for the student. */
export class StepFormError extends Error {
  override readonly name = 'StepFormError';

  constructor(
    message: string,
    /** The channel concerned, when it is one. */
    readonly channel?: string
  ) {
    super(message);
  }
}

/**
 * Runs a step over the sequence of a case.
 *
 * @throws StepFormError when it does not return every channel of the reference as a tensor `[B, H]`;
 * whatever the step itself throws
 */
export function trajectory(
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
    const returned = step(input, guarded);
    const checked = requireChannels(returned, widths, now.shape[0]);
    if (t === 0) {
      equations = readEquations(input, parameters, checked);
    }
    before.push(mapNamed(state, tensor => tensor.detach()));
    channels.push(mapNamed(checked, tensor => tensor.detach()));
    state = Object.fromEntries(
      stateNames.map(name => [name, checked[name].detach()])
    );
  });
  return { before, channels, equations };
}

/** Asking for a parameter that does not exist names those that do. */
function withNamedErrors(parameters: Named): Named {
  return new Proxy(parameters, {
    get(target, key) {
      if (typeof key === 'string' && !Object.hasOwn(target, key)) {
        throw new StepFormError(
          `There is no parameter ${key}. The parameters are ${Object.keys(target).join(', ')}.`
        );
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
        ? 'Your step is async; it must return its channels at once.'
        : `Your step returns ${returned === undefined ? 'nothing' : String(returned)}. It must return { ${names.join(', ')} }.`
    );
  }
  const given = returned as Readonly<Record<string, unknown>>;
  const missing = names.filter(name => given[name] === undefined);
  if (missing.length > 0) {
    throw new StepFormError(
      `Your step does not return ${missing.join(', ')}. It must return { ${names.join(', ')} }.`,
      missing[0]
    );
  }
  const channels: Record<string, Tensor> = {};
  for (const name of names) {
    const value = given[name];
    if (!(value instanceof Tensor)) {
      throw new StepFormError(
        `Your ${name} is a ${Array.isArray(value) ? 'list' : typeof value}; it must be a tensor.`,
        name
      );
    }
    if (
      value.rank !== 2 ||
      value.shape[0] !== batch ||
      value.shape[1] !== widths[name]
    ) {
      throw new StepFormError(
        `Your ${name} has shape [${value.shape.join(', ')}]; it must be [${batch}, ${widths[name]}]: sequences, units.`,
        name
      );
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
