import { type Sequential, type Tensor, add, matmul, sigmoid } from '../engine';
import { carryOf } from '../engine/analysis/keptShares';
import { channelRole } from '../engine/recurrence/channelNotes';
import {
  channelsBehind,
  expressionText,
  floats,
  type Channel,
  type Expression,
  type LayerTrace
} from '../trace';
import { horizonRow, makeExamples, rightOf } from './examples';
import {
  type HorizonRow,
  type LaneLook,
  type LookRequest,
  ANSWER
} from './messages';
import { weightsWithHeld, radiusOf } from './held';
import { asTensors, makeNetwork } from './network';
import type { Hold, PlayState } from './playState';
import { keptBy } from './reason';
import { tasks } from './tasks';
import { tellingSequence } from './telling';

type Weights = Readonly<Record<string, Tensor>>;

/** Two networks that learn the same task from the same sequences. */
export interface Race {
  readonly epoch: number;
  /** Trains both for an epoch and answers what each now holds, by delay. */
  learn(): Promise<[HorizonRow, HorizonRow]>;
  look(look: LookRequest): {
    readonly epoch: number;
    readonly values: readonly number[];
    readonly marks: readonly number[];
    readonly truth: readonly number[];
    readonly lanes: [LaneLook, LaneLook];
  };
}

/**
 * Makes both networks, as they are before the first epoch.
 *
 * @throws Error when an own cell cannot be made
 */
export function createRace(
  state: PlayState,
  rates: readonly [number, number]
): Race {
  const { task, delay, seed } = state;
  const { isNumber, read, truth: truthOf } = tasks[task];
  const learned = asTensors(makeExamples(task, delay, seed, 'learned'));
  const heldOut = makeExamples(task, delay, seed, 'held out');
  const asked = asTensors(heldOut).x;
  const lanes = state.cells.map((cell, at) => {
    const plan = { ...state, cell, rate: rates[at] };
    const model = makeNetwork(plan);
    // Looked into in its place: an epoch under way, whose weights are no epoch's yet, must not notice.
    const shown = makeNetwork(plan);
    return { model, shown, kept: [model.getWeights()] as Weights[] };
  });
  let epoch = 0;
  /** After each epoch, of both networks which answers are right. */
  const rights: [Uint8Array, Uint8Array][] = [];

  const answersOf = (model: Sequential): ArrayLike<number> =>
    model.predict(asked, { batchSize: 256 }).values;
  const rowOf = (answers: ArrayLike<number>): HorizonRow =>
    horizonRow(heldOut, answers, delay, tasks[task]);
  const rightIn = (answers: ArrayLike<number>): Uint8Array =>
    rightOf(heldOut, answers, tasks[task]);

  /** What happens to a network with something held, and what of its answers was right and is. */
  const controlOf = (hold: Hold, at: number) => {
    const { shown: model, kept } = lanes[hold.lane];
    const weights = weightsWithHeld(kept[at], model, hold);
    model.setWeights(weights);
    const answers = answersOf(model);
    const before = rights.slice(0, at).at(-1)?.[hold.lane];
    return {
      weights,
      row: rowOf(answers),
      moments: before ? [[before, rightIn(answers)] as const] : []
    };
  };

  return {
    get epoch() {
      return epoch;
    },
    async learn() {
      const answers: ArrayLike<number>[] = [];
      for (const { model, kept } of lanes) {
        await model.fit(learned.x, learned.y, {
          epochs: epoch + 1,
          initialEpoch: epoch,
          verbose: 0
        });
        kept.push(model.getWeights());
        answers.push(answersOf(model));
      }
      epoch += 1;
      const [first, second] = answers;
      rights.push([rightIn(first), rightIn(second)]);
      return [rowOf(first), rowOf(second)];
    },
    look({ epoch: wanted, delay: shown, flipped, hold, reads }) {
      const at = Math.min(wanted ?? epoch, epoch);
      const control = hold && controlOf(hold, at);
      const sequence =
        heldOut.sequences[
          tellingSequence(
            heldOut,
            Math.min(shown, delay),
            [...rights.slice(0, at), ...(control?.moments ?? [])],
            tasks[task]
          )
        ];
      const { marks } = sequence;
      const values = sequence.values.map((value, step) =>
        flipped.includes(step) ? -value : value
      );
      const truth = truthOf(values, marks);
      const x = marks.map((mark, step) => [...read(values[step], mark)]);
      const looks = lanes.map(({ shown: model, kept }, lane) => {
        const unheld = kept[at];
        const lookWith = (weights: Weights): Omit<LaneLook, 'held'> => {
          model.setWeights(weights);
          return lookInto(model, { x, truth, isNumber, reads });
        };
        const before = lookWith(unheld);
        if (!control || hold?.lane !== lane) {
          return { ...before, held: null };
        }
        return {
          ...lookWith(control.weights),
          held: {
            row: control.row,
            gradientBefore: before.gradient,
            before: radiusOf(unheld, model) ?? keptBy(before, hold.gate)
          }
        };
      });
      return {
        epoch: at,
        values: values.slice(0, marks.length),
        marks,
        truth,
        lanes: looks as [LaneLook, LaneLook]
      };
    }
  };
}

function lookInto(
  model: Sequential,
  {
    x,
    truth: target,
    isNumber,
    reads
  }: {
    readonly x: number[][];
    readonly truth: number[];
    readonly isNumber: boolean;
    readonly reads: boolean;
  }
): Omit<LaneLook, 'held'> {
  const run = model.trace(x, { target });
  const [layer] = run.layers;
  const { record } = layer;
  // The state that runs along, and the gates on the way into it.
  const belt = carryOf(record).state ?? record.cell.output;
  const made = channelsBehind(record.cell.equations, belt);
  const names = Object.keys(layer.channels);
  const channels = Object.fromEntries(
    names.map(name => [name, Float32Array.from(layer.channels[name].values)])
  );
  const gates = record.cell.equations.filter(
    equation =>
      made.has(equation.channel) &&
      channelRole(record.cell, equation.channel, equation) === 'gate'
  );
  return {
    channels,
    units: Object.fromEntries(
      names.map(name => [name, layer.channels[name].shape[1]])
    ),
    belt,
    gates: gates.slice(0, 3).map(({ channel }) => channel),
    gradient: normsByStep(layer.gradients[belt]),
    answer: Array.from(run.output?.values ?? []).slice(-target.length),
    weights: model.summary().total,
    read: reads
      ? {
          trace: run.toBundle({ terms: true }),
          readout: readoutOf(model.getWeights(), layer.channels.h, isNumber)
        }
      : null
  };
}

function normsByStep(gradient: Tensor | undefined): Float32Array {
  if (!gradient) {
    return new Float32Array();
  }
  const [steps, units] = gradient.shape;
  return Float32Array.from({ length: steps }, (_, step) =>
    Math.hypot(...gradient.values.slice(step * units, (step + 1) * units))
  );
}

/** The last layer, ŷ = σ(W h + b), as a layer of one step, so that it is read as the others are. */
function readoutOf(
  weights: Readonly<Record<string, Tensor>>,
  states: Tensor,
  isNumber: boolean
): LayerTrace {
  const { 'dense/kernel': kernel, 'dense/bias': bias } = weights;
  const [size, units] = kernel.shape;
  const product = matmul(states.at(-1).reshape([1, size]), kernel);
  const sum = add(product, bias);
  const symbol = (name: string, role: 'state' | 'parameter'): Expression => ({
    kind: 'symbol',
    name,
    role
  });
  const weighted: Expression = {
    kind: 'operation',
    name: 'matmul',
    args: [symbol('W', 'parameter'), symbol('h', 'state')]
  };
  const logit: Expression = {
    kind: 'operation',
    name: 'add',
    args: [weighted, symbol('b', 'parameter')]
  };
  const channelOf = (
    name: string,
    role: Channel['role'],
    { values }: Tensor
  ): Channel => ({
    name,
    label: '',
    role,
    range: [0, 1],
    array: floats(values, [1, units])
  });
  return {
    name: 'dense',
    cell: 'custom',
    cellName: 'read-out',
    direction: 'forward',
    inputSize: size,
    units,
    parameters: {
      count: (size + 1) * units,
      formula: '(m+1)k',
      arithmetic: `(${size}+1)${units}`
    },
    equations: [
      {
        channel: ANSWER,
        expression: isNumber
          ? logit
          : { kind: 'call', name: 'sigmoid', args: [logit] }
      }
    ],
    channels: [
      channelOf(ANSWER, 'value', isNumber ? sum : sigmoid(sum)),
      channelOf(expressionText(weighted), 'term', product),
      channelOf('b', 'term', bias)
    ]
  };
}
