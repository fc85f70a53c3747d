import { Refusal } from '../compiler/refusal';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Tensor } from '../tensor/tensor';
import type { Expression } from './expression';
import { atom, constant, expression } from './expression';
import type { Computed, FollowedStep, Node } from './followStep';
import { followStep } from './followStep';
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
  const [step, again] = followStep(cell);
  const written = writtenWith(cell, step, style);
  if (
    JSON.stringify(written.lines) !==
    JSON.stringify(writtenWith(cell, again, style).lines)
  ) {
    throw new Refusal(
      'its step computes something else each time it is called, or by the size of the batch'
    );
  }
  return written;
}

function writtenWith(
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
  const attributes = new Map(
    parameters.map(one => [one.name, parameterNames.get(one)!])
  );
  const { lines, names } = namedLines(step, states, reserved);

  function computed(node: Node): Expression {
    switch (node.kind) {
      case 'given':
        return atom(names.get(node)!);
      case 'parameter':
        return atom(parameter(attributes.get(node.name)!));
      case 'constant':
        return constant(node, framework);
      case 'computed':
        return expression(node, node.inputs.map(write), framework, step.batch);
    }
  }
  const isLine = (node: Node) => (lines as readonly Node[]).includes(node);
  const write = (node: Node): Expression =>
    isLine(node) ? atom(names.get(node)!) : computed(node);

  return {
    lines: lines.map(node => `${names.get(node)!} = ${computed(node).text}`),
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
  readonly lines: readonly Computed[];
  readonly names: ReadonlyMap<Node, string>;
} {
  const ends = states.map(name => channels[name]);
  const channelOf = new Map(
    Object.entries(channels).map(([name, node]) => [node, name])
  );
  const times = timesRead(ends);
  const lines = computed.filter(node =>
    channelOf.has(node) ? times.has(node) : (times.get(node) ?? 0) > 1
  );
  const readLast = new Map<Node, number>();
  const take = (node: Node, at: number) => {
    readLast.set(node, at);
    if (node.kind === 'computed' && !lines.includes(node)) {
      node.inputs.forEach(input => take(input, at));
    }
  };
  lines.forEach((node, at) => node.inputs.forEach(input => take(input, at)));
  ends
    .filter(node => node.kind !== 'computed' || !lines.includes(node))
    .forEach(node => take(node, Infinity));

  const entries = Object.entries(given).map(([name, node]) => ({ name, node }));
  const others: { name: string; node: Node }[] = [];
  const replaced = new Map<Node, Node>();
  lines.forEach((node, at) => {
    const name = channelOf.get(node) ?? 'part';
    const before = states.includes(name) ? given[name] : undefined;
    if (before && (readLast.get(before) ?? -1) <= at) {
      replaced.set(node, before);
    } else {
      others.push({ name: before ? `${name}_next` : name, node });
    }
  });
  const all = [...entries, ...others];
  const chosen = pythonNames(all, reserved);
  const names = new Map(all.map(one => [one.node, chosen.get(one)!]));
  replaced.forEach((before, node) => names.set(node, names.get(before)!));
  return { lines, names };
}

/** How often each value is read by what leads to the states, and by the states themselves. */
function timesRead(ends: readonly Node[]): ReadonlyMap<Node, number> {
  const times = new Map<Node, number>();
  const open = [...ends];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const before = times.get(node) ?? 0;
    times.set(node, before + 1);
    if (before === 0 && node.kind === 'computed') {
      open.push(...node.inputs);
    }
  }
  return times;
}
