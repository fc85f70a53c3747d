import { equationNumber, expressionText } from '../../trace';
import type { Equation, Expression, LayerTrace } from '../../trace';
import { factorsOf, isSum, summands } from '../equations/arithmetic';
import { functionLabel, letterOf } from './circuit';

/** One operation of a cell, or something that enters it from outside. */
export interface GraphNode {
  readonly id: number;
  readonly kind: 'start' | 'box' | 'multiply' | 'add' | 'end';
  readonly label: string;
  /** What it gives. */
  readonly gives: Expression;
  readonly inputs: readonly number[];
  /** x, and states read through a matrix: they enter from below. */
  readonly feeds: readonly Expression[];
  /** The channel whose equation it belongs to. */
  readonly channel: string;
  /** It computes this channel. */
  readonly defines: boolean;
}

export interface CellGraph {
  readonly nodes: readonly GraphNode[];
  /** What the equations do not say, one sentence each; `%1` is filled in. */
  readonly missing: readonly { readonly text: string; readonly of: string }[];
}

/**
 * The operations of a cell as a graph, read from its equations: channels in the order of
 * computation, what each reads, and which matrix products feed it.
 */
export function cellGraph(layer: LayerTrace): CellGraph {
  const nodes: GraphNode[] = [];
  const missing: { text: string; of: string }[] = [];
  const known = new Map<string, number>();
  const states = layer.channels.filter(({ role }) => role === 'state');
  const equationOf = new Map(
    layer.equations.map(equation => [equation.channel, equation])
  );

  const add = (node: Omit<GraphNode, 'id'>): number => {
    const id = nodes.length;
    nodes.push({ ...node, id });
    known.set(expressionText(node.gives), id);
    return id;
  };

  const start = (symbol: Expression, label: string): number =>
    add({
      kind: 'start',
      label,
      gives: symbol,
      inputs: [],
      feeds: [],
      channel:
        symbol.kind === 'symbol' && symbol.role !== 'parameter'
          ? symbol.name
          : '',
      defines: false
    });

  /** The node that gives an expression; null for what is no wire: numbers and parameters. */
  const build = (expression: Expression, channel: string): number | null => {
    const text = expressionText(expression);
    const present = known.get(text);
    if (present !== undefined) {
      return present;
    }
    switch (expression.kind) {
      case 'number':
        return null;
      case 'symbol':
        if (expression.role === 'parameter') {
          return null;
        }
        if (expression.role === 'channel') {
          const equation = equationOf.get(expression.name);
          if (equation && !pending.has(expression.name)) {
            return define(equation);
          }
          missing.push({
            text: 'No equation for %1 could be read: its wire starts with the recorded number.',
            of: expression.name
          });
        }
        return start(expression, expression.name);
      case 'call':
      case 'operation':
        return operation(expression, channel, false);
    }
  };

  const operation = (
    expression: Exclude<Expression, { kind: 'symbol' | 'number' }>,
    channel: string,
    defines: boolean
  ): number => {
    const reads = defines ? letterOf(channel) : expression;
    const parts = partsOf(expression);
    const feeds: Expression[] = [];
    const inputs: number[] = [];
    for (const part of parts) {
      if (isParameter(part)) {
        continue;
      }
      if (isFeed(part)) {
        feeds.push(part);
      } else {
        const node = build(part, channel);
        if (node !== null && !inputs.includes(node)) {
          inputs.push(node);
        }
      }
    }
    const shape = shapeOf(expression, parts, inputs.length + feeds.length);
    return add({
      ...shape,
      gives: reads,
      inputs,
      feeds,
      channel,
      defines
    });
  };

  const pending = new Set<string>();
  const define = (equation: Equation): number => {
    const { channel, expression } = equation;
    const present = known.get(channel);
    if (present !== undefined) {
      return present;
    }
    pending.add(channel);
    const id =
      expression.kind === 'call' || expression.kind === 'operation'
        ? operation(expression, channel, true)
        : (build(expression, channel) ?? start(letterOf(channel), channel));
    pending.delete(channel);
    known.set(channel, id);
    return id;
  };

  layer.equations.forEach(define);
  for (const state of states) {
    const from = known.get(state.name);
    if (from !== undefined) {
      add(endOf(state.name, from));
      known.set(state.name, from);
    } else {
      missing.push({
        text: 'No equation for %1 could be read: it is not drawn.',
        of: state.name
      });
    }
  }
  return { nodes, missing };
}

/** Where a state leaves the cell. */
function endOf(state: string, from: number): Omit<GraphNode, 'id'> {
  return {
    kind: 'end',
    label: state,
    gives: letterOf(state),
    inputs: [from],
    feeds: [],
    channel: state,
    defines: false
  };
}

/** What an operation is made of: a sum inside of a function is part of it. */
function partsOf(
  expression: Exclude<Expression, { kind: 'symbol' | 'number' }>
): readonly Expression[] {
  const terms = (sum: Expression) => summands(sum).map(({ term }) => term);
  if (expression.kind === 'call') {
    return expression.args.flatMap(argument =>
      isSum(argument) ? terms(argument) : [argument]
    );
  }
  if (isSum(expression) && !isRest(expression)) {
    return terms(expression);
  }
  return expression.name === 'multiply'
    ? factorsOf(expression)
    : expression.args;
}

/** A product of a matrix with x or a state of the step before, or x by itself. */
function isFeed(expression: Expression): boolean {
  if (expression.kind === 'symbol') {
    return expression.role === 'input';
  }
  return (
    expression.kind === 'operation' &&
    expression.name === 'matmul' &&
    expression.args.every(
      argument =>
        argument.kind === 'symbol' &&
        (argument.role !== 'channel' || (argument.lag ?? 0) !== 0)
    )
  );
}

function isParameter(expression: Expression): boolean {
  return expression.kind === 'symbol' && expression.role === 'parameter';
}

/** `1 − z`. */
function isRest(expression: Expression): boolean {
  return (
    expression.kind === 'operation' &&
    expression.name === 'subtract' &&
    expression.args.length === 2 &&
    expression.args[0].kind === 'number'
  );
}

function shapeOf(
  expression: Exclude<Expression, { kind: 'symbol' | 'number' }>,
  parts: readonly Expression[],
  entering: number
): Pick<GraphNode, 'kind' | 'label'> {
  if (expression.kind === 'call') {
    return { kind: 'box', label: functionLabel(expression) };
  }
  const parameters = parts.filter(isParameter);
  switch (expression.name) {
    case 'multiply':
      return entering > 1
        ? { kind: 'multiply', label: '⊙' }
        : {
            kind: 'box',
            label: `${[
              ...parameters.map(expressionText),
              ...parts.flatMap(part =>
                part.kind === 'number' ? [equationNumber(part.value)] : []
              )
            ].join(' ')} ⊙`
          };
    case 'matmul':
      return {
        kind: 'box',
        label: parameters.map(expressionText).join(' ') || '·'
      };
    case 'add':
      return { kind: 'add', label: '+' };
    case 'subtract':
      return isRest(expression)
        ? {
            kind: 'box',
            label: `${expressionText(expression.args[0])} −`
          }
        : { kind: 'box', label: '−' };
    case 'divide':
      return { kind: 'box', label: '/' };
    case 'negate':
      return { kind: 'box', label: '−' };
  }
}
