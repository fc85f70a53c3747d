import type { Named } from '../cells/definition';
import type { Tensor } from '../tensor/tensor';
import { stack } from '../tensor/joining';
import type { Variable } from '../variable';
import type { LayerRecord } from './record';

/** One recurrent layer of a run: its channels over time and their gradients. */
export class LayerRun {
  /** dL/dparameter by letter (`Wf`, `Uf`, `bf`, …); empty when there was no loss. */
  readonly parameterGradients: Named;
  /** dL/dweight by the framework's names, stacked over the gates. */
  readonly weightGradients: Named;
  /** Total derivatives of the loss by each channel: those of `h` and `c` are dL/dh_t and dL/dc_t. */
  readonly gradients: Named;
  /** All channels by name, `[T, H]` (`[B, T, H]` for a batch). */
  readonly channels: Named;

  /** @internal */
  constructor(
    /** @internal */
    readonly record: LayerRecord,
    batched: boolean,
    variables: readonly Variable[],
    gradientOf: ((tensor: Tensor) => Tensor) | null
  ) {
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
    this.parameterGradients = gradientOf
      ? mapped(record.parameters, gradientOf)
      : {};
    this.weightGradients = gradientOf
      ? Object.fromEntries(
          variables.map(({ name, tensor }) => [name, gradientOf(tensor)])
        )
      : {};
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

/** An object whose values are computed when they are first asked for. */
function lazily(
  names: readonly string[],
  compute: (name: string) => Tensor
): Named {
  const result = {};
  for (const name of names) {
    let value: Tensor | null = null;
    Object.defineProperty(result, name, {
      enumerable: true,
      get: () => (value ??= compute(name))
    });
  }
  return result;
}

function mapped(of: Named, change: (tensor: Tensor) => Tensor): Named {
  return Object.fromEntries(
    Object.entries(of).map(([name, tensor]) => [name, change(tensor)])
  );
}
