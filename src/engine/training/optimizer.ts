import type { Floats } from '../tensor/operation';
import type { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import type { OptimizerSpec } from '../spec/optimizers';
import type { Convention } from '../recurrence/weights';

/** Changes weights by their gradients. Made by the functions of `optimizers`. */
export interface Optimizer {
  /** `adam`, `sgd`, … */
  readonly name: string;
  /** @internal What it was made with, every default filled in; absent in an optimizer of another make. */
  readonly spec?: OptimizerSpec;
  /** @internal Its rule in full; absent for an optimizer of another make, which the tape alone runs. */
  readonly rule?: UpdateRule;
  /** Steps taken so far. */
  readonly iterations: number;
  /** The rate of the next step; callbacks may change it. */
  learningRate: number;
  /** One step. Answers the norm over all gradients before clipping. */
  apply(
    variables: readonly Variable[],
    gradients: readonly Tensor[]
  ): { readonly gradientNorm: number };
  /**
   * Counts a step that is made elsewhere by the same rule; answers its rate, and its number from 1
   * on.
   */
  advance(): { readonly learningRate: number; readonly step: number };
  /** Everything that it remembers of the variables of its last step, copied: for checkpoints. */
  state(): OptimizerState;
  /** Takes back what `state` gave, for as many variables of the same sizes. */
  restore(state: OptimizerState): void;
  /** Forgets everything. */
  reset(): void;
  /**
   * @internal What it remembers of these variables, in their order, made where there is nothing yet; of
   * them `state` tells from now on. Absent in an optimizer of another make, as the three that follow.
   *
   * @throws RangeError when what was restored is of other variables
   */
  memory?(variables: readonly Variable[]): readonly VariableMemory[];
  /** @internal Whether it remembers something of a variable, also of one that is frozen now. */
  remembers?(variable: Variable): boolean;
  /** @internal Counts the times that its memory was replaced, by `restore` and `reset`. */
  readonly replaced?: number;
  /** @internal Where steps are made elsewhere, by what its memory is brought up to date. */
  stepsElsewhere?(bringBack: () => void): void;
}

/** What an optimizer remembers of one variable. */
export interface VariableMemory {
  /** Its arrays (moments, velocities), into which steps write. */
  readonly slots: readonly Floats[];
  /** Steps that it has taken: fewer than the optimizer's, where it did not learn in all of them. */
  steps: number;
}

export interface OptimizerState {
  readonly iterations: number;
  readonly learningRate: number;
  /** For each variable the arrays that go with it (moments, velocities). */
  readonly slots: readonly (readonly Floats[])[];
  /** For each variable how many steps it has taken; absent where that is `iterations` for all. */
  readonly steps?: readonly number[];
}

/** The rule of an optimizer that the kernels have compiled, with all its constants. */
export type UpdateConstants = { readonly convention: Convention } & (
  | {
      readonly kind: 'adam';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      /** AdamW's weight decay; 0 without. */
      readonly decay: number;
    }
  | {
      readonly kind: 'sgd';
      readonly momentum: number;
      readonly nesterov: boolean;
    }
  | {
      readonly kind: 'rmsprop';
      readonly rho: number;
      readonly momentum: number;
      readonly epsilon: number;
      readonly centered: boolean;
    }
  | {
      readonly kind: 'adagrad';
      readonly start: number;
      readonly epsilon: number;
    }
);

/** The rule of one optimizer for one variable. */
export interface UpdateRule {
  /** How many arrays it keeps for each variable, with their start value. */
  readonly slots: readonly number[];
  /** The same for the kernels; a rule without it runs as it stands on their memory. */
  readonly compiled?: UpdateConstants;
  update(
    weights: Floats,
    gradient: Floats,
    slots: readonly Floats[],
    learningRate: number,
    /** 1 at the first step. */
    step: number
  ): void;
}

/** How gradients are shortened before a step. At most one of the three. */
export interface Clipping {
  /** Longest norm of each variable's gradient. */
  clipNorm?: number;
  /** Largest absolute value of each number. */
  clipValue?: number;
  /** Longest norm over all gradients together. */
  globalClipNorm?: number;
  /** Which norm these two bound: Σ|g|, √Σg² or the largest |g|, PyTorch's `norm_type`. Default 2. */
  normType?: NormType;
}

/** Which norm of a gradient. */
export type NormType = 1 | 2 | 'infinity';
