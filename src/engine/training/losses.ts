import { family } from '../base/family';
import type { Convention } from '../recurrence/weights';
import { requireFunction, requireOneOf } from '../base/check';
import type { LossKind, LossSpec } from '../spec/losses';
import { lossOptions } from '../spec/losses';
import { pick } from '../tensor/operations/layout';
import { sameShape } from '../tensor/shape';
import { requireScalar } from '../tensor/requireScalar';
import { apply, asTensor, Tensor } from '../tensor/tensor';
import { ctcLoss } from './ctc';
import type { Loss } from './loss';
import {
  alignedTruth,
  averaged,
  bareCrossentropy,
  clipped,
  forRows,
  inputOf,
  logProbabilities,
  requireProbability,
  requireWeights,
  reshaped,
  rowwise
} from './rowLoss';

export interface CrossentropyOptions {
  /** Whether the output is before its sigmoid or softmax. Default false. */
  fromLogits?: boolean;
  /** How far the truth is moved towards an even distribution, 0 to 1. Default 0. */
  labelSmoothing?: number;
  /** On bare probabilities: Keras clips them to [1e-7, 1−1e-7], PyTorch the log at −100. */
  convention?: Convention;
}

export interface SparseCrossentropyOptions extends Omit<
  CrossentropyOptions,
  'labelSmoothing'
> {
  /** Rows with this class do not count: `ignore_index` of PyTorch. */
  ignoreIndex?: number;
}

export interface CtcOptions {
  /** The class that stands for no label. Default 0. */
  blank?: number;
  /** Whether labels that need more steps than there are count 0 rather than infinitely much. Default false. */
  zeroInfinity?: boolean;
  /** Whether each sequence counts as it is, or divided by its number of labels (PyTorch). Default `keras`. */
  convention?: Convention;
}

/** Losses by their Keras names. */
export const losses = family('losses', {
  /**
   * Mean of `(truth − output)²`.
   *
   * @throws TypeError on a wrong or unknown option; `of` a RangeError when the shapes do not fit
   * @example
   * ```ts
   * losses.meanSquaredError().of([[1, 2]], tensor([[1, 4]])).item(); // 2
   * ```
   */
  meanSquaredError: (options: Record<never, never> = {}): Loss =>
    rowwise(
      { kind: 'meanSquaredError', ...lossOptions.meanSquaredError(options) },
      (truth, output) => output.sub(truth).square().mean(-1)
    ),

  /**
   * Mean of `|truth − output|`.
   *
   * @throws TypeError on a wrong or unknown option; `of` a RangeError when the shapes do not fit
   * @example
   * ```ts
   * losses.meanAbsoluteError().of([[1, 2]], tensor([[1, 4]])).item(); // 1
   * ```
   */
  meanAbsoluteError: (options: Record<never, never> = {}): Loss =>
    rowwise(
      { kind: 'meanAbsoluteError', ...lossOptions.meanAbsoluteError(options) },
      (truth, output) => output.sub(truth).abs().mean(-1)
    ),

  /**
   * `½e²` for an error up to δ, `δ(|e| − ½δ)` beyond (Huber 1964). As Keras's and PyTorch's `Huber`;
   * it is δ times PyTorch's `SmoothL1` with β = δ.
   *
   * @throws TypeError on a wrong or unknown option; `of` a RangeError when the shapes do not fit
   * @example
   * ```ts
   * losses.huber({ delta: 1 }).of([[0]], tensor([[3]])).item(); // 2.5
   * ```
   */
  huber: (options: { delta?: number } = {}): Loss => {
    const { delta } = lossOptions.huber(options);
    return rowwise({ kind: 'huber', delta }, (truth, output) => {
      const error = output.sub(truth).abs();
      const near = error.minimum(delta);
      // ½n² + δ(|e| − n) with n = min(|e|, δ) is both branches at once.
      return near.square().mul(0.5).add(error.sub(near).mul(delta)).mean(-1);
    });
  },

  /**
   * `−y log p − (1−y) log(1−p)`. After a sigmoid it is computed from what went into the sigmoid
   * (as Keras does), so it stays exact for p near 0 and 1.
   *
   * @throws TypeError on a wrong or unknown option; `of` a RangeError when the shapes do not fit
   * @example
   * ```ts
   * losses.binaryCrossentropy({ fromLogits: true }).of([[1]], tensor([[0]])).item(); // 0.6931471805599453
   * ```
   */
  binaryCrossentropy: (options: CrossentropyOptions = {}): Loss => {
    const spec = lossOptions.binaryCrossentropy(options);
    const { labelSmoothing: smoothing, convention } = spec;
    return rowwise(
      { kind: 'binaryCrossentropy', ...spec },
      (truth, output) => {
        const y =
          smoothing === 0
            ? truth
            : truth.mul(1 - smoothing).add(0.5 * smoothing);
        const logits = spec.fromLogits
          ? output
          : convention === 'keras'
            ? inputOf(output, 'sigmoid')
            : null;
        if (logits) {
          return logits.softplus().sub(logits.mul(y)).mean(-1);
        }
        if (convention === 'pytorch') {
          return apply(bareCrossentropy, [output, y]).mean(-1);
        }
        const p = clipped(output);
        return y
          .mul(p.log())
          .add(y.oneMinus().mul(p.oneMinus().log()))
          .neg()
          .mean(-1);
      },
      requireProbability
    );
  },

  /**
   * `−Σ y_k log p_k` for a truth that is a distribution or one-hot, `[…, K]`.
   *
   * @throws TypeError on a wrong or unknown option; `of` a RangeError when the shapes do not fit
   * @example
   * ```ts
   * losses.categoricalCrossentropy().of([[0, 1]], tensor([[0.5, 0.5]])).item(); // 0.6931471805599453
   * ```
   */
  categoricalCrossentropy: (options: CrossentropyOptions = {}): Loss => {
    const settled = lossOptions.categoricalCrossentropy(options);
    const { labelSmoothing: smoothing } = settled;
    const spec = { kind: 'categoricalCrossentropy', ...settled } as const;
    return rowwise(spec, (truth, output) => {
      const classes = output.shape[output.rank - 1];
      const y =
        smoothing === 0
          ? truth
          : truth.mul(1 - smoothing).add(smoothing / classes);
      return y.mul(logProbabilities(output, spec)).sum(-1).neg();
    });
  },

  /**
   * The same for a truth of class ids `[…]`. Rows whose id is `ignoreIndex` do not count; when all
   * rows are ignored the loss is NaN with a gradient of zero, as in PyTorch, or 0 with
   * `convention: 'keras'`.
   *
   * @throws TypeError on a wrong or unknown option; `of` a RangeError when the shapes do not fit
   * @example
   * ```ts
   * losses.sparseCategoricalCrossentropy({ fromLogits: true }).of([1], tensor([[0, 0]])).item(); // 0.6931471805599453
   * ```
   */
  sparseCategoricalCrossentropy: (
    options: SparseCrossentropyOptions = {}
  ): Loss => {
    const who = 'losses.sparseCategoricalCrossentropy';
    const spec = lossOptions.sparseCategoricalCrossentropy(options);
    const { fromLogits, ignoreIndex } = spec;
    return {
      name: 'sparseCategoricalCrossentropy',
      spec: { kind: 'sparseCategoricalCrossentropy', ...spec },
      of(value, given, weights = {}) {
        const { mask } = requireWeights(who, weights);
        const truth = asTensor(value, `${who}: the truth`).detach();
        const output = asTensor(given, `${who}: the output`);
        if (output.rank === 0) {
          throw new RangeError(
            `${who}: the output must hold one number for each class, got a single number`
          );
        }
        const rows = output.shape.slice(0, -1);
        const padding = mask && forRows(who, mask, rows);
        const classes = output.shape[output.rank - 1];
        const ids = sameShape(truth.shape, rows)
          ? truth
          : reshaped(who, truth, rows, output.shape);
        const indices = new Int32Array(ids.size);
        const counted = new Float64Array(ids.size).fill(1);
        for (let at = 0; at < ids.size; at++) {
          const id = ids.values[at];
          if (padding?.values[at] === 0) {
            // Padding has no class; whatever stands there is not looked at.
            continue;
          }
          if (id === ignoreIndex) {
            counted[at] = 0;
          } else if (!Number.isInteger(id) || id < 0 || id >= classes) {
            throw new RangeError(
              `${who}: class ids must be whole numbers from 0 to ${classes - 1}, got ${id} at row ${at}`
            );
          } else {
            indices[at] = id;
          }
        }
        const perRow = apply(
          pick,
          [
            fromLogits || inputOf(output, 'softmax')
              ? logProbabilities(output, spec)
              : // Keras clips first and divides by the sum afterwards here.
                clipped(output).log().logSoftmax(-1)
          ],
          indices
        ).neg();
        const kept = new Tensor(counted, rows);
        const counts =
          ignoreIndex === undefined
            ? padding
            : padding
              ? kept.mul(padding)
              : kept;
        return averaged(
          who,
          perRow,
          { ...weights, mask: counts },
          spec.convention !== 'keras' && counted.every(row => row === 0)
        );
      }
    };
  },

  /**
   * Labels without alignment (Graves et al. 2006): −log of the probability that a network which answers
   * at each step gives these labels in this order, over all ways to spread them over the steps with
   * blanks between them. The output is logits `[B, T, K]`, one class of which is the blank; the truth is
   * `[B, L]`, labels with −1 or the blank behind them where they are fewer than L. The mean over the
   * sequences, as Keras's `CTC`; PyTorch's `CTCLoss` divides each by its number of labels before. Steps
   * that a mask leaves out are no steps. Labels that need more steps than there are have an infinite
   * loss, and move no weight. `ctcDecode` reads labels off an output.
   *
   * @throws TypeError on a wrong or unknown option; `of` a RangeError when the shapes do not fit, or on a label that is no class
   * @example
   * ```ts
   * // One label in two steps: three ways of four give it.
   * losses.ctc().of([[1]], zeros([1, 2, 2])).item().toFixed(4); // '0.2877'
   * ```
   */
  ctc: (options: CtcOptions = {}): Loss =>
    ctcLoss({ kind: 'ctc', ...lossOptions.ctc(options) })
});

/** The maker of each loss by its name; a loss that is described and not made does not compile. */
const makers: {
  readonly [K in LossKind]: (options: Omit<LossSpec<K>, 'kind'>) => Loss;
} = losses;

const short = { mse: 'meanSquaredError', mae: 'meanAbsoluteError' } as const;

export type LossName = keyof typeof losses | 'mse' | 'mae';

/** A loss by its name, with its defaults, or as it is. */
export function requireLoss(who: string, value: LossName | Loss): Loss {
  if (typeof value === 'object' && value !== null && 'of' in value) {
    return value.spec ? value : ownLoss(who, value);
  }
  const name = requireOneOf(who, 'loss', value, [
    ...(Object.keys(makers) as LossKind[]),
    ...(Object.keys(short) as (keyof typeof short)[])
  ]);
  return losses[name === 'mse' || name === 'mae' ? short[name] : name]();
}

/** A loss of the user's own: given its truth in the shape of the output, and held to one number. */
function ownLoss(who: string, loss: Loss): Loss {
  requireFunction(who, 'loss.of', loss.of);
  return {
    name: loss.name,
    of: (truth, output, weights) =>
      requireScalar(
        who,
        'loss.of',
        loss.of(
          alignedTruth(asTensor(truth, `${who}: the truth`), output),
          output,
          weights
        )
      )
  };
}
