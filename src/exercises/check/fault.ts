import type { Expression } from '../../trace';
import type { SymbolExpression } from './expressions';

/** One slip in one equation, by which the student's numbers come out exactly. */
export type Fault =
  /** σ, tanh left out. */
  | {
      readonly kind: 'functionMissing';
      readonly name: string;
      readonly argument: Expression;
    }
  | {
      readonly kind: 'otherFunction';
      readonly expected: string;
      readonly got: string;
    }
  | { readonly kind: 'functionTwice'; readonly name: string }
  /** σ(a) + σ(b) for σ(a + b). */
  | { readonly kind: 'functionOfEach'; readonly name: string }
  /** tanh(o ⊙ c) for o ⊙ tanh(c). */
  | {
      readonly kind: 'functionOfProduct';
      readonly name: string;
      readonly argument: Expression;
      readonly factor: Expression;
    }
  | { readonly kind: 'summandMissing'; readonly summand: Expression }
  | { readonly kind: 'summandSubtracted'; readonly summand: Expression }
  | { readonly kind: 'summandTwice'; readonly summand: Expression }
  | { readonly kind: 'multiplied'; readonly summands: readonly Expression[] }
  /** f ⊙ (c + i ⊙ g) for f ⊙ c + i ⊙ g. */
  | {
      readonly kind: 'scaledToo';
      readonly factor: Expression;
      readonly scaled: Expression;
    }
  | {
      readonly kind: 'factorMissing';
      readonly factor: Expression;
      readonly product: Expression;
    }
  | { readonly kind: 'added'; readonly factors: readonly Expression[] }
  /** 1 − f for f. */
  | { readonly kind: 'complemented'; readonly of: Expression }
  /** z for 1 − z. */
  | { readonly kind: 'complementMissing'; readonly of: Expression }
  /** z and 1 − z have changed places. */
  | { readonly kind: 'complementsSwapped'; readonly of: SymbolExpression }
  | { readonly kind: 'transposed'; readonly weight: Expression }
  /** r ⊙ (U h) for U (r ⊙ h). */
  | {
      readonly kind: 'gateAfterProduct';
      readonly gate: Expression;
      readonly weight: Expression;
    }
  /** U (r ⊙ h) for r ⊙ (U h). */
  | {
      readonly kind: 'gateBeforeProduct';
      readonly gate: Expression;
      readonly weight: Expression;
    }
  /** r ⊙ (U h) + b for r ⊙ (U h + b). */
  | {
      readonly kind: 'outsideGate';
      readonly gate: Expression;
      readonly summand: Expression;
    }
  | {
      readonly kind: 'otherSymbol';
      readonly expected: SymbolExpression;
      readonly got: SymbolExpression;
    }
  /** f for i and i for f, throughout. */
  | {
      readonly kind: 'symbolsSwapped';
      readonly a: SymbolExpression;
      readonly b: SymbolExpression;
    }
  /** 1 − f for i. */
  | {
      readonly kind: 'complementOfOther';
      readonly expected: SymbolExpression;
      readonly got: SymbolExpression;
    }
  /** All weights of another gate. */
  | { readonly kind: 'otherWeights'; readonly of: string }
  /** What another channel should hold. */
  | { readonly kind: 'otherChannel'; readonly channel: string }
  /** The state of the step before, untouched. */
  | { readonly kind: 'unchanged' }
  /** Everything times a number. */
  | { readonly kind: 'scaled'; readonly by: number }
  | {
      readonly kind: 'both';
      readonly first: Fault;
      readonly second: Fault;
    };

/** The equation with a slip in it. */
export interface Variant {
  readonly expression: Expression;
  readonly fault: Fault;
}
