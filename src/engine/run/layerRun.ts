import type { Named } from '../recurrence/definition';
import type { Tensor } from '../tensor/tensor';
import { stack } from '../tensor/joining';
import { lazily } from '../tensor/lazily';
import type { LayerRecord } from '../recurrence/layerRecord';

/** One recurrent layer of a run: its channels over time and their gradients. */
export class LayerRun {
  /** dL/dweight by the framework's names, stacked over the gates; empty when there was no loss. */
  readonly weightGradients: Named;
  /** Total derivatives of the loss by each channel: those of `h` and `c` are dL/dh_t and dL/dc_t. */
  readonly gradients: Named;
  /** All channels by name, `[T, H]` (`[B, T, H]` for a batch). */
  readonly channels: Named;
  readonly #parameterGradients: () => Named;

  /** @internal */
  constructor(
    /** @internal */
    readonly record: LayerRecord,
    batched: boolean,
    gradientOf: ((tensor: Tensor) => Tensor) | null
  ) {
    const { known, cell } = record;
    if (known) {
      this.channels = known.channels;
      this.gradients = known.gradients ?? {};
      this.weightGradients = known.weightGradients ?? {};
      this.#parameterGradients = () => record.parameterGradients?.() ?? {};
      return;
    }
    const { steps } = record;
    const names = Object.keys(steps[0].channels);
    const over = (of: (step: number, name: string) => Tensor) =>
      lazily(names, name =>
        overTime(
          steps.map((_, step) => of(step, name)),
          batched
        )
      );
    this.channels = over((step, name) => steps[step].channels[name]);
    this.gradients = gradientOf
      ? over((step, name) => gradientOf(steps[step].channels[name]))
      : {};
    const letters = gradientOf ? mapped(record.parameters, gradientOf) : {};
    this.#parameterGradients = () => letters;
    this.weightGradients = gradientOf
      ? Object.fromEntries(
          cell.variables.map(({ name, tensor }) => [name, gradientOf(tensor)])
        )
      : {};
  }

  /** dL/dparameter by letter (`Wf`, `Uf`, `bf`, …); empty when there was no loss. */
  get parameterGradients(): Named {
    return this.#parameterGradients();
  }

  get name(): string {
    return this.record.name;
  }

  get direction(): 'forward' | 'backward' {
    return this.record.direction;
  }
}

/** Steps `[B, H]` → `[B, T, H]`, or `[T, H]` when there is no batch axis. */
export function overTime(steps: readonly Tensor[], batched: boolean): Tensor {
  const all = stack(steps, 1);
  return batched ? all : all.at(0);
}

function mapped(of: Named, change: (tensor: Tensor) => Tensor): Named {
  return Object.fromEntries(
    Object.entries(of).map(([name, tensor]) => [name, change(tensor)])
  );
}
