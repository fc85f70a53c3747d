import type { Constraint } from '../tensor/constraints';
import type { Floats } from '../tensor/operation';
import type { Regularizer } from '../tensor/regularizers';

/** What holds a matrix, for the same matrix kept transposed. */
export function transposed({
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
