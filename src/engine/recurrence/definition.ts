import type { CellKind, ChannelRole, ParameterCount } from '../../trace';
import type { CellSpec } from '../spec/cells';
import type { Matrix, Tensor } from '../tensor/tensor';

/** Values by name: the input and state of a step, its parameters, or all that it computed. */
export type Named<K extends string = string> = Readonly<Record<K, Tensor>>;

/** The channels of a run by name, `[T, H]` (`[B, T, H]` for a batch). */
export type Channels<K extends string = string> = Readonly<Record<K, Matrix>>;

/**
 * The step of a recurrent cell: from the input `x` `[B, I]` and the state of the step before
 * `[B, H]` to everything that it computes, by name. Each returned name is a channel of the trace;
 * the names of the state must be among them.
 */
export type Step<
  S extends string = string,
  P extends string = string,
  C extends string = string
> = (input: Named<S | 'x'>, parameters: Named<P>) => Named<C>;

/** What a cell is, apart from the numbers in its weights. */
export interface CellDefinition<C extends string = string> {
  readonly kind: CellKind;
  /** @internal What it was made with, every default filled in; absent in a cell of your own. */
  readonly spec?: CellSpec;
  /** As a reader knows it: `LSTM`, `GRU`, or a student's own name. */
  readonly name: string;
  /** I, the number of features of x. */
  readonly inputSize: number;
  /** H. */
  readonly units: number;
  /** Extent of each state, in the order of the step; the first is what the next layer sees. */
  readonly state: Readonly<Record<string, number>>;
  readonly step: Step<string, string, C>;
  /** The text of the step function, for the link between an equation and its line. */
  readonly source: string;
  /** Of the weights as they are laid out now. */
  count(): ParameterCount;
  /** Words beside the names, where the cell has its own. */
  readonly labels: Readonly<Record<string, string>>;
  /** @internal What channels are whatever functions they are given: a gate of a cell with another activation. */
  readonly roles?: Readonly<Record<string, ChannelRole>>;
  /** Channels whose numbers are no unit's own: every unit reads all of them. */
  readonly shared?: readonly string[];
}
