import { runSequence } from '../compiler/compiledSequence';
import type { Pass, Signal } from '../layers/layer';
import { rowMask } from '../layers/layer';
import type { Named } from '../recurrence/definition';
import type { LayerRecord } from '../recurrence/layerRecord';
import type { SequenceRequest } from '../recurrence/sequence';
import { gateWeights } from '../run/gateWeights';
import { normOf } from '../run/layerWeights';
import { gradients } from '../tensor/tape';
import type { Tensor } from '../tensor/tensor';
import type { WeightRow } from './epochRow';
import type { Loss } from './loss';

/** A network, as far as the derivatives by its weights are concerned. */
export interface WeighedNetwork {
  forward(x: Tensor, pass: Pass): Signal;
  passFor(training: boolean, step: number): Pass;
}

/** A recurrent layer with the parameters of its step. */
export type LayerParameters = Pick<
  LayerRecord,
  'name' | 'cell' | 'parameters' | 'direction'
>;

export const layerParameters = (
  name: string,
  { cell, parameters, reverse }: SequenceRequest
): LayerParameters => ({
  name,
  cell,
  parameters,
  direction: reverse ? 'backward' : 'forward'
});

/** A recurrent layer with the loss's derivatives by the parameters of its step. */
export interface DifferentiatedLayer<R = LayerParameters> {
  readonly record: R;
  readonly gradients: Named;
}

/** The loss of some examples and its derivatives by each parameter of each recurrent layer. */
export function gradientsByParameter(
  network: WeighedNetwork,
  { x, y }: { readonly x: Tensor; readonly y: Tensor },
  loss: Loss
): { readonly loss: number; readonly layers: readonly DifferentiatedLayer[] } {
  const records: LayerParameters[] = [];
  const pass = network.passFor(false, 0);
  const output = network.forward(x, {
    ...pass,
    recorder: {
      run(name, _cell, request) {
        records.push(layerParameters(name, request));
        return runSequence(request, pass.compiles === true);
      }
    }
  });
  const total = loss.of(y, output.values, { mask: rowMask(output) });
  return { loss: total.item(), layers: differentiated(total, records) };
}

/** What recurrent layers did in a pass, with a loss's derivatives by each parameter of each. */
export function differentiated(
  loss: Tensor,
  records: readonly LayerParameters[]
): DifferentiatedLayer[] {
  return records.map(record => {
    const names = Object.keys(record.parameters);
    const found = gradients(
      loss,
      names.map(name => record.parameters[name])
    );
    return {
      record,
      gradients: Object.fromEntries(names.map((name, at) => [name, found[at]]))
    };
  });
}

/** Norms of each gate's weights, and of the loss's derivatives by them over some examples. */
export function weightStatistics(
  network: WeighedNetwork,
  examples: { readonly x: Tensor; readonly y: Tensor },
  loss: Loss
): WeightRow[] {
  return weightRows(gradientsByParameter(network, examples, loss).layers);
}

/** The same of layers whose derivatives are known. */
export function weightRows(
  layers: readonly DifferentiatedLayer[]
): WeightRow[] {
  return layers.flatMap(({ record, gradients: found }) =>
    gateWeights(record.cell, record.parameters, found).map(
      ({ name, weights, gradient }): WeightRow => ({
        layer: record.name,
        parameter: name,
        norm: normOf(weights.values),
        gradientNorm: gradient ? normOf(gradient.values) : NaN
      })
    )
  );
}
