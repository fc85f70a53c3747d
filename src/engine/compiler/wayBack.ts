import type { Expression } from '../../trace';
import { expressionText } from '../../trace';
import { letters } from '../recurrence/equations';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import { noGradient } from '../tensor/recording';
import type { Tensor } from '../tensor/tensor';
import type { Differentiated } from './differentiate';
import { differentiate } from './differentiate';
import type { Value } from './graph';
import { traceStep } from './traceStep';

/** One step back as equations, or in a sentence why there are none. */
export type WayBackOrReason =
  | { readonly equations: readonly string[]; readonly reason?: undefined }
  | { readonly equations?: undefined; readonly reason: string };

/** The way back through a cell's step, written in the letters of the step. */
export function wayBackOf(cell: RecurrentCell): WayBackOrReason {
  const parameters = noGradient(() => cell.weights.parameters());
  const { step, reason } = traceStep(cell, { parameters, dtype: cell.dtype });
  if (!step) {
    return { reason };
  }
  const of = differentiate(step.graph);
  const nameOf = (tensor: Tensor) =>
    Object.keys(parameters).find(name => parameters[name] === tensor);
  const matrices = step.matrices.map(nameOf);
  const vectors = step.vectors.map(nameOf);
  const write = writer(of, matrices, vectors);
  const channels = Object.entries(step.graph.channels)
    .filter(([, id]) => of.adjoints[id] !== undefined)
    .sort(([, a], [, b]) => b - a);
  const before = ['x', ...cell.stateNames].flatMap(name => {
    const id = of.given[name];
    const left = name === 'x' ? 'dL/dx' : `dL/d${name}[t−1]`;
    return id === undefined ? [] : [`${left} = ${write(id)}`];
  });
  const weights = new Map<string, string[]>();
  const arrives = (name: string | undefined, text: string) => {
    if (name !== undefined) {
      weights.set(name, [...(weights.get(name) ?? []), text]);
    }
  };
  for (const { matrix, left, adjoint } of of.matrixGradients) {
    const delta = write(adjoint);
    arrives(
      matrices[matrix],
      `${bracketed(write(left))} ⊗ ${bracketed(delta)}`
    );
  }
  for (const { vector, adjoint } of of.vectorGradients) {
    arrives(vectors[vector], bracketed(write(adjoint)));
  }
  return {
    equations: [
      ...channels.map(
        ([name, id]) => `dL/d${name} = ${write(of.adjoints[id]!, name)}`
      ),
      ...before,
      ...Object.keys(parameters).flatMap(name => {
        const parts = weights.get(name);
        const { name: letter, subscript } = letters(name);
        const whole = subscript ? `${letter}_${subscript}` : letter;
        return parts ? [`dL/d${whole} = Σ_t ${sumOf(parts)}`] : [];
      })
    ]
  };
}

const bracketed = (text: string) => (text.includes(' ') ? `(${text})` : text);

/** `U_fᵀ` */
const transposed = (matrix: Expression): Expression =>
  matrix.kind !== 'symbol'
    ? matrix
    : matrix.subscript
      ? { ...matrix, subscript: `${matrix.subscript}ᵀ` }
      : { ...matrix, name: `${matrix.name}ᵀ` };

const sumOf = (parts: readonly string[]) =>
  parts.length === 1 ? parts[0] : `[${parts.join(' + ')}]`;

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

/** Writes a value; `own` is the channel whose derivative is written, which its letter would not explain. */
function writer(
  { values, graph, adjoints }: Differentiated,
  matrices: readonly (string | undefined)[],
  vectors: readonly (string | undefined)[]
): (id: number, own?: string) => string {
  const symbols = new Map<number, Expression>();
  const channel = (name: string, id: number) => {
    if (!symbols.has(id)) {
      symbols.set(id, { kind: 'symbol', name, role: 'channel' });
    }
  };
  const parameter = (name: string | undefined): Expression => ({
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
    const args = inputs.map(input => expression(input, false));
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
    expressionText(expression(id, own !== undefined && names.get(id) === own));
}
