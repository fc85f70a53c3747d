import type { LayerRecord } from '../recurrence/layerRecord';
import type { Named } from '../recurrence/definition';
import { stepThrough } from '../recurrence/sequence';
import { gradients } from '../tensor/tape';
import { variable } from '../tensor/making';
import { Tensor } from '../tensor/tensor';
import type { Matrix } from './matrix';

/** One gate: what h is multiplied with before it reaches the gate's sum, and a summand of that sum. */
interface Gate {
  /** Uᵀ, rows by unit of the gate. */
  readonly transposed: Float64Array;
  readonly bias: string;
}

/** One step of one sequence, with everything that its Jacobian is made of. */
interface Step {
  readonly state: Named;
  readonly before: Named;
  /** A leaf for each gate. */
  readonly biases: readonly Tensor[];
}

/**
 * The step Jacobian of a cell whose step only multiplies h by square matrices U and does all else
 * number by number, as RNN, LSTM and GRU (reset after) do. Then every new state s depends on h through
 * the gates' sums a_k = U_k h + …, so that ∂s/∂h = Σ_k diag(∂s/∂a_k) U_kᵀ + diag(d), and ∂s/∂c is
 * diagonal: three rows of the tape give all diagonals, whatever the activations and clamps are. A
 * Jacobian of the tape alone takes a row for every unit.
 *
 * @param parameters the letters of the step in f64
 * @returns null for a cell of another kind
 */
export function gatedJacobian(
  layer: LayerRecord,
  parameters: Named,
  sequence: number
): ((step: number) => Matrix) | null {
  const { cell } = layer;
  const gates = gatesOf(layer, parameters);
  const names = cell.stateNames;
  if (
    !gates ||
    names.some(name => cell.definition.state[name] !== cell.units)
  ) {
    return null;
  }
  const first = stepOf(layer, parameters, gates, 0, sequence);
  return names.every(name => isElementwise(first, name))
    ? step =>
        jacobianOf(
          stepOf(layer, parameters, gates, step, sequence),
          gates,
          names
        )
    : null;
}

function gatesOf(
  { cell: { kind, units } }: LayerRecord,
  parameters: Named
): Gate[] | null {
  const letters = {
    rnn: [''],
    lstm: ['f', 'i', 'g', 'o'],
    gru: ['z', 'r', 'n']
  };
  // A GRU that resets before the product has no second bias.
  if (kind === 'custom' || (kind === 'gru' && !('bhn' in parameters))) {
    return null;
  }
  return letters[kind].map(letter => ({
    transposed: transposed(parameters[`U${letter}`].values, units),
    bias: kind === 'gru' ? `bh${letter}` : `b${letter}`
  }));
}

function stepOf(
  { cell, clampsAt, steps }: LayerRecord,
  parameters: Named,
  gates: readonly Gate[],
  step: number,
  sequence: number
): Step {
  const { input } = steps[step];
  const biases = gates.map(({ bias }) => variable(parameters[bias]));
  const before = Object.fromEntries(
    cell.stateNames.map(name => [name, variable(rowOf(input[name], sequence))])
  );
  const { state } = stepThrough(
    {
      cell,
      parameters: {
        ...parameters,
        ...Object.fromEntries(gates.map(({ bias }, at) => [bias, biases[at]]))
      },
      x: rowOf(input.x, sequence).reshape([1, 1, cell.inputSize]),
      initial: before
    },
    clampsAt && (() => clampsAt(step))
  );
  return { state, before, biases };
}

/** One sequence's row in f64, `[1, …]`. */
function rowOf(tensor: Tensor, sequence: number): Tensor {
  const row = tensor.at(sequence);
  return new Tensor(Float64Array.from(row.values), [1, row.size]);
}

/**
 * Whether each number of a state depends on its own unit's sums alone; softmax mixes those of all.
 * Then the derivative of a weighted sum is that of the plain sum, weighted.
 */
function isElementwise({ state, biases }: Step, name: string): boolean {
  const weights = Float64Array.from(
    { length: state[name].size },
    (_, unit) => 1 + unit
  );
  const plain = gradients(state[name].sum(), biases);
  const weighted = gradients(state[name], biases, weights);
  return plain.every(({ values }, gate) =>
    values.every(
      (value, unit) =>
        Math.abs(weighted[gate].values[unit] - value * weights[unit]) <=
        1e-12 * weights[unit] * Math.max(1, Math.abs(value))
    )
  );
}

function jacobianOf(
  { state, before, biases }: Step,
  gates: readonly Gate[],
  names: readonly string[]
): Matrix {
  const [{ size: units }] = biases;
  const size = names.length * units;
  const values = new Float64Array(size * size);
  names.forEach((name, row) => {
    const derivatives = gradients(state[name].sum(), [
      ...biases,
      ...names.map(other => before[other])
    ]).map(tensor => tensor.values);
    const [byHidden, ...byOthers] = derivatives.slice(gates.length);
    const top = row * units;
    gates.forEach(({ transposed }, gate) =>
      addScaledRows(values, size, top, derivatives[gate], transposed)
    );
    addRest(values, size, top, byHidden);
    byOthers.forEach((derivative, at) =>
      derivative.forEach((value, unit) => {
        values[(top + unit) * size + (at + 1) * units + unit] = value;
      })
    );
  });
  return { rows: size, columns: size, values, denseColumns: units };
}

/** `J[top + j] += d[j] Uᵀ[j]`, in the first columns. */
function addScaledRows(
  values: Float64Array,
  size: number,
  top: number,
  derivative: ArrayLike<number>,
  transposed: Float64Array
): void {
  const units = derivative.length;
  for (let unit = 0; unit < units; unit++) {
    const factor = derivative[unit];
    if (factor !== 0) {
      const to = (top + unit) * size;
      const from = unit * units;
      for (let other = 0; other < units; other++) {
        values[to + other] += factor * transposed[from + other];
      }
    }
  }
}

/**
 * What of h reaches the new state past the gates' sums (a GRU's z ⊙ h): the tape's sum over a column
 * is whole, so it is what that column lacks. Less than the rounding of the sum is nothing.
 */
function addRest(
  values: Float64Array,
  size: number,
  top: number,
  whole: ArrayLike<number>
): void {
  const units = whole.length;
  const sums = new Float64Array(units);
  const sizes = new Float64Array(units);
  for (let row = top; row < top + units; row++) {
    for (let column = 0; column < units; column++) {
      const value = values[row * size + column];
      sums[column] += value;
      sizes[column] += Math.abs(value);
    }
  }
  for (let column = 0; column < units; column++) {
    const rest = whole[column] - sums[column];
    if (Math.abs(rest) > 1e-14 * units * sizes[column]) {
      values[(top + column) * size + column] += rest;
    }
  }
}

function transposed(values: ArrayLike<number>, units: number): Float64Array {
  const result = new Float64Array(units * units);
  for (let row = 0; row < units; row++) {
    for (let column = 0; column < units; column++) {
      result[column * units + row] = values[row * units + column];
    }
  }
  return result;
}
