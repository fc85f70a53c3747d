import type { Tensor } from '../tensor/tensor';
import type { Named } from './definition';
import type { RecurrentCell } from './recurrentCell';
import type { ClampsAt, SequenceStep } from './sequence';

/** What one recurrent layer did in one direction. */
export interface LayerRecord {
  readonly name: string;
  readonly cell: RecurrentCell;
  readonly direction: 'forward' | 'backward';
  readonly parameters: Named;
  readonly steps: readonly SequenceStep[];
  /** `[B, size]` for each state. */
  readonly initial: Named;
  /** `[B, T]`: 0 where a step is padding. */
  readonly mask?: Tensor;
  /** What was held. */
  readonly clampsAt?: ClampsAt;
  /** What was computed elsewhere than on the tape; `steps` and `parameters` are then made when asked for. */
  readonly known?: KnownLayer;
}

/** The step function on all steps of a sequence as if they were a batch. */
export interface StepsAtOnce extends Pick<SequenceStep, 'input' | 'computed'> {
  readonly parameters: Named;
}

/** One direction of a recurrent layer, computed elsewhere than on the tape. */
export interface ComputedLayer
  extends
    KnownLayer,
    Pick<
      LayerRecord,
      'name' | 'cell' | 'direction' | 'clampsAt' | 'parameters'
    > {}

/** Channels and derivatives of one layer and direction, `[T, H]` each (`[B, T, H]` for a batch). */
export interface KnownLayer {
  readonly channels: Named;
  /** x_t as this layer got it, `[T, I]`. */
  readonly input: Tensor;
  /** All steps at once, of one sequence: row t of each tensor is step t. */
  steps(): StepsAtOnce;
  /** Null when nothing was differentiated. */
  gradients(): Named | null;
  /** By the framework's names; null when nothing was differentiated. */
  weightGradients(): Named | null;
  /** By the parameters of the step; null when nothing was differentiated. */
  parameterGradients(): Named | null;
  /** dL/dx_t `[T, I]`, by what enters this layer and direction; null when nothing was differentiated. */
  inputGradient(): Tensor | null;
}
