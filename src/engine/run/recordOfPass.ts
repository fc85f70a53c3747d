import type { ComputedLayer, LayerRecord } from '../recurrence/layerRecord';
import { zeros } from '../tensor/making';
import type { Tensor } from '../tensor/tensor';
import { gradientsOfRecord } from './gradientsOfRecord';
import type { RunRecord } from './record';

/** A pass of one sequence by what is compiled of its layers' steps. */
export interface PassByCode {
  /**
   * The layers with the derivatives of a number that was computed from what they gave out, or with none.
   */
  layersFor(loss: Tensor | null): {
    readonly layers: readonly ComputedLayer[];
    /** dL/dx `[T, I]`, where x is no tokens. */
    readonly inputGradient: (() => Tensor) | null;
  };
}

/** The same pass on the tape. */
export type PassOnTape = Pick<RunRecord, 'layers' | 'loss' | 'output'>;

/** What a run keeps of a pass by code. */
export type RecordOfPass = Pick<
  RunRecord,
  'layers' | 'loss' | 'ofAnswer' | 'inputGradient' | 'onTape'
>;

/**
 * The record of a pass by code. What that does not keep (the summands of a gate, a step's Jacobian)
 * comes from the tape, which computes it when it is first asked for.
 *
 * @param keep remembers the weights of now; they stand there again while what it is given computes
 */
export function recordOfPass(
  pass: PassByCode,
  x: Tensor,
  loss: RunRecord['loss'],
  onTape: () => PassOnTape,
  keep: () => <T>(compute: () => T) => T = () => compute => compute()
): RecordOfPass {
  const found = pass.layersFor(loss?.value ?? null);
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
      (
        { name, cell, direction, clampsAt, parameters, ...known },
        at
      ): LayerRecord => ({
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
        parameters,
        get steps() {
          return tape().layers[at].steps;
        }
      })
    )
  };
}

/** What is made at most once. */
export function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | null = null;
  return () => (kept ??= { value: make() }).value;
}
