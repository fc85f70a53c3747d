import type { Expression } from '../../trace';
import { letters } from '../recurrence/equations';
import type { Differentiated } from './differentiate';
import type { Value } from './graph';

/** `U_fᵀ` */
const transposed = (matrix: Expression): Expression =>
  matrix.kind !== 'symbol'
    ? matrix
    : matrix.subscript
      ? { ...matrix, subscript: `${matrix.subscript}ᵀ` }
      : { ...matrix, name: `${matrix.name}ᵀ` };

const operations: Readonly<Partial<Record<Value['op'], string>>> = {
  add: 'add',
  subtract: 'subtract',
  multiply: 'multiply',
  divide: 'divide',
  negate: 'negate'
};

const calls: Readonly<Partial<Record<Value['op'], string>>> = {
  scatter: 'sum',
  largest: 'max'
};

/** A weight of a step: the parameter that it is, and whether a cell has it at all. */
export interface NamedWeight {
  readonly name?: string;
  readonly absent?: boolean;
}

/**
 * Writes a value of a step or of its way back; `own` is the channel whose derivative is written, which its
 * letter would not explain.
 */
export function partWriter(
  { values, graph, adjoints }: Differentiated,
  matrices: readonly NamedWeight[],
  vectors: readonly NamedWeight[]
): (id: number, own?: string) => Expression {
  const symbols = new Map<number, Expression>();
  const channel = (name: string, id: number) => {
    if (!symbols.has(id)) {
      symbols.set(id, { kind: 'symbol', name, role: 'channel' });
    }
  };
  const parameter = ({ name }: NamedWeight): Expression => ({
    kind: 'symbol',
    ...letters(name ?? 'constant'),
    role: 'parameter'
  });
  values.forEach(({ op, name, number, weight }, id) => {
    if (op === 'number') {
      symbols.set(id, { kind: 'number', value: number! });
    } else if (op === 'vector') {
      symbols.set(id, parameter(vectors[weight!]));
    } else if (op === 'given' && name!.startsWith('d ')) {
      const later = `dL/d${name!.slice(2)}`;
      const of: Expression = { kind: 'symbol', name: later, role: 'state' };
      symbols.set(id, { kind: 'call', name: 'later', args: [of] });
    } else if (op === 'given') {
      symbols.set(
        id,
        name === 'x'
          ? { kind: 'symbol', name, role: 'input' }
          : { kind: 'symbol', name: name!, lag: -1, role: 'state' }
      );
    }
  });
  for (const [name, id] of Object.entries(graph.channels)) {
    channel(name, id);
  }
  const names = new Map<number, string>();
  for (const [name, id] of Object.entries(graph.channels)) {
    const adjoint = adjoints[id];
    if (adjoint !== undefined && !names.has(adjoint)) {
      names.set(adjoint, name);
      // The derivative by a channel has a line of its own; what it is is read there.
      if (values[adjoint].op !== 'given') {
        channel(`dL/d${name}`, adjoint);
      } else {
        symbols.set(adjoint, {
          kind: 'symbol',
          name: `dL/d${name}`,
          role: 'channel'
        });
      }
    }
  }
  const expression = (id: number, start: boolean): Expression => {
    const symbol = symbols.get(id);
    if (symbol && !start) {
      return symbol;
    }
    const { op, inputs, weight, name } = values[id];
    if (op === 'given') {
      const later = `dL/d${name!.slice(2)}`;
      const of: Expression = { kind: 'symbol', name: later, role: 'state' };
      return { kind: 'call', name: 'later', args: [of] };
    }
    if (op === 'copy' || op === 'stop' || op === 'curve') {
      return expression(inputs[0], false);
    }
    const isAbsent = (input: number) =>
      values[input].op === 'vector' && vectors[values[input].weight!].absent;
    const args = (
      op === 'add' ? inputs.filter(input => !isAbsent(input)) : inputs
    ).map(input => expression(input, false));
    if (op === 'add' && args.length === 1) {
      return args[0];
    }
    if (op === 'product' || op === 'productT') {
      const matrix = parameter(matrices[weight!]);
      const turned = op === 'product' ? matrix : transposed(matrix);
      return { kind: 'operation', name: 'matmul', args: [turned, ...args] };
    }
    if (operations[op]) {
      return {
        kind: 'operation',
        name: operations[op] as 'add',
        args
      };
    }
    return { kind: 'call', name: calls[op] ?? op, args };
  };
  return (id, own) =>
    expression(id, own !== undefined && names.get(id) === own);
}
