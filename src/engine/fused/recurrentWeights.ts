import type { Convention } from '../recurrence/weights';
import { eights } from '../kernels/layout';
import type { RecurrentSpec } from './spec';
import { gatesOf } from './spec';
import type { FusedWeight } from './weight';

/** The weights of one direction in the arena; positions are counted in numbers. */
export interface RecurrentWeights {
  /** W, panels `[G·H/8][inputRows][8]`. */
  readonly kernel: number;
  /** U, panels `[G·H/8][H][8]`. */
  readonly recurrent: number;
  /** `[G·H]` in the columns of W, or −1. */
  readonly inputBias: number;
  /** `[G·H]` in the columns of U, or −1. */
  readonly recurrentBias: number;
  /** P, panels `[P/8][H][8]`; U then has `[G·H/8][P][8]`. */
  readonly projection?: number;
  readonly weights: readonly FusedWeight[];
}

/** The framework's gates in the order in which it stacks them. */
const gateOrder: Readonly<
  Record<RecurrentSpec['cell'], Readonly<Record<Convention, string>>>
> = {
  rnn: { keras: 'h', pytorch: 'h' },
  lstm: { keras: 'ifgo', pytorch: 'ifgo' },
  gru: { keras: 'zrn', pytorch: 'rzn' }
};

/** Ours, for what comes from x and from h. */
const inputColumns = { rnn: 'h', lstm: 'ifog', gru: 'nzr' } as const;
const recurrentColumns = { rnn: 'h', lstm: 'ifog', gru: 'zrn' } as const;

/**
 * Places the weights of one direction.
 *
 * @param columns where each input feature stands in the padded input
 * @param inputRows width of the padded input, a multiple of 4
 * @param place gives room in the arena
 */
export function recurrentWeights(
  spec: RecurrentSpec,
  columns: Int32Array,
  inputRows: number,
  prefix: string,
  place: (numbers: number) => number
): RecurrentWeights {
  const { cell, units, convention, biases } = spec;
  const padded = eights(units);
  const gates = gatesOf[cell];
  const stacked = gates * units;
  const order = gateOrder[cell][convention];
  const kernel = place(gates * padded * inputRows);
  // Numbers of the h that enters the gates, and rows of U in memory.
  const hidden = spec.projection ?? units;
  const recurrentRows = eights(hidden);
  const recurrent = place(gates * padded * recurrentRows);
  const projection =
    spec.projection === undefined ? undefined : place(recurrentRows * padded);
  // A GRU that resets after the product keeps two in either framework.
  const inputBias = biases > 0 ? place(gates * padded) : -1;
  const recurrentBias = biases > 1 ? place(gates * padded) : -1;

  /** Padded column of the framework's stacked unit. */
  const columnIn = (ours: string) => (unit: number) =>
    ours.indexOf(order[Math.floor(unit / units)]) * padded + (unit % units);
  const fromInput = columnIn(inputColumns[cell]);
  const fromHidden = columnIn(recurrentColumns[cell]);

  const matrix = (
    name: string,
    start: number,
    rows: number,
    rowOf: (row: number) => number,
    columnOf: (unit: number) => number,
    depth: number
  ): FusedWeight => {
    const transposed = convention === 'pytorch';
    const places = Int32Array.from({ length: rows * stacked }, (_, at) => {
      const row = transposed ? at % rows : Math.floor(at / stacked);
      const column = columnOf(
        transposed ? Math.floor(at / rows) : at % stacked
      );
      return start + (column >> 3) * depth * 8 + rowOf(row) * 8 + (column & 7);
    });
    return {
      name: prefix + name,
      shape: transposed ? [stacked, rows] : [rows, stacked],
      places
    };
  };
  const vector = (
    name: string,
    start: number,
    columnOf: (unit: number) => number
  ): FusedWeight => ({
    name: prefix + name,
    shape: [stacked],
    places: Int32Array.from(
      { length: stacked },
      (_, unit) => start + columnOf(unit)
    )
  });

  const keras = convention === 'keras';
  const weights: FusedWeight[] = [
    matrix(
      keras ? 'kernel' : 'weight_ih',
      kernel,
      columns.length,
      row => columns[row],
      fromInput,
      inputRows
    ),
    matrix(
      keras ? 'recurrentKernel' : 'weight_hh',
      recurrent,
      hidden,
      row => row,
      fromHidden,
      recurrentRows
    )
  ];
  if (biases > 0 && keras) {
    const first = vector('bias', inputBias, fromInput);
    if (biases === 1) {
      weights.push(first);
    } else {
      const second = vector('bias', recurrentBias, fromHidden);
      weights.push({
        name: first.name,
        shape: [2, stacked],
        places: Int32Array.of(...first.places, ...second.places)
      });
    }
  } else if (biases > 0) {
    weights.push(vector('bias_ih', inputBias, fromInput));
    weights.push(vector('bias_hh', recurrentBias, fromHidden));
  }
  if (projection === undefined) {
    return { kernel, recurrent, inputBias, recurrentBias, weights };
  }
  weights.push({
    name: prefix + (keras ? 'projectionKernel' : 'weight_hr'),
    shape: keras ? [units, hidden] : [hidden, units],
    places: Int32Array.from({ length: units * hidden }, (_, at) => {
      const unit = keras ? Math.floor(at / hidden) : at % units;
      const column = keras ? at % hidden : Math.floor(at / units);
      return projection + (column >> 3) * padded * 8 + unit * 8 + (column & 7);
    })
  });
  return { kernel, recurrent, inputBias, recurrentBias, projection, weights };
}
