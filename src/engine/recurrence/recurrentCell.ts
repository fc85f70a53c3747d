import type { Equation, ParameterCount } from '../../trace';
import type { FloatType } from '../tensor/operation';
import type { Variable } from '../tensor/variable';
import type { CellDefinition } from './definition';
import type { CellWeights } from './weights';

/** A cell as sequences, records and runs know it: its step, its weights and what it says of itself. */
export interface RecurrentCell<C extends string = string> {
  /** The public function that made it, for messages. */
  readonly who: string;
  readonly kind: CellDefinition['kind'];
  /** As a reader knows it: `LSTM`. */
  readonly name: string;
  readonly definition: CellDefinition<C>;
  /** @internal */
  readonly weights: CellWeights;
  /** The weights that are trained, as the framework stacks them. */
  readonly variables: readonly Variable[];
  /** I. */
  readonly inputSize: number;
  /** H. */
  readonly units: number;
  readonly dtype: FloatType;
  readonly count: ParameterCount;
  /** Names of the states in the order of the step; the first is the output. */
  readonly stateNames: readonly string[];
  /** The state that the next layer sees. */
  readonly output: string;
  readonly equations: readonly Equation[];
  /** Each channel with its width, in the order of the step. */
  readonly channels: Readonly<Record<C, number>>;
  /** Counts changes of the weights. */
  readonly revision: number;
}
