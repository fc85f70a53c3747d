import type { Equation, Expression } from '../../trace';
import type { Named } from './definition';
import type { Tensor } from '../tensor/tensor';

/**
 * The equations of a step, read off the tape or off a step that was followed: each returned channel as
 * an expression of the input, the state before, the parameters and the other channels.
 *
 * @param input `x` and the state before
 * @param parameters by name; one that the tape does not track (the bias of a cell without one)
 *   is left out
 * @param outputs what the step returned
 * @param met is told each part, and the tensor that it is
 */
export function readEquations(
  input: Named,
  parameters: Named,
  outputs: Named,
  met: (part: Expression, tensor: Tensor) => void = () => {}
): Equation[] {
  const symbols = symbolsOf(input, parameters, outputs);
  const reading = { symbols, omitted: omittedOf(parameters), met };
  return Object.entries(outputs).map(([channel, tensor]) => ({
    channel,
    expression: stopped(tensor, partOf(tensor, tensor, reading))
  }));
}

/**
 * The summands of what a channel is a function of (W x, U h and b of a gate; f ⊙ c and i ⊙ g of a
 * cell state), in the order of its equation; empty when it is no sum.
 */
export function summandsOf(
  channel: Tensor,
  input: Named,
  parameters: Named,
  outputs: Named
): Tensor[] {
  const stops = new Set<Tensor>([
    ...Object.values(input),
    ...Object.values(parameters),
    ...Object.values(outputs)
  ]);
  stops.delete(channel);
  const omitted = omittedOf(parameters);
  let tensor = channel;
  while (
    tensor.node !== null &&
    tensor.node.operation.name !== 'add' &&
    tensor.node.inputs.length === 1 &&
    !stops.has(tensor)
  ) {
    tensor = tensor.node.inputs[0];
  }
  return tensor.node?.operation.name === 'add' && !stops.has(tensor)
    ? flattened(tensor, stops, omitted)
    : [];
}

/** The same summands as expressions. */
export function summandExpressions(expression: Expression): Expression[] {
  let inner = expression;
  while (
    (inner.kind === 'call' || inner.kind === 'operation') &&
    inner.args.length === 1
  ) {
    inner = inner.args[0];
  }
  return inner.kind === 'operation' && inner.name === 'add'
    ? [...inner.args]
    : [];
}

/**
 * The sums inside a product, which no channel holds: U h + b in r ⊙ (U h + b). Each is named by its
 * place among the factors, the same in tensor and expression.
 */
export function innerSums(
  summand: Expression
): { readonly factor: number; readonly expression: Expression }[] {
  return summand.kind === 'operation' && summand.name === 'multiply'
    ? summand.args.flatMap((expression, factor) =>
        expression.kind === 'operation' &&
        (expression.name === 'add' || expression.name === 'matmul')
          ? [{ factor, expression }]
          : []
      )
    : [];
}

type Symbols = ReadonlyMap<Tensor, Expression>;

function symbolsOf(input: Named, parameters: Named, outputs: Named): Symbols {
  const symbols = new Map<Tensor, Expression>();
  for (const [name, tensor] of Object.entries(outputs)) {
    if (!symbols.has(tensor)) {
      symbols.set(tensor, { kind: 'symbol', name, role: 'channel' });
    }
  }
  for (const [name, tensor] of Object.entries(parameters)) {
    symbols.set(tensor, {
      kind: 'symbol',
      ...parameterSymbol(name),
      role: 'parameter'
    });
  }
  for (const [name, tensor] of Object.entries(input)) {
    symbols.set(
      tensor,
      name === 'x'
        ? { kind: 'symbol', name, role: 'input' }
        : { kind: 'symbol', name, lag: -1, role: 'state' }
    );
  }
  return symbols;
}

/** `Wf` is W with an f below it; `W_out` too; `alpha` is one word. */
export function parameterSymbol(name: string): {
  name: string;
  subscript?: string;
} {
  const match =
    /^([A-Zb])([a-z0-9]{1,2})$/.exec(name) ?? /^(\w+?)_(\w+)$/.exec(name);
  return match ? { name: match[1], subscript: match[2] } : { name };
}

/** What a symbol of an equation stands for among the parameters of a step. */
export function parameterOf(
  parameters: Named,
  symbol: Extract<Expression, { kind: 'symbol' }>
): Tensor | undefined {
  const found = Object.keys(parameters).find(each => {
    const { name, subscript } = parameterSymbol(each);
    return name === symbol.name && subscript === symbol.subscript;
  });
  return found === undefined ? undefined : parameters[found];
}

function omittedOf(parameters: Named): ReadonlySet<Tensor> {
  return new Set(
    Object.values(parameters).filter(parameter => !parameter.tracked)
  );
}

/** The inputs of nested sums as one list. */
function flattened(
  sum: Tensor,
  stops: { has(tensor: Tensor): boolean },
  omitted: ReadonlySet<Tensor>
): Tensor[] {
  return sum.node!.inputs.flatMap(input => {
    if (omitted.has(input)) {
      return [];
    }
    return input.node?.operation.name === 'add' &&
      input.tracked === sum.tracked &&
      !stops.has(input)
      ? flattened(input, stops, omitted)
      : [input];
  });
}

/** What was computed without a gradient says so where it is read by what has one. */
function stopped(
  { node, tracked }: Tensor,
  expression: Expression
): Expression {
  return node !== null && !tracked
    ? { kind: 'call', name: 'stop', args: [expression] }
    : expression;
}

interface Reading {
  readonly symbols: Symbols;
  readonly omitted: ReadonlySet<Tensor>;
  readonly met: (part: Expression, tensor: Tensor) => void;
}

function partOf(
  tensor: Tensor,
  start: Tensor | null,
  reading: Reading
): Expression {
  const part = expressionOf(tensor, start, reading);
  reading.met(part, tensor);
  return part;
}

/** `start` is the channel itself: its own symbol would say nothing. */
function expressionOf(
  tensor: Tensor,
  start: Tensor | null,
  reading: Reading
): Expression {
  const { symbols, omitted } = reading;
  const symbol = symbols.get(tensor);
  const isOwn =
    tensor === start && symbol?.kind === 'symbol' && symbol.role === 'channel';
  if (symbol && !isOwn) {
    return symbol;
  }
  if (tensor.node === null) {
    return tensor.size === 1
      ? { kind: 'number', value: tensor.values[0] }
      : { kind: 'symbol', name: 'constant', role: 'parameter' };
  }
  const { operation, inputs, attributes } = tensor.node;
  const write = (input: Tensor) => {
    const expression = partOf(input, null, reading);
    return tensor.tracked && operation.name !== 'stop' && !symbols.has(input)
      ? stopped(input, expression)
      : expression;
  };
  switch (operation.name) {
    case 'add': {
      const stops = new Set(symbols.keys());
      stops.delete(tensor);
      const args = flattened(tensor, stops, omitted).map(write);
      return args.length === 1
        ? args[0]
        : { kind: 'operation', name: 'add', args };
    }
    case 'matmul': {
      const args = inputs.map(write);
      // A row times a matrix is what the textbook writes as the matrix times a column.
      return {
        kind: 'operation',
        name: 'matmul',
        args:
          isParameter(args[1]) && !isParameter(args[0]) ? args.reverse() : args
      };
    }
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'negate':
      return {
        kind: 'operation',
        name: operation.name,
        args: inputs.map(write)
      };
    case 'oneMinus':
      return {
        kind: 'operation',
        name: 'subtract',
        args: [{ kind: 'number', value: 1 }, write(inputs[0])]
      };
    case 'reshape':
      return write(inputs[0]);
    case 'power':
    case 'leakyRelu':
      return {
        kind: 'call',
        name: operation.name,
        args: [write(inputs[0]), { kind: 'number', value: Number(attributes) }]
      };
    case 'slice': {
      const { start, end } = attributes as { start: number; end: number };
      return {
        kind: 'call',
        name: 'slice',
        args: [
          write(inputs[0]),
          { kind: 'number', value: start },
          { kind: 'number', value: end }
        ]
      };
    }
    default:
      return {
        kind: 'call',
        name: operation.name,
        args: inputs.map(write)
      };
  }
}

/** A weight, or a weight turned or cut. */
function isParameter(expression: Expression): boolean {
  return expression.kind === 'symbol'
    ? expression.role === 'parameter'
    : expression.kind === 'call' && isParameter(expression.args[0]);
}
