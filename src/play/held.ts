import {
  gradients,
  mul,
  spectralRadius,
  tensor,
  type Sequential,
  type Tensor
} from '../engine';
import { carryOf } from '../engine/analysis/keptShares';
import {
  parameterOf,
  summandExpressions
} from '../engine/recurrence/equations';
import { isWrittenOver, type Expression } from '../trace';
import { RADIUS, type Hold } from './playState';

type Weights = Readonly<Record<string, Tensor>>;

/** The parameters of a step of a network's first layer, each a part of its weights. */
function stepOf({
  layers: [
    {
      cells: [cell],
      name
    }
  ]
}: Sequential) {
  const parameters = cell.weights.parameters();
  return {
    cell,
    parameterAt: (symbol: Expression | undefined) =>
      symbol?.kind === 'symbol' && symbol.role === 'parameter'
        ? parameterOf(parameters, symbol)
        : undefined,
    /** Of each weight by name, 1 where its numbers are of these parameters and 0 elsewhere. */
    placesOf(of: readonly Tensor[]): Readonly<Record<string, Tensor>> {
      const found = gradients(
        of.map(parameter => parameter.sum()).reduce((a, b) => a.add(b)),
        cell.variables.map(variable => variable.tensor)
      );
      return Object.fromEntries(
        cell.variables.map((variable, at) => [
          `${name}/${variable.name}`,
          found[at]
        ])
      );
    }
  };
}

/**
 * The parameters of a gate that is σ of a sum of products with x and h and of biases: without the products it
 * is what the biases say.
 *
 * @returns null for any other channel
 */
function sumOf(
  { cell, parameterAt }: ReturnType<typeof stepOf>,
  gate: string
): { readonly all: readonly Tensor[]; readonly bias: Tensor } | null {
  const found = cell.equations.find(({ channel }) => channel === gate);
  if (
    found?.expression.kind !== 'call' ||
    found.expression.name !== 'sigmoid'
  ) {
    return null;
  }
  const summands = summandExpressions(found.expression);
  const parameters = summands.map(summand =>
    parameterAt(
      summand.kind === 'operation' && summand.name === 'matmul'
        ? summand.args[0]
        : summand
    )
  );
  const all = parameters.filter(parameter => parameter !== undefined);
  const bias = all.find(({ rank }) => rank === 1);
  return bias && all.length === summands.length ? { all, bias } : null;
}

/** The matrix through which all of the state before goes; null where a cell has not one such. */
function recurrentOf({
  cell,
  parameterAt
}: ReturnType<typeof stepOf>): Tensor | null {
  const read = cell.equations.flatMap(({ expression }) =>
    summandExpressions(expression).flatMap(summand =>
      summand.kind === 'operation' &&
      summand.name === 'matmul' &&
      summand.args[1].kind === 'symbol' &&
      summand.args[1].role === 'state'
        ? (parameterAt(summand.args[0]) ?? [])
        : []
    )
  );
  return cell.equations.length === 1 &&
    read.length === 1 &&
    isWrittenOver(carryOf({ cell, direction: 'forward' }))
    ? read[0]
    : null;
}

/** What of a network can be held by its weights: gates by their names, and the radius. */
export function holdable(model: Sequential): readonly string[] {
  const step = stepOf(model);
  return [
    ...(recurrentOf(step) ? [RADIUS] : []),
    ...Object.keys(step.cell.channels).filter(channel => sumOf(step, channel))
  ];
}

/** A gate that is held has no more to read: its logit is what a bias says. At 0 and 1 as f32 has them. */
const logit = (value: number): number =>
  value <= 0 ? -120 : value >= 1 ? 120 : Math.log(value / (1 - value));

/** Recurrent weights `[H, H]` scaled to a radius; without one of their own they stay as they are. */
function withRadius(weight: Tensor, value: number): Tensor {
  const radius = spectralRadius(weight);
  return radius > 0 ? mul(weight, value / radius) : weight;
}

/** The name of the weights of which a parameter is all. */
const nameOf = (places: Weights): string =>
  Object.keys(places).find(name => places[name].values.some(Boolean))!;

/** The spectral radius of the recurrent weights; null where a cell has not one such matrix. */
export function radiusOf(weights: Weights, model: Sequential): number | null {
  const step = stepOf(model);
  const recurrent = recurrentOf(step);
  return (
    recurrent && spectralRadius(weights[nameOf(step.placesOf([recurrent]))])
  );
}

/**
 * The weights with which a gate stays at a value: nothing reaches it but its bias. So a network with a
 * held gate answers all that is held out by the quick path, and equals one whose gate is held. A plain
 * RNN's radius is held by scaling its recurrent weights.
 *
 * @param weights by `layer/weight`, as `getWeights` gives them
 * @param model a network of such weights
 * @throws RangeError when its cell has no such gate
 */
export function weightsWithHeld(
  weights: Weights,
  model: Sequential,
  { gate, value }: Pick<Hold, 'gate' | 'value'>
): Weights {
  const step = stepOf(model);
  const recurrent = gate === RADIUS ? recurrentOf(step) : null;
  if (recurrent) {
    const name = nameOf(step.placesOf([recurrent]));
    return { ...weights, [name]: withRadius(weights[name], value) };
  }
  const sum = sumOf(step, gate);
  if (!sum) {
    throw new RangeError(
      `hold: the cell ${step.cell.name} has no gate ${gate}`
    );
  }
  const places = step.placesOf(sum.all);
  const biases = step.placesOf([sum.bias]);
  const held = Object.keys(places).map(name => {
    const { values, shape } = weights[name];
    return [
      name,
      tensor(
        Float64Array.from(values, (each, at) =>
          places[name].values[at] === 0
            ? each
            : biases[name].values[at] === 0
              ? 0
              : logit(value)
        )
      ).reshape([...shape])
    ];
  });
  return { ...weights, ...Object.fromEntries(held) };
}
