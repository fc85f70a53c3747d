import type { Channels, Named } from '../recurrence/definition';
import type { Tensor } from '../tensor/tensor';
import { select, stack } from '../tensor/joining';
import { lazily } from '../tensor/lazily';
import type { LayerRecord } from '../recurrence/layerRecord';

/** Derivatives of the loss, each made when it is first asked for. */
interface Derivatives {
  gradients(): Named;
  weightGradients(): Named;
  parameterGradients(): Named;
  inputGradient(): Tensor | null;
}

const none: Derivatives = {
  gradients: () => ({}),
  weightGradients: () => ({}),
  parameterGradients: () => ({}),
  inputGradient: () => null
};

/** One recurrent layer of a run: its channels over time and their gradients. */
export class LayerRun {
  /** All channels by name, `[T, H]` (`[B, T, H]` for a batch). */
  readonly channels: Channels;
  readonly #derivatives: Derivatives;
  readonly #made: {
    -readonly [K in keyof Derivatives]?: ReturnType<Derivatives[K]>;
  } = {};

  /** @internal */
  constructor(
    /** @internal */
    readonly record: LayerRecord,
    batched: boolean,
    gradientOf: ((tensor: Tensor) => Tensor) | null
  ) {
    const { known } = record;
    if (known) {
      this.channels = known.channels;
      this.#derivatives = {
        gradients: () => known.gradients() ?? {},
        weightGradients: () => known.weightGradients() ?? {},
        parameterGradients: () => known.parameterGradients() ?? {},
        inputGradient: () => known.inputGradient()
      };
      return;
    }
    const { steps, cell, parameters } = record;
    const names = Object.keys(steps[0].channels);
    const over = (of: (step: number, name: string) => Tensor) =>
      lazily(names, name =>
        overTime(
          steps.map((_, step) => of(step, name)),
          batched
        )
      );
    this.channels = over((step, name) => steps[step].channels[name]);
    this.#derivatives = gradientOf
      ? {
          gradients: () =>
            over((step, name) => totalGradient(record, step, name, gradientOf)),
          weightGradients: () =>
            Object.fromEntries(
              cell.variables.map(({ name, tensor }) => [
                name,
                gradientOf(tensor)
              ])
            ),
          parameterGradients: () =>
            Object.fromEntries(
              Object.entries(parameters).map(([parameter, tensor]) => [
                parameter,
                gradientOf(tensor)
              ])
            ),
          inputGradient: () =>
            overTime(
              steps.map(({ input }) => gradientOf(input.x)),
              batched
            )
        }
      : none;
  }

  /** Total derivatives of the loss by each channel: those of `h` and `c` are dL/dh_t and dL/dc_t. */
  get gradients(): Named {
    return (this.#made.gradients ??= this.#derivatives.gradients());
  }

  /** dL/dweight by the framework's names, stacked over the gates; empty when there was no loss. */
  get weightGradients(): Named {
    return (this.#made.weightGradients ??= this.#derivatives.weightGradients());
  }

  /** dL/dparameter by name (`Wf`, `Uf`, `bf`, …); empty when there was no loss. */
  get parameterGradients(): Named {
    return (this.#made.parameterGradients ??=
      this.#derivatives.parameterGradients());
  }

  /**
   * dL/dx_t `[T, I]` (`[B, T, I]` for a batch), by what enters this layer, as far as it comes back
   * through this layer and direction; undefined when there was no loss.
   */
  get inputGradient(): Tensor | undefined {
    return (
      (this.#made.inputGradient ??= this.#derivatives.inputGradient()) ??
      undefined
    );
  }

  get name(): string {
    return this.record.name;
  }

  get direction(): 'forward' | 'backward' {
    return this.record.direction;
  }
}

/**
 * dL/dchannel at a step `[B, H]`. Where it is real, what the step itself computed from a state counts too,
 * which a carried state is no part of.
 */
export function totalGradient(
  { steps, mask }: LayerRecord,
  step: number,
  name: string,
  gradientOf: (tensor: Tensor) => Tensor
): Tensor {
  const { channels, uncarried } = steps[step];
  const found = gradientOf(channels[name]);
  return mask && uncarried
    ? select(
        mask.slice(step, step + 1, { axis: 1 }),
        gradientOf(uncarried[name]),
        found
      )
    : found;
}

/** Steps `[B, H]` → `[B, T, H]`, or `[T, H]` when there is no batch axis. */
export function overTime(steps: readonly Tensor[], batched: boolean): Tensor {
  const all = stack(steps, 1);
  return batched ? all : all.at(0);
}
