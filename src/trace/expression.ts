/**
 * The right-hand side of an equation of a recurrent cell, as a tree.
 *
 * The engine reads it off the tape of one step, so a student's own cell gets its equations the same
 * way as ours. Views turn it into MathML and find in it the wires of the drawn cell.
 */
export type Expression =
  | {
      readonly kind: 'symbol';
      /** The letter: `x`, `h`, `c`, `f`, or a parameter such as `W`, `U`, `b`. */
      readonly name: string;
      /** What stands below the letter: the gate for a parameter (`f` in W_f). */
      readonly subscript?: string;
      /** `-1` for a value of the step before (h_{t-1}); absent or 0 for this step's. */
      readonly lag?: number;
      readonly role: 'input' | 'state' | 'channel' | 'parameter';
    }
  | { readonly kind: 'number'; readonly value: number }
  | {
      readonly kind: 'call';
      /** `sigmoid`, `tanh`, `relu`, `exp`, … as the tape names it. */
      readonly name: string;
      readonly args: readonly Expression[];
    }
  | {
      readonly kind: 'operation';
      /** `multiply` is element by element (⊙); `matmul` is W x. */
      readonly name:
        'add' | 'subtract' | 'multiply' | 'divide' | 'matmul' | 'negate';
      readonly args: readonly Expression[];
    };

/** One line of the step: `channel = expression`. */
export interface Equation {
  readonly channel: string;
  readonly expression: Expression;
}
