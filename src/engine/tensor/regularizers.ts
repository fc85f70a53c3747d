import { family } from '../base/family';
import { number, oneOf, options as reader } from '../base/options';
import { requireScalar } from './requireScalar';
import { shapeText } from './shape';
import { asTensor, Tensor } from './tensor';

/** What some numbers add to the loss, so that training keeps them small, or apart. */
export interface Regularizer {
  readonly name: string;
  /** @internal What it was made with; absent in one of your own, which no file can hold. */
  readonly options?: Readonly<Record<string, number | string>>;
  /** One number on the tape. @throws RangeError when the shape does not fit */
  of(values: Tensor): Tensor;
}

const factor = number({ least: 0 });
const read = {
  l1: reader('regularizers.l1', { l1: factor.or(0.01) }),
  l2: reader('regularizers.l2', { l2: factor.or(0.01) }),
  l1l2: reader('regularizers.l1l2', { l1: factor.or(0), l2: factor.or(0) }),
  orthogonal: reader('regularizers.orthogonal', {
    factor: factor.or(0.01),
    mode: oneOf(['rows', 'columns']).or('rows')
  })
};

/** What some numbers add to the loss. @throws TypeError when one of your own returns something else */
export function penaltyOf(regularizer: Regularizer, values: Tensor): Tensor {
  return requireScalar(
    `regularizer '${regularizer.name}'`,
    'of',
    regularizer.of(values)
  );
}

const weightOf = (name: string, values: Tensor): Tensor =>
  asTensor(values, `regularizers.${name}: the weight`);

/** Regularisers of weights and of outputs, by the names of TensorFlow.js; the numbers are Keras's. */
export const regularizers = family('regularizers', {
  /**
   * `l1 · Σ|w|`: draws weights to 0 and leaves few of them.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * regularizers.l1({ l1: 0.5 }).of(tensor([1, -3])).item(); // 2
   * ```
   */
  l1(options: { l1?: number } = {}): Regularizer {
    const settled = read.l1(options);
    const { l1 } = settled;
    return {
      name: 'l1',
      options: settled,
      of: values => weightOf('l1', values).abs().sum().mul(l1)
    };
  },

  /**
   * `l2 · Σ w²`: keeps weights small.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * regularizers.l2({ l2: 0.5 }).of(tensor([1, -3])).item(); // 5
   * ```
   */
  l2(options: { l2?: number } = {}): Regularizer {
    const settled = read.l2(options);
    const { l2 } = settled;
    return {
      name: 'l2',
      options: settled,
      of: values => weightOf('l2', values).square().sum().mul(l2)
    };
  },

  /**
   * `l1 · Σ|w| + l2 · Σ w²`, each 0 unless it is given, as Keras's `L1L2`.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * regularizers.l1l2({ l1: 1, l2: 0.5 }).of(tensor([1, -3])).item(); // 9
   * ```
   */
  l1l2(options: { l1?: number; l2?: number } = {}): Regularizer {
    const settled = read.l1l2(options);
    const { l1, l2 } = settled;
    return {
      name: 'l1l2',
      options: settled,
      of(given) {
        const values = weightOf('l1l2', given);
        return values.abs().sum().mul(l1).add(values.square().sum().mul(l2));
      }
    };
  },

  /**
   * The mean |cosine| between two rows of a matrix (or two columns), times the factor: keeps them at
   * right angles. As Keras's `OrthogonalRegularizer`.
   *
   * @throws TypeError on a wrong or unknown option; `of` a RangeError unless it is given a matrix
   * @example
   * ```ts
   * regularizers.orthogonal({ factor: 1 }).of(tensor([[2, 0], [0, 3]])).item(); // 0
   * ```
   */
  orthogonal(
    options: { factor?: number; mode?: 'rows' | 'columns' } = {}
  ): Regularizer {
    const settled = read.orthogonal(options);
    const { mode } = settled;
    return {
      name: 'orthogonal',
      options: settled,
      of(given) {
        const values = weightOf('orthogonal', given);
        if (values.rank !== 2) {
          throw new RangeError(
            `regularizers.orthogonal: the weight must be a matrix, got shape ${shapeText(values.shape)}`
          );
        }
        const axis = mode === 'rows' ? 1 : 0;
        const length = values.square().sum(axis, { keepDims: true });
        // Keras divides by no length below 1e-7.
        const unit = values.div(length.maximum(1e-14).sqrt());
        const turned = unit.transpose();
        const cosines =
          mode === 'rows' ? unit.matmul(turned) : turned.matmul(unit);
        const count = cosines.shape[0];
        const others = new Tensor(
          Float64Array.from({ length: count * count }, (_, at) =>
            at % (count + 1) === 0 ? 0 : 1
          ),
          [count, count]
        );
        // A single row is at right angles with all others there are.
        const pairs = Math.max((count * (count - 1)) / 2, 1);
        return cosines
          .mul(others.cast(values.dtype))
          .abs()
          .sum()
          .mul((0.5 * settled.factor) / pairs);
      }
    };
  }
});
