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
  sqrt,
  sub,
  tanh,
  tensor,
  type Layer,
  type Sequential,
  type Tensor
} from '../engine';
import type { TaskExamples } from './examples';
import type { CellName, TaskName } from './playState';
import { stepsForDelay, tasks } from './tasks';

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
      recurrentLayer(plan, [stepsForDelay(delay), inputs], units),
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

export function asTensors(examples: TaskExamples): { x: Tensor; y: Tensor } {
  const { steps, inputs, outputs, x, y } = examples;
  const count = y.length / outputs;
  return {
    x: tensor(x).reshape([count, steps, inputs]),
    y: tensor(y).reshape([count, outputs])
  };
}
