import { requireKnown, requireOneOf } from '../base/check';
import type { Cell } from '../cells/cell';
import { gru } from '../cells/gru';
import { lstm } from '../cells/lstm';
import { minLstm } from '../cells/minLstm';
import { rnn } from '../cells/rnn';
import { sLstm } from '../cells/sLstm';
import type { Run } from '../run/run';
import type { CellRunOptions } from '../run/runCell';
import type { TensorLike } from '../tensor/tensor';

/** One unit on one input. */
const ONE = { inputSize: 1, units: 1 };
/** What all of them weigh the input with; the input that a gate opens for is beyond one half. */
const W = 0.8;
const OPENS = { at: 20, from: -10 };
/** A gate this far up is open, whatever comes in: σ(5) is 0.993. */
const OPEN = 5;

type Made = Cell<'h'>;

/** A plain unit that keeps `U` of its state. */
function plain(U: number): Made {
  const unit = rnn(ONE);
  unit.setWeights([[[W]], [[U]], [0]]);
  return unit as unknown as Made;
}

/** An LSTM whose forget gate is nearly open and whose input gate opens for rain. Columns: i, f, g, o. */
function belt(): Made {
  const unit = lstm(ONE);
  unit.setWeights([
    [[OPENS.at, 0, W, 0]],
    [[0, 0, 0, 0]],
    [OPENS.from, OPEN, 0, OPEN]
  ]);
  return unit as unknown as Made;
}

/** A GRU that keeps, but for days of rain. Columns: z, r, n. */
function twoGates(): Made {
  const unit = gru(ONE);
  const none = [0, 0, 0];
  unit.setWeights([
    [[-OPENS.at, 0, W]],
    [none],
    [[-OPENS.from, OPEN, 0], none]
  ]);
  return unit as unknown as Made;
}

/**
 * Attention over the days so far, by a query that stays the same: each day's tanh(2 x), weighted by the
 * softmax of 6 x. As two running sums that is an sLSTM whose forget gate and output gate stay open.
 */
function look(): Made {
  const unit = sLstm(ONE);
  const [zero, none] = [[[0]], [0]];
  const open = [40];
  unit.setWeights({
    ...{ Wf: zero, Uf: zero, bf: open, Wo: zero, Uo: zero, bo: open },
    ...{ Wi: [[6]], Ui: zero, bi: none, Wg: [[2]], Ug: zero, bg: none }
  });
  return unit as unknown as Made;
}

/** A minLSTM that writes on days of rain alone. */
function selection(): Made {
  const unit = minLstm(ONE);
  unit.setWeights({
    ...{ Wf: [[-OPENS.at]], bf: [-OPENS.from] },
    ...{ Wi: [[OPENS.at]], bi: [OPENS.from] },
    ...{ Wg: [[W]], bg: [0] }
  });
  return unit as unknown as Made;
}

/** A cell of the thread, by the name under which it is drawn. */
export type ThreadName =
  | 'echo'
  | 'product'
  | 'belt'
  | 'two gates'
  | 'from the end'
  | 'own word'
  | 'look'
  | 'selection';

interface Strand {
  readonly make: () => Made;
  readonly reverse?: boolean;
}

/** In the order in which the lessons bring them. */
const strands = {
  echo: { make: () => plain(0.5) },
  product: { make: () => plain(0.9) },
  belt: { make: belt },
  'two gates': { make: twoGates },
  'from the end': { make: twoGates, reverse: true },
  'own word': { make: () => plain(0.5 + W) },
  look: { make: look },
  selection: { make: selection }
} as const satisfies Readonly<Record<ThreadName, Strand>>;

const names = Object.keys(strands) as ThreadName[];

export interface ThreadOptions extends Pick<
  CellRunOptions,
  'labels' | 'stepName' | 'inputNames'
> {
  /** The last cell that reads; those before it read too. */
  readonly until: ThreadName;
}

/**
 * The lessons' thread: one short sequence, read by one unit of each cell, in the order in which the
 * lessons bring them. All weights are set by hand; each unit weighs its input with 0.8.
 *
 * | name           | cell                                                                          |
 * | -------------- | ----------------------------------------------------------------------------- |
 * | `echo`         | RNN, U = 0.5                                                                  |
 * | `product`      | RNN, U = 0.9                                                                  |
 * | `belt`         | LSTM: f = σ(5); i = σ(20 x − 10) opens for rain                               |
 * | `two gates`    | GRU: z = σ(10 − 20 x) keeps, but for rain                                     |
 * | `from the end` | the same GRU, from the last step to the first                                 |
 * | `own word`     | RNN that also reads its own last state, with the same 0.8: U = 0.5 + 0.8      |
 * | `look`         | attention over the steps so far: the softmax of 6 x weighs tanh(2 x)          |
 * | `selection`    | minLSTM: write = σ(20 x − 10) is open for rain alone                          |
 *
 * @param x `[T]` or `[T, 1]`, one number a step
 * @returns a run each, with the name as its title, the cell of `until` last
 * @throws TypeError on an unknown name or option
 * @example
 * ```ts
 * const [echo, product, belt] = thread([1, 0, 0, 0], { until: 'belt' });
 * belt.h.shape; // [4, 1]
 * ```
 */
export function thread(x: TensorLike, options: ThreadOptions): Run<'h'>[] {
  requireKnown('thread', options, [
    'until',
    'labels',
    'stepName',
    'inputNames'
  ]);
  const { until, ...words } = options;
  requireOneOf('thread', 'until', until, names);
  return names.slice(0, names.indexOf(until) + 1).map(name => {
    const { make, reverse = false }: Strand = strands[name];
    return make().run(x, {
      stepName: 'day',
      inputNames: ['rain'],
      ...words,
      title: name,
      reverse
    });
  });
}
