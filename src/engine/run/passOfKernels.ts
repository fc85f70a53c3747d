import type { ComputedLayer, LayerRecord } from '../recurrence/layerRecord';
import { zeros } from '../tensor/making';
import type { Tensor } from '../tensor/tensor';
import { gradientsOfRecord } from './gradientsOfRecord';
import type { RunRecord } from './record';

/** A pass of one sequence by the kernels. */
export interface PassOfKernels {
  /** `[1, …, K]`, on the tape from what stands before the last activation. */
  readonly output: Tensor;
  /**
   * The layers with the derivatives of a number that was computed from the output, or with none. Null
   * where the tape must compute them: derivatives come near the end of f32's range, or another pass came
   * in between.
   */
  layersFor(loss: Tensor | null): {
    readonly layers: readonly ComputedLayer[];
    /** dL/dx `[T, I]`, where the first layer is recurrent. */
    readonly inputGradient: (() => Tensor) | null;
  } | null;
}

/** The same pass on the tape. */
export type PassOnTape = Pick<RunRecord, 'layers' | 'loss' | 'output'>;

/** What a run keeps of a pass by the kernels. */
export type RecordOfKernels = Pick<
  RunRecord,
  'layers' | 'loss' | 'ofAnswer' | 'inputGradient' | 'onTape'
>;

/**
 * The record of a pass by the kernels. What they do not keep (the summands of a gate, a step's Jacobian)
 * comes from the tape, which computes it when it is first asked for.
 *
 * @param keep remembers the weights of now; they stand there again while what it is given computes
 */
export function recordOfKernels(
  pass: PassOfKernels,
  x: Tensor,
  loss: RunRecord['loss'],
  onTape: () => PassOnTape,
  keep: () => <T>(compute: () => T) => T = () => compute => compute()
): RecordOfKernels | null {
  const found = pass.layersFor(loss?.value ?? null);
  if (!found) {
    return null;
  }
  const withThose = keep();
  const tape = once(() => withThose(onTape));
  // The way back reads weights, too.
  const gradients = once(() =>
    withThose(() => gradientsOfRecord({ ...tape(), input: { x } }))
  );
  return {
    onTape: () => ({ ...tape(), gradients: gradients() }),
    ...(loss && {
      loss,
      ofAnswer: step => withThose(() => gradients()!.ofAnswer(step)),
      inputGradient: found.inputGradient ?? (() => gradients()!.of(x).at(0))
    }),
    layers: found.layers.map(
      ({ name, cell, direction, clampsAt, ...known }, at): LayerRecord => ({
        name,
        cell,
        direction,
        known,
        clampsAt,
        initial: Object.fromEntries(
          Object.entries(cell.definition.state).map(([state, size]) => [
            state,
            zeros([1, size])
          ])
        ),
        get parameters() {
          return tape().layers[at].parameters;
        },
        get steps() {
          return tape().layers[at].steps;
        },
        ...(loss && {
          parameterGradients: () =>
            Object.fromEntries(
              Object.entries(tape().layers[at].parameters).map(
                ([letter, tensor]) => [letter, gradients()!.of(tensor)]
              )
            )
        })
      })
    )
  };
}

/** What is made at most once. */
export function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | null = null;
  return () => (kept ??= { value: make() }).value;
}
