import type { FollowedStep } from '../compiler/followStep';
import { followStep } from '../compiler/followStep';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Tensor } from '../tensor/tensor';
import type { Expression } from './expression';
import { atom, expression, isConstant } from './expression';
import type { Framework } from './frameworks';
import { pythonNames } from './names';

/** A step as Python: what stands in its function, and how its things are called. */
export interface WrittenStep {
  /** Lines of the function that computes a step. */
  readonly lines: readonly string[];
  /** The states, the output first: as they are handed in and, computed, out. */
  readonly states: readonly {
    readonly name: string;
    readonly width: number;
    readonly after: string;
  }[];
  readonly parameters: readonly {
    readonly name: string;
    readonly tensor: Tensor;
  }[];
}

export interface StepStyle {
  readonly framework: Framework;
  /** How a parameter is read: `self.W`. */
  readonly parameter: (name: string) => string;
  /** Names that mean something else where the function stands. */
  readonly reserved: readonly string[];
}

/**
 * Writes one step of a cell as Python.
 *
 * @throws Refusal where it cannot be, in a sentence
 */
export function writeStep(cell: RecurrentCell, style: StepStyle): WrittenStep {
  return followStep(cell, { dtype: 'f64' }, step =>
    writtenStep(cell, step, style)
  );
}

function writtenStep(
  cell: RecurrentCell,
  step: FollowedStep,
  { framework, parameter, reserved }: StepStyle
): WrittenStep {
  const { stateNames, output, definition } = cell;
  const states = [output, ...stateNames.filter(name => name !== output)];
  const parameters = Object.entries(cell.weights.parameters()).map(
    ([name, tensor]) => ({ name, tensor })
  );
  const parameterNames = pythonNames(parameters, reserved);
  const { lines, names } = namedLines(step, states, reserved);
  const leaves = new Map([
    ...Object.values(step.given).map(
      given => [given, names.get(given)!] as const
    ),
    ...parameters.map(
      one =>
        [
          step.parameters[one.name],
          parameter(parameterNames.get(one)!)
        ] as const
    )
  ]);
  const computed = (of: Tensor): Expression => {
    const leaf = leaves.get(of);
    return leaf === undefined
      ? expression(of, write, framework, step.batch)
      : atom(leaf);
  };
  const write = (of: Tensor): Expression =>
    lines.includes(of) ? atom(names.get(of)!) : computed(of);

  return {
    lines: lines.map(line => `${names.get(line)!} = ${computed(line).text}`),
    states: states.map(name => ({
      name: names.get(step.given[name])!,
      width: definition.state[name],
      after: write(step.channels[name]).text
    })),
    parameters: parameters.map(one => ({
      name: parameterNames.get(one)!,
      tensor: one.tensor
    }))
  };
}

/**
 * Which values get a line of their own, and what they and the givens are called: a channel by its name,
 * and what is read more than once. A state is computed under its own name, as one would write it, unless
 * the one before is still read.
 */
function namedLines(
  { computed, channels, given }: FollowedStep,
  states: readonly string[],
  reserved: readonly string[]
): {
  readonly lines: readonly Tensor[];
  readonly names: ReadonlyMap<Tensor, string>;
} {
  const ends = states.map(name => channels[name]);
  const channelOf = new Map(
    Object.entries(channels).map(([name, tensor]) => [tensor, name])
  );
  const times = timesRead(ends);
  const lines = computed.filter(tensor =>
    channelOf.has(tensor) ? times.has(tensor) : (times.get(tensor) ?? 0) > 1
  );
  const readLast = new Map<Tensor, number>();
  const take = (tensor: Tensor, at: number) => {
    readLast.set(tensor, at);
    if (!lines.includes(tensor)) {
      inputsOf(tensor).forEach(input => take(input, at));
    }
  };
  lines.forEach((line, at) => inputsOf(line).forEach(input => take(input, at)));
  ends
    .filter(tensor => !lines.includes(tensor))
    .forEach(tensor => take(tensor, Infinity));

  const entries = Object.entries(given).map(([name, tensor]) => ({
    name,
    tensor
  }));
  const others: { name: string; tensor: Tensor }[] = [];
  const replaced = new Map<Tensor, Tensor>();
  lines.forEach((tensor, at) => {
    const name = channelOf.get(tensor) ?? 'part';
    const before = states.includes(name) ? given[name] : undefined;
    if (before && (readLast.get(before) ?? -1) <= at) {
      replaced.set(tensor, before);
    } else {
      others.push({ name: before ? `${name}_next` : name, tensor });
    }
  });
  const all = [...entries, ...others];
  const chosen = pythonNames(all, reserved);
  const names = new Map(all.map(one => [one.tensor, chosen.get(one)!]));
  replaced.forEach((before, tensor) => names.set(tensor, names.get(before)!));
  return { lines, names };
}

/** How often each value is read by what leads to the states, and by the states themselves. */
function timesRead(ends: readonly Tensor[]): ReadonlyMap<Tensor, number> {
  const times = new Map<Tensor, number>();
  const open = [...ends];
  for (let tensor = open.pop(); tensor !== undefined; tensor = open.pop()) {
    const before = times.get(tensor) ?? 0;
    times.set(tensor, before + 1);
    if (before === 0) {
      open.push(...inputsOf(tensor));
    }
  }
  return times;
}

const inputsOf = (tensor: Tensor): readonly Tensor[] =>
  isConstant(tensor) ? [] : (tensor.node?.inputs ?? []);
