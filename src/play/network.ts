import {
  add,
  div,
  exp,
  layers,
  log,
  matmul,
  mul,
  neg,
  optimizers,
  relu,
  sequential,
  sigmoid,
  softplus,
  spectralRadius,
  sqrt,
  sub,
  tanh,
  tensor,
  type Layer,
  type Sequential,
  type Tensor
} from '../engine';
import type { Examples } from './examples';
import { RADIUS, type CellName, type Hold, type TaskName } from './playState';
import { stepsOf, tasks } from './tasks';

export interface NetworkPlan {
  readonly cell: CellName;
  readonly task: TaskName;
  readonly delay: number;
  readonly units: number;
  readonly rate: number;
  readonly clip: number;
  readonly seed: number;
  readonly own: string;
}

/**
 * One network that learns the task.
 *
 * @throws Error when an own cell's code cannot be read or does not give what a step has to
 */
export function makeNetwork(plan: NetworkPlan): Sequential {
  const { task, units, delay, rate, clip, seed } = plan;
  const { inputs, outputs, isNumber } = tasks[task];
  const model = sequential(
    [
      recurrentLayer(plan, [stepsOf(delay), inputs], units),
      layers.dense({
        units: outputs(delay),
        activation: isNumber ? 'linear' : 'sigmoid'
      })
    ],
    { seed }
  );
  model.compile({
    optimizer: optimizers.adam({
      learningRate: rate,
      ...(clip > 0 && { clipNorm: clip })
    }),
    loss: isNumber ? 'meanSquaredError' : 'binaryCrossentropy'
  });
  return model;
}

/** What the engine calls the layer of a cell. */
export const LAYERS = {
  rnn: 'simpleRNN',
  lstm: 'lstm',
  gru: 'gru',
  minLstm: 'minLstm',
  selectiveStateSpace: 'selectiveStateSpace'
} as const;

function recurrentLayer(
  { cell, own }: NetworkPlan,
  inputShape: [number, number],
  units: number
): Layer {
  return cell === 'own'
    ? layers.recurrent({ units, inputShape, cell: ownCell(own) })
    : layers[LAYERS[cell]]({ units, inputShape });
}

/** The weights that an own cell's code names: W… `[I, H]`, U… `[H, H]`, b… `[H]`. */
export function weightsNamedIn(code: string): string[] {
  return [...new Set(code.match(/\b[WUb][a-z]?\b/g) ?? [])];
}

/** What a step of one's own may call. */
export const FUNCTIONS = {
  add,
  sub,
  mul,
  div,
  matmul,
  sigmoid,
  tanh,
  relu,
  exp,
  log,
  neg,
  softplus,
  sqrt
};

/** An own cell from the body of its step. It runs what was typed: only ever called in a worker. */
function ownCell(code: string) {
  const parameters = weightsNamedIn(code);
  let made: (...given: unknown[]) => { readonly h: Tensor };
  try {
    made = new Function(
      ...Object.keys(FUNCTIONS),
      'x',
      'h',
      ...parameters,
      `"use strict";\n${code}`
    ) as typeof made;
  } catch (error) {
    throw new Error(`your cell cannot be read: ${String(error)}`, {
      cause: error
    });
  }
  if (parameters.length === 0) {
    throw new Error(
      'your cell: it must use weights such as W, U and b, and names none'
    );
  }
  return {
    name: 'your cell',
    state: ['h'],
    parameters,
    step: (
      { x, h }: Readonly<Record<string, Tensor>>,
      weights: Readonly<Record<string, Tensor>>
    ) =>
      made(
        ...Object.values(FUNCTIONS),
        x,
        h,
        ...parameters.map(name => weights[name])
      )
  };
}

export function asTensors(examples: Examples): { x: Tensor; y: Tensor } {
  const { steps, inputs, outputs, x, y } = examples;
  const count = y.length / outputs;
  return {
    x: tensor(x).reshape([count, steps, inputs]),
    y: tensor(y).reshape([count, outputs])
  };
}

/** Where a gate's columns stand in the weights of a layer, by Keras's order. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  lstm: ['i', 'f', 'g', 'o'],
  gru: ['z', 'r', 'n']
};

/** A gate that is held has no more to read: its logit is what a bias says. At 0 and 1 as f32 has them. */
const logit = (value: number): number =>
  value <= 0 ? -120 : value >= 1 ? 120 : Math.log(value / (1 - value));

const isRecurrent = (name: string): boolean =>
  name.endsWith('/recurrentKernel');

/** Recurrent weights `[H, H]` scaled to a radius; without one of their own they stay as they are. */
function withRadius(weight: Tensor, value: number): Tensor {
  const radius = spectralRadius(weight);
  return radius > 0 ? mul(weight, value / radius) : weight;
}

/** The spectral radius of the recurrent weights; null where a cell has not one such matrix. */
export function radiusOf(
  weights: Readonly<Record<string, Tensor>>,
  cell: CellName
): number | null {
  const found = Object.entries(weights).find(([name]) => isRecurrent(name));
  return cell === 'rnn' && found ? spectralRadius(found[1]) : null;
}

/**
 * The weights with which a gate stays at a value: nothing reaches it but its bias. So a network with a
 * held gate answers all that is held out by the quick path, and equals one whose gate is clamped. A plain
 * RNN's radius is held by scaling its recurrent weights.
 *
 * @param weights by `layer/weight`, as `getWeights` gives them
 * @throws RangeError when the cell has no such gate
 */
export function heldWeights(
  weights: Readonly<Record<string, Tensor>>,
  cell: CellName,
  { gate, value }: Pick<Hold, 'gate' | 'value'>
): Record<string, Tensor> {
  const order = COLUMNS[cell] ?? [];
  const place = order.indexOf(gate);
  const isRadius = cell === 'rnn' && gate === RADIUS;
  if (place < 0 && !isRadius) {
    throw new RangeError(`hold: the cell ${cell} has no gate ${gate}`);
  }
  const heldIn = (name: string, weight: Tensor): Tensor => {
    if (isRadius || name.startsWith('dense')) {
      return isRadius && isRecurrent(name) ? withRadius(weight, value) : weight;
    }
    const width = weight.shape[weight.shape.length - 1];
    // The reset-after GRU has a second bias, which adds to the first.
    const biases = name.endsWith('/bias') ? width : 0;
    return tensor(
      Float64Array.from(weight.values, (each, at) =>
        Math.floor(((at % width) / width) * order.length) !== place
          ? each
          : at < biases
            ? logit(value)
            : 0
      )
    ).reshape([...weight.shape]);
  };
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [
      name,
      heldIn(name, weight)
    ])
  );
}
