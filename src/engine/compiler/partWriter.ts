import type { Expression } from '../../trace';
import { parameterSymbol } from '../recurrence/equations';
import type { Differentiated } from './differentiate';
import { derivativeBy, seedOf } from './differentiate';
import type { Value } from './graph';
import { isLeaf } from './graph';

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
export interface StepWeight {
  readonly name?: string;
  readonly absent?: boolean;
}

/**
 * Writes a value of a step or of its way back.
 *
 * @param spelled values of the step as the equations write them
 */
export function partWriter(
  { values, graph }: Differentiated,
  matrices: readonly StepWeight[],
  vectors: readonly StepWeight[],
  spelled: readonly (readonly [number, Expression])[]
): (id: number) => Expression {
  const written = new Map(spelled);
  for (const [name, id] of Object.entries(graph.channels).reverse()) {
    if (!isLeaf(values[id])) {
      written.set(id, { kind: 'symbol', name, role: 'channel' });
    }
  }
  const parameter = ({ name }: StepWeight): Expression => ({
    kind: 'symbol',
    ...parameterSymbol(name ?? 'constant'),
    role: 'parameter'
  });
  const isAbsent = (id: number) =>
    values[id].op === 'vector' && vectors[values[id].weight!].absent;
  const expression = ({
    op,
    inputs,
    weight,
    name,
    number
  }: Value): Expression => {
    switch (op) {
      case 'number':
        return { kind: 'number', value: number! };
      case 'vector':
        return parameter(vectors[weight!]);
      case 'given':
        return givenAs(name!);
      case 'copy':
      case 'stop':
      case 'curve':
        return write(inputs[0]);
    }
    const args = (
      op === 'add' ? inputs.filter(input => !isAbsent(input)) : inputs
    ).map(write);
    if (op === 'add' && args.length === 1) {
      return args[0];
    }
    if (op === 'product' || op === 'productT') {
      const matrix = parameter(matrices[weight!]);
      const turned = op === 'product' ? matrix : transposed(matrix);
      return { kind: 'operation', name: 'matmul', args: [turned, ...args] };
    }
    return operations[op]
      ? { kind: 'operation', name: operations[op] as 'add', args }
      : { kind: 'call', name: calls[op] ?? op, args };
  };
  const write = (id: number): Expression => {
    let found = written.get(id);
    if (found === undefined) {
      found = expression(values[id]);
      written.set(id, found);
    }
    return found;
  };
  return write;
}

/** `x`, a state before, the derivative by a channel, or what arrives of it at a state. */
function givenAs(name: string): Expression {
  if (name.startsWith(seedOf(''))) {
    const of = derivativeBy(name.slice(seedOf('').length));
    const args: Expression[] = [{ kind: 'symbol', name: of, role: 'state' }];
    return { kind: 'call', name: 'later', args };
  }
  return name === 'x'
    ? { kind: 'symbol', name, role: 'input' }
    : name.startsWith(derivativeBy(''))
      ? { kind: 'symbol', name, role: 'channel' }
      : { kind: 'symbol', name, lag: -1, role: 'state' };
}
