import type { CompiledPass } from '../compiler/compiledPass';
import type { Named } from '../recurrence/definition';
import type { ComputedLayer } from '../recurrence/layerRecord';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { ClampsAt } from '../recurrence/sequence';
import { stepsAtOnce } from '../recurrence/stepsAtOnce';
import { lazily } from '../tensor/lazily';
import type { Floats, FloatType, Operation } from '../tensor/operation';
import { gradients } from '../tensor/tape';
import { apply, Tensor } from '../tensor/tensor';
import type { PassByCode } from './recordOfPass';

/** One sequence through one direction of a recurrent layer, whose every step is real, from states of zero. */
export interface RecordedRequest {
  readonly name: string;
  readonly cell: RecurrentCell;
  /** The parameters of its step, on the tape. */
  readonly parameters: Named;
  /** `[1, T, I]` */
  readonly x: Tensor;
  readonly reverse: boolean;
  readonly clampsAt: ClampsAt | undefined;
}

/** What such a layer did, by what is compiled of its step. */
export interface RecordedLayer extends RecordedRequest {
  readonly pass: CompiledPass;
}

/**
 * A pass of one sequence through recorded layers, and whatever lies between them on the tape.
 *
 * @param x what the first layer reads, where that is numbers
 */
export function passOfRecorded(
  layers: readonly RecordedLayer[],
  x: Tensor | null
): PassByCode {
  return {
    layersFor(loss) {
      const found = loss && differentiated(loss, layers, x);
      return {
        layers: layers.map((layer, at) =>
          computedLayer(layer, found?.layers[at] ?? null)
        ),
        inputGradient: found?.byInput ?? null
      };
    }
  };
}

/** Derivatives of a loss by what one layer has. */
interface Derivatives {
  /** By channels; null where the loss does not depend on the layer. */
  readonly totals: Readonly<Record<string, Floats>> | null;
  of(tensor: Tensor): Tensor;
}

function differentiated(
  loss: Tensor,
  layers: readonly RecordedLayer[],
  x: Tensor | null
) {
  const sources = [
    ...(x ? [x] : []),
    ...layers.flatMap(({ x: entering, parameters, cell }) => [
      entering,
      ...Object.values(parameters),
      ...cell.variables.map(({ tensor }) => tensor)
    ])
  ];
  layers.forEach(({ pass }) => pass.takeTotals());
  const found = gradients(loss, sources);
  const of = new Map(sources.map((tensor, at) => [tensor, found[at]]));
  return {
    layers: layers.map(({ pass }): Derivatives => ({
      totals: pass.takeTotals(),
      of: tensor => of.get(tensor)!
    })),
    byInput: x && (() => of.get(x)!.at(0))
  };
}

const copied = (
  name: string,
  copy: (values: Floats) => Floats
): Operation<undefined> => ({
  name,
  forward: ([{ values, shape }]) => ({ values: copy(values), shape }),
  backward(gradient, [into]) {
    for (let at = 0; into && at < gradient.length; at++) {
      into[at] += gradient[at];
    }
  }
});

/** Operations that copy numbers in a precision. */
export const copies: Readonly<Record<FloatType, Operation<undefined>>> = {
  f32: copied('singles', values => Float32Array.from(values)),
  f64: copied('doubles', values => Float64Array.from(values))
};

function computedLayer(
  { name, cell, parameters, x, reverse, clampsAt, pass }: RecordedLayer,
  found: Derivatives | null
): ComputedLayer {
  const [, steps] = x.shape;
  const names = Object.keys(cell.channels);
  const direction = reverse ? 'backward' : 'forward';
  const exact = lazily(names, channel => pass.channels[channel].at(0));
  const channels =
    cell.dtype === 'f64'
      ? exact
      : lazily(names, channel =>
          apply(copies[cell.dtype], [exact[channel]], undefined)
        );
  const input = x.detach().at(0);
  const then = Object.fromEntries(
    Object.entries(parameters).map(([parameter, tensor]) => [
      parameter,
      tensor.detach()
    ])
  );
  return {
    name,
    cell,
    clampsAt,
    direction,
    parameters,
    channels,
    input,
    steps: () => stepsAtOnce(cell, input, exact, then, direction, clampsAt),
    gradients: () =>
      found &&
      lazily(names, channel => {
        const width = cell.channels[channel];
        const total =
          found.totals?.[channel] ?? new Float64Array(steps * width);
        return new Tensor(total as Float64Array<ArrayBuffer>, [steps, width]);
      }),
    weightGradients: () =>
      found &&
      Object.fromEntries(
        cell.variables.map(variable => [
          variable.name,
          found.of(variable.tensor)
        ])
      ),
    parameterGradients: () =>
      found &&
      Object.fromEntries(
        Object.entries(parameters).map(([parameter, tensor]) => [
          parameter,
          found.of(tensor)
        ])
      ),
    inputGradient: () => found && found.of(x).at(0)
  };
}
