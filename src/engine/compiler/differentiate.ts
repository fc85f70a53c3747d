import type { Graph, Value } from './graph';
import { Builder } from './graph';
import { backThroughCurve } from './functions';

/** A step with its way back: adjoints as values of the same graph. */
export interface Differentiated {
  readonly graph: Graph;
  /** All values: those of the step first, then those of the way back. */
  readonly values: readonly Value[];
  /** How many belong to the step. */
  readonly forward: number;
  /** The derivative by each value of the step; undefined where the loss does not depend on it. */
  readonly adjoints: readonly (number | undefined)[];
  /** Where derivatives are named: what the derivative by each channel is, last first. */
  readonly channels: Readonly<Record<string, number>>;
  /** By each state before, x and what else is given. */
  readonly given: Readonly<Record<string, number | undefined>>;
  /** Sums over sequences and steps of left ⊗ adjoint. */
  readonly matrixGradients: readonly {
    readonly matrix: number;
    /** The value of the step that it made. */
    readonly product: number;
    readonly left: number;
    readonly adjoint: number;
  }[];
  /** Sums over sequences and steps. */
  readonly vectorGradients: readonly {
    readonly vector: number;
    readonly adjoint: number;
  }[];
}

/** The name under which the derivative by a state after the step is given. */
export const seedOf = (state: string): string => `d ${state}`;

/** Whether a value is the derivative by a state after the step, as it arrives. */
export const isSeed = ({ op, name }: Value): boolean =>
  op === 'given' && name!.startsWith(seedOf(''));

/** Which state's derivative a seed is. */
export const stateOfSeed = (graph: Graph, { name }: Value): number =>
  graph.states.findIndex(state => seedOf(state.name) === name);

/** The name under which the derivative by a channel from outside is given. */
export const outsideOf = (channel: string): string => `o ${channel}`;

/** The name of the derivative by a channel, where it has one. */
export const derivativeBy = (channel: string): string => `dL/d${channel}`;

/**
 * The way back through a step: from the derivatives by its states after it to those by its states
 * before it, its input and its weights. Each rule stands here once.
 *
 * @param isSeen whether others than the states are read from outside
 * @param isNamed whether the derivative by a channel is given by name to what is made of it, as in
 *   equations; the same number as the derivative by another channel would else be the same value
 */
export function differentiate(
  graph: Graph,
  isSeen = false,
  isNamed = false
): Differentiated {
  const of = new Builder(graph.values);
  const channels: Record<string, number> = {};
  const names = isNamed ? Object.keys(graph.channels) : [];
  const forward = graph.values.length;
  const adjoints = new Array<number | undefined>(forward);
  const matrixGradients: {
    matrix: number;
    product: number;
    left: number;
    adjoint: number;
  }[] = [];
  const arrive = (id: number, contribution: number) => {
    const value = graph.values[id];
    if (value.op === 'number') {
      return;
    }
    const own =
      value.width === 1 && of.values[contribution].width > 1
        ? of.move(
            'scatter',
            [contribution],
            new Array<number>(of.values[contribution].width).fill(0),
            1
          )
        : contribution;
    const before = adjoints[id];
    const { op, inputs } = of.values[own];
    adjoints[id] =
      before === undefined
        ? own
        : op === 'negate'
          ? of.of('subtract', before, inputs[0])
          : of.of('add', before, own);
  };
  for (const { name, width, after } of graph.states) {
    arrive(after, of.given(seedOf(name), width));
  }
  for (const [name, id] of isSeen ? Object.entries(graph.channels) : []) {
    arrive(id, of.given(outsideOf(name), graph.values[id].width));
  }
  for (let id = forward - 1; id >= 0; id--) {
    const value = graph.values[id];
    let adjoint = adjoints[id];
    if (adjoint === undefined) {
      continue;
    }
    for (const name of names.filter(each => graph.channels[each] === id)) {
      channels[name] = adjoint;
      adjoint = of.given(derivativeBy(name), value.width);
      adjoints[id] = adjoint;
    }
    if (value.op === 'product') {
      const [left] = value.inputs;
      const matrix = value.weight!;
      matrixGradients.push({ matrix, product: id, left, adjoint });
      const [rows] = graph.matrices[matrix];
      arrive(left, of.productT(adjoint, matrix, rows));
    } else {
      backThrough(of, id, value, adjoint, arrive);
    }
  }
  const given: Record<string, number | undefined> = {};
  const vectorGradients: { vector: number; adjoint: number }[] = [];
  graph.values.forEach((value, id) => {
    const adjoint = adjoints[id];
    if (value.op === 'given') {
      given[value.name!] = adjoint;
    } else if (value.op === 'vector' && adjoint !== undefined) {
      vectorGradients.push({ vector: value.weight!, adjoint });
    }
  });
  return {
    graph,
    values: of.values,
    forward,
    adjoints,
    channels,
    given,
    matrixGradients: matrixGradients.reverse(),
    vectorGradients
  };
}

/** Hands the derivative by a value on to what it was computed from. */
function backThrough(
  of: Builder,
  y: number,
  { op, inputs, table, bend, name, numbers }: Value,
  g: number,
  arrive: (id: number, contribution: number) => void
): void {
  const [a, b, c] = inputs;
  const number = (value: number) => of.number(value);
  const times = (left: number, right: number) => of.of('multiply', left, right);
  const less = (left: number, right: number) => of.of('subtract', left, right);
  const where = (mask: number, left: number, right: number) =>
    of.of('select', mask, left, right);
  switch (op) {
    case 'add':
      arrive(a, g);
      arrive(b, g);
      return;
    case 'subtract':
      arrive(a, g);
      arrive(b, of.of('negate', g));
      return;
    case 'multiply':
      arrive(a, times(g, b));
      arrive(b, times(g, a));
      return;
    case 'divide':
      arrive(a, of.of('divide', g, b));
      arrive(b, of.of('negate', of.of('divide', times(g, y), b)));
      return;
    case 'negate':
      arrive(a, of.of('negate', g));
      return;
    case 'copy':
      arrive(a, g);
      return;
    case 'maximum':
    case 'minimum': {
      // ½ where they are equal; all of it to both where one is no number.
      const share = (own: number, other: number) => {
        const [high, low] = op === 'maximum' ? [other, own] : [own, other];
        const above = of.of('greater', high, low);
        const beside = of.of('greaterEqual', high, low);
        const lost = times(of.of('add', above, beside), number(0.5));
        const kept = less(number(1), lost);
        return where(kept, times(g, kept), number(0));
      };
      arrive(a, share(a, b));
      arrive(b, share(b, a));
      return;
    }
    case 'select':
      arrive(b, where(a, g, number(0)));
      arrive(c, where(a, number(0), g));
      return;
    case 'sigmoid':
      arrive(a, times(g, times(y, less(number(1), y))));
      return;
    case 'tanh':
      arrive(a, times(g, less(number(1), times(y, y))));
      return;
    case 'relu':
      arrive(a, where(of.of('greater', y, number(0)), g, number(0)));
      return;
    case 'exp':
      arrive(a, times(g, y));
      return;
    case 'log':
      arrive(a, of.of('divide', g, a));
      return;
    case 'sqrt':
      arrive(a, of.of('divide', times(g, number(0.5)), y));
      return;
    case 'abs':
      arrive(a, times(g, of.of('sign', a)));
      return;
    case 'softplus':
      arrive(a, times(g, of.of('sigmoid', a)));
      return;
    case 'curve':
      arrive(b, backThroughCurve(of, name!, numbers!, g, b));
      return;
    case 'elu': {
      const [scale, alpha] = bend!;
      const below = of.of('add', y, number(scale * alpha));
      const positive = of.of('greater', a, number(0));
      arrive(a, times(g, where(positive, number(scale), below)));
      return;
    }
    case 'gather':
      arrive(a, of.move('scatter', [g], table!, of.values[a].width));
      return;
    case 'scatter':
      arrive(a, of.move('gather', [g], table!, table!.length));
      return;
    case 'greater':
    case 'greaterEqual':
    case 'stop':
    case 'sign':
    case 'largest':
    case 'given':
    case 'vector':
    case 'number':
    case 'product':
    case 'productT':
      return;
  }
}
