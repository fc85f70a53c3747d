import type { Constraint } from '../tensor/constraints';
import { noGradient } from '../tensor/recording';
import type { Regularizer } from '../tensor/regularizers';
import { penaltyOf } from '../tensor/regularizers';
import type { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import type { Pass } from './layer';
import type { Floats } from '../tensor/operation';

/** Regularisers and constraints of a kernel and a bias, as options of a layer. */
export interface HeldWeightOptions {
  /** What the kernel adds to the loss: one of `regularizers`. */
  kernelRegularizer?: Regularizer;
  biasRegularizer?: Regularizer;
  /** What the layer's output adds to the loss of a training, divided by the size of the batch. */
  activityRegularizer?: Regularizer;
  /** What the kernel must be after each step: one of `constraints`. */
  kernelConstraint?: Constraint;
  biasConstraint?: Constraint;
}

/** Which of a layer's options are for a weight, by the weight's name. */
const roles: Readonly<Record<string, string>> = {
  kernel: 'kernel',
  recurrentKernel: 'recurrent',
  bias: 'bias',
  embeddings: 'embeddings',
  weight_ih: 'kernel',
  weight_hh: 'recurrent',
  bias_ih: 'bias',
  bias_hh: 'bias'
};

/** Weights with what holds them, by the options of their layer. */
export function held(
  variables: readonly Variable[],
  options: object
): readonly Variable[] {
  const given = options as Readonly<Record<string, unknown>>;
  return variables.map(variable => {
    const role = roles[variable.name];
    const regularizer = given[`${role}Regularizer`] as Regularizer | undefined;
    const constraint = given[`${role}Constraint`] as Constraint | undefined;
    if (!regularizer && !constraint) {
      return variable;
    }
    // PyTorch keeps the transposed matrix; rows and axes are meant as Keras's.
    const turned = variable.name.startsWith('weight_');
    const { regularizer: apart, constraint: kept } = turned
      ? transposed({ regularizer, constraint })
      : { regularizer, constraint };
    return {
      ...variable,
      ...(apart && { regularizer: apart }),
      ...(kept && { constraint: kept })
    };
  });
}

/** Throws what a regulariser or a constraint says of a weight's shape, when the layer is built. */
export function requireHolds(variables: readonly Variable[]): void {
  for (const { tensor, regularizer, constraint } of variables) {
    noGradient(() => regularizer?.of(tensor));
    constraint?.hold(tensor.values.slice(), tensor.shape);
  }
}

/** Adds what an output costs to the loss of a pass that asks for it. */
export function penalise(
  pass: Pass,
  regularizer: Regularizer | undefined,
  output: Tensor
): void {
  if (regularizer && pass.penalise) {
    pass.penalise(penaltyOf(regularizer, output).div(output.shape[0]));
  }
}

/** What holds a matrix, for the same matrix kept transposed. */
function transposed({
  regularizer,
  constraint
}: {
  readonly regularizer?: Regularizer;
  readonly constraint?: Constraint;
}): { readonly regularizer?: Regularizer; readonly constraint?: Constraint } {
  return {
    ...(regularizer && {
      regularizer: {
        ...regularizer,
        of: values => regularizer.of(values.transpose())
      }
    }),
    ...(constraint && {
      constraint: {
        ...constraint,
        hold(values, [rows, columns]) {
          const turned = values.slice();
          turn(values, turned, rows, columns);
          constraint.hold(turned, [columns, rows]);
          turn(turned, values, columns, rows);
        }
      }
    })
  };
}

/** Writes a matrix of so many rows and columns into another, transposed. */
function turn(from: Floats, to: Floats, rows: number, columns: number): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      to[column * rows + row] = from[row * columns + column];
    }
  }
}
