import {
  computedSteps,
  forgetGate,
  isWrittenOver,
  stateReadBack,
  uint8
} from '../../trace';
import type { LayerRecord } from '../recurrence/layerRecord';
import type { Tensor } from '../tensor/tensor';
import { stepsBack } from './effectiveMemory';
import { spectralRadius } from './eigenvalues';
import { carryOf, keptShares } from './keptShares';
import type { RealMatrix } from './matrix';
import { divided, largestEntry, matrixOf, product } from './matrix';
import { spectralNorm } from './singularValues';
import { stepJacobians } from './stepJacobian';

/** How far back the loss reaches in one recurrent layer. At padding, where nothing is computed, all is NaN. */
export interface LayerFlow {
  /**
   * The state by which a step is felt in the next: h, but where h is only read out, and where the loss
   * reads another alone.
   */
  readonly state: string;
  /** `[T]`: ‖dL/dh_t‖₂ (or of `state`) of one answer's loss, the total derivative. */
  readonly hidden: Float64Array;
  /** `[T]`: ‖dL/dc_t‖₂ of the same loss, of an LSTM. */
  readonly cellState?: Float64Array;
  /** `[T]`: ‖dL/dh_t‖₂ (or of `state`) of the whole loss, where it reads several answers: each step adds its own. */
  readonly wholeLoss?: Float64Array;
  /** `[T]`: largest singular value of ∂s_t/∂s_{t−1} (t+1 in a backward layer); NaN at the first. */
  readonly factors: Float64Array;
  /** `[T]`: spectral radius of the same; NaN at the first. Absent for large layers over long sequences. */
  readonly radii?: Float64Array;
  /** `[T]`: spectral norm of ∂s_lossStep/∂s_t; NaN after the loss, Infinity or 0 where it is beyond f64. */
  readonly product: Float64Array;
  /** `[T]`: log₁₀ of it, also beyond; −Infinity where nothing is handed on. */
  readonly logProduct: Float64Array;
  /**
   * From which step on, going back, `hidden` is larger (Infinity) or smaller (0) than what numbers of the
   * network's precision hold; absent where it never is.
   */
  readonly beyond?: {
    readonly step: number;
    readonly is: 'larger' | 'smaller';
  };
  /**
   * `[T]`: mean of the forget gate, the direct part of a state that is carried beside the output: c → c of
   * an LSTM.
   */
  readonly direct?: Float64Array;
  /** Where at every step all of the state goes through a function, as in a plain RNN. */
  readonly writtenOver?: true;
  /** Of each square recurrent matrix, by its name: `U`, or `Uf`, `Ui`, … */
  readonly spectralRadius: Readonly<Record<string, number>>;
  readonly effectiveMemory: number | null;
}

/** Eigenvalues of all steps cost about ten products each; beyond this they are left out. */
const MOST_EIGENVALUE_WORK = 4e8;

/** Products are brought back to about 1 before they leave the range of f64. */
const SMALL = 1e-150;
const LARGE = 1e150;

/** The smallest numbers of each precision that are not 0. */
const LEAST = { f32: 2 ** -149, f64: Number.MIN_VALUE } as const;

/**
 * Norms, Jacobians and their products of one layer over one sequence.
 *
 * @param gradients one answer's by the states by name, `[T, H]`
 * @param wholeLoss the same of all answers together, where there are several
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
    readonly wholeLoss?: Readonly<Record<string, Tensor>>;
  }
): LayerFlow {
  const { cell, steps } = layer;
  const state = followedState(layer, gradients, sequence);
  const order = computedOf(layer, sequence);
  /** `[T]`: of each step that is computed. */
  const overSteps = (of: (step: number) => number): Float64Array => {
    const all = new Float64Array(steps.length).fill(NaN);
    order.forEach(step => (all[step] = of(step)));
    return all;
  };
  const normsOf = (rows: Tensor): Float64Array => {
    const norms = rowNorms(rows);
    // Infinity less Infinity, on the way back from what is finite.
    const isFinite = Number.isFinite(norms[lossStep]);
    return overSteps(step =>
      isFinite && Number.isNaN(norms[step]) ? Infinity : norms[step]
    );
  };
  const hidden = normsOf(gradients[state]);
  const jacobianAt = stepJacobians(layer, sequence);
  const jacobians = new Map(
    order.slice(1).map(step => [step, jacobianAt(step)])
  );
  const size = jacobians.get(order[1])?.rows ?? 0;
  const ofJacobians = (of: (jacobian: RealMatrix) => number) =>
    overSteps(step => {
      const jacobian = jacobians.get(step);
      return jacobian ? of(jacobian) : NaN;
    });
  const back = order.slice(0, order.indexOf(lossStep) + 1).reverse();
  const chain = products(back.map(step => jacobians.get(step)));
  const ofChain = (of: (norm: number, scale: number) => number) =>
    overSteps(step => {
      const at = back.indexOf(step);
      return at < 0 ? NaN : of(...chain[at]);
    });
  const logProduct = ofChain((norm, scale) => scale + Math.log10(norm));
  const factors = ofJacobians(spectralNorm);
  const carry = carryOf(layer);
  const kept =
    forgetGate(carry, cell.output) === null
      ? null
      : keptShares(layer, sequence);
  const beyond = beyondOf(back, hidden, factors, LEAST[cell.dtype]);
  return {
    state,
    hidden,
    ...(state !== 'c' &&
      'c' in gradients && { cellState: normsOf(gradients.c) }),
    ...(wholeLoss && { wholeLoss: normsOf(wholeLoss[state]) }),
    factors,
    ...(10 * size ** 3 * order.length <= MOST_EIGENVALUE_WORK && {
      radii: ofJacobians(spectralRadius)
    }),
    product: ofChain((norm, scale) =>
      scale === 0 ? norm : 10 ** (scale + Math.log10(norm))
    ),
    logProduct,
    ...(beyond && { beyond }),
    ...(kept && {
      direct: overSteps(step => kept.shares.at(step).mean().item())
    }),
    ...(isWrittenOver(carry) && { writtenOver: true }),
    spectralRadius: recurrentRadii(layer),
    // A sequence of nothing but padding sends nothing back.
    effectiveMemory:
      back.length === 0
        ? 0
        : stepsBack(
            back.map(step => hidden[step]).reverse(),
            back.length - 1,
            threshold
          )
  };
}

/** The steps that a layer computes of one sequence, in its own order. */
export function computedOf(
  { steps, mask, direction }: LayerRecord,
  sequence: number
): number[] {
  return computedSteps(
    {
      steps: steps.length,
      ...(mask && { mask: uint8(mask.at(sequence).values, [steps.length]) })
    },
    direction
  );
}

/** The last step with a gradient by a state, in the order of computing; undefined where none has any. */
export function feltAt(
  gradient: Tensor,
  layer: LayerRecord,
  sequence: number
): number | undefined {
  return computedOf(layer, sequence).findLast(step =>
    gradient.at(step).values.some(value => value !== 0)
  );
}

/** The state that the loss comes into last: the carried one, unless the loss reads another at a later step. */
export function followedState(
  layer: LayerRecord,
  gradients: Readonly<Record<string, Tensor>>,
  sequence: number
): string {
  const order = computedOf(layer, sequence);
  const placeOf = (state: string): number => {
    const felt = feltAt(gradients[state], layer, sequence);
    return felt === undefined ? -1 : order.indexOf(felt);
  };
  return [carriedState(layer), ...layer.cell.stateNames].reduce(
    (latest, state) => (placeOf(state) > placeOf(latest) ? state : latest)
  );
}

/** The state of a layer by which a loss is followed back. */
export function carriedState({ cell }: LayerRecord): string {
  return stateReadBack(cell.equations, cell.stateNames, cell.output);
}

/** The first step back whose norm no number of the precision holds. */
function beyondOf(
  back: readonly number[],
  norms: Float64Array,
  factors: Float64Array,
  least: number
): LayerFlow['beyond'] {
  for (const [at, step] of back.entries()) {
    const after = at === 0 ? undefined : back[at - 1];
    if (after === undefined || !Number.isFinite(norms[after])) {
      continue;
    }
    if (norms[step] === Infinity) {
      return { step, is: 'larger' };
    }
    const most = norms[after] * factors[after];
    // No further than a step can stretch it: it was rounded to 0, unless the step hands on nothing.
    if (
      norms[step] === 0 &&
      norms[after] > 0 &&
      factors[after] > 0 &&
      most < least * 2
    ) {
      return { step, is: 'smaller' };
    }
  }
  return undefined;
}

/**
 * ‖∂s_lossStep/∂s_t‖₂ for each step t on the way back: J_lossStep ⋯ J_{t+1}, multiplied from the loss on.
 *
 * @param back the Jacobian of each step, that of the loss first; the last has none
 * @returns each as a number, and the power of ten by which it is to be multiplied
 */
function products(
  back: readonly (RealMatrix | undefined)[]
): (readonly [norm: number, scale: number])[] {
  const norms: (readonly [number, number])[] = [[1, 0]];
  let scale = 0;
  let chain: RealMatrix | null = null;
  for (const jacobian of back.slice(0, -1)) {
    chain = chain ? product(chain, jacobian!) : jacobian!;
    const top = largestEntry(chain);
    if (top > 0 && (top < SMALL || (top > LARGE && top < Infinity))) {
      chain = divided(chain, top);
      scale += Math.log10(top);
    }
    norms.push([spectralNorm(chain), scale]);
  }
  return norms;
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
