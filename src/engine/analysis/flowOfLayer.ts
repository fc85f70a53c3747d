import { stateReadBack } from '../../trace';
import type { LayerRecord } from '../recurrence/layerRecord';
import type { Tensor } from '../tensor/tensor';
import { effectiveMemory } from './effectiveMemory';
import { spectralRadius } from './eigenvalues';
import type { Matrix } from './matrix';
import { divided, largestEntry, matrixOf, product } from './matrix';
import { spectralNorm } from './singularValues';
import { stepJacobians } from './stepJacobian';

/** How far back the loss reaches in one recurrent layer. */
export interface LayerFlow {
  /** The state by which a step is felt in the next: h, but where h is only read out. */
  readonly state: string;
  /** `[T]`: ‖dL/dh_t‖₂ (or of `state`) of one answer's loss, the total derivative. */
  readonly hidden: Float64Array;
  /** `[T]`: ‖dL/dc_t‖₂ of the same loss, of an LSTM. */
  readonly cellState?: Float64Array;
  /** `[T]`: ‖dL/dh_t‖₂ of the whole loss, where it reads several answers: each step adds its own. */
  readonly wholeLoss?: Float64Array;
  /** `[T]`: largest singular value of ∂s_t/∂s_{t−1} (t+1 in a backward layer); NaN at the first. */
  readonly factors: Float64Array;
  /** `[T]`: spectral radius of the same; NaN at the first. Absent for large layers over long sequences. */
  readonly radii?: Float64Array;
  /** `[T]`: spectral norm of ∂s_lossStep/∂s_t; NaN after the loss. */
  readonly product: Float64Array;
  /** `[T]`: mean of f_t, the direct c → c part, of an LSTM. */
  readonly direct?: Float64Array;
  /** Of each square recurrent matrix, by its letter: `U`, or `Uf`, `Ui`, … */
  readonly spectralRadius: Readonly<Record<string, number>>;
  readonly effectiveMemory: number | null;
}

/** Eigenvalues of all steps cost about ten products each; beyond this they are left out. */
const MOST_EIGENVALUE_WORK = 4e8;

/** Products are brought back to about 1 before they leave the range of f64. */
const SMALL = 1e-150;

/**
 * Norms, Jacobians and their products of one layer over one sequence.
 *
 * @param gradients one answer's by the states by name, `[T, H]`
 * @param wholeLoss dL/dh `[T, H]` of all answers together, where there are several
 */
export function flowOfLayer(
  layer: LayerRecord,
  gradients: Readonly<Record<string, Tensor>>,
  {
    lossStep,
    threshold,
    sequence,
    wholeLoss
  }: {
    readonly lossStep: number;
    readonly threshold: number;
    readonly sequence: number;
    readonly wholeLoss?: Tensor;
  }
): LayerFlow {
  const { cell, steps } = layer;
  const length = steps.length;
  const state = carriedState(layer);
  const hidden = rowNorms(gradients[state]);
  const jacobianAt = stepJacobians(layer, sequence);
  const forward = layer.direction === 'forward';
  const first = forward ? 0 : length - 1;
  const jacobians: (Matrix | null)[] = steps.map((_, step) =>
    step === first ? null : jacobianAt(step)
  );
  const size = jacobians.find(jacobian => jacobian !== null)?.rows ?? 0;
  const overSteps = (of: (jacobian: Matrix) => number) =>
    Float64Array.from(jacobians, jacobian => (jacobian ? of(jacobian) : NaN));
  return {
    state,
    hidden,
    ...(state !== 'c' &&
      'c' in gradients && { cellState: rowNorms(gradients.c) }),
    ...(wholeLoss && { wholeLoss: rowNorms(wholeLoss) }),
    factors: overSteps(spectralNorm),
    ...(10 * size ** 3 * length <= MOST_EIGENVALUE_WORK && {
      radii: overSteps(spectralRadius)
    }),
    product: products(jacobians, lossStep, forward ? -1 : 1),
    ...(cell.kind === 'lstm' && {
      direct: Float64Array.from(steps, ({ channels }) => {
        const row = channels.f.at(sequence).values;
        let sum = 0;
        for (const value of row) {
          sum += value;
        }
        return sum / row.length;
      })
    }),
    spectralRadius: recurrentRadii(layer),
    // It counts towards the first number: there the way back of a backward layer ends if turned round.
    effectiveMemory: forward
      ? effectiveMemory(hidden, lossStep, threshold)
      : effectiveMemory(hidden.toReversed(), length - 1 - lossStep, threshold)
  };
}

/** The state of a layer by which a loss is followed back. */
export function carriedState({ cell }: LayerRecord): string {
  return stateReadBack(cell.equations, cell.stateNames, cell.output);
}

/**
 * ‖∂s_lossStep/∂s_t‖₂ for each t: J_lossStep ⋯ J_{t+1}, multiplied from the loss backwards. `by` is
 * where the step lies that was computed before: −1, or 1 in a backward layer.
 */
function products(
  jacobians: readonly (Matrix | null)[],
  lossStep: number,
  by: 1 | -1
): Float64Array {
  const norms = new Float64Array(jacobians.length).fill(NaN);
  norms[lossStep] = 1;
  let scale = 1;
  let chain: Matrix | null = null;
  for (let step = lossStep; ; step += by) {
    const jacobian = jacobians[step];
    if (!jacobian) {
      return norms;
    }
    chain = chain ? product(chain, jacobian) : jacobian;
    const top = largestEntry(chain);
    if (top > 0 && top < SMALL) {
      chain = divided(chain, top);
      scale *= top;
    }
    norms[step + by] = scale * spectralNorm(chain);
  }
}

/** Of every square matrix whose letter is U. */
function recurrentRadii(layer: LayerRecord): Record<string, number> {
  return Object.fromEntries(
    Object.entries(layer.parameters)
      .filter(
        ([name, { shape }]) =>
          name.startsWith('U') && shape.length === 2 && shape[0] === shape[1]
      )
      .map(([name, tensor]) => [name, spectralRadius(matrixOf(tensor))])
  );
}

/** Scaled, so that squares of small numbers do not vanish. */
function rowNorms(rows: Tensor): Float64Array {
  const [length, width] = rows.shape;
  return Float64Array.from({ length }, (_, row) => {
    const part = rows.values.subarray(row * width, (row + 1) * width);
    let top = 0;
    for (const value of part) {
      top = Math.max(top, Math.abs(value));
    }
    if (top === 0 || !Number.isFinite(top)) {
      return top;
    }
    let sum = 0;
    for (const value of part) {
      sum += (value / top) ** 2;
    }
    return top * Math.sqrt(sum);
  });
}
