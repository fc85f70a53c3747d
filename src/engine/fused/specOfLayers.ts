import type { Cell } from '../cells/cell';
import type { Layer } from '../layers/layer';
import type { RecurrentLayer } from '../layers/recurrent';
import type {
  LayerSpec as Described,
  RecurrentLayerSpec
} from '../spec/layers';
import type { LayerSpec, NetworkSpec, RecurrentSpec } from './spec';

/** A network for the kernels, or why it is none. */
export type SpecOrReason =
  | { readonly spec: NetworkSpec; readonly reason?: undefined }
  | { readonly spec?: undefined; readonly reason: string };

/** Told to `specOfLayers` when a layer cannot be computed by the kernels. */
class Unsupported extends Error {}

/**
 * Says what the kernels would compute for these layers, which must be built.
 *
 * @param inputSize features of each step; ignored when the first layer is an embedding
 */
export function specOfLayers(
  layers: readonly Layer[],
  inputSize: number
): SpecOrReason {
  // A first layer that only masks leaves a mask behind; its zeros are never looked at.
  const rest = layers[0]?.spec?.type === 'Masking' ? layers.slice(1) : layers;
  try {
    if (!rest.some(({ cells }) => cells.length > 0)) {
      throw new Unsupported('it has no recurrent layer');
    }
    const specs = rest.map((layer, at) =>
      specOf(layer, at === rest.length - 1)
    );
    let perStep = true;
    specs.forEach((spec, at) => {
      if (spec.kind === 'embedding' && at > 0) {
        throw new Unsupported('an embedding stands behind another layer');
      }
      if (spec.kind === 'recurrent') {
        if (!perStep) {
          throw new Unsupported(
            `'${spec.name}' stands behind a layer with one output for all steps`
          );
        }
        perStep = spec.returnSequences;
      }
    });
    return {
      spec: {
        ...(specs[0].kind !== 'embedding' && { inputSize }),
        layers: specs
      }
    };
  } catch (error) {
    if (error instanceof Unsupported) {
      return { reason: error.message };
    }
    throw error;
  }
}

function specOf(layer: Layer, last: boolean): LayerSpec {
  const { name, spec, type } = layer;
  switch (spec?.type) {
    case 'Embedding': {
      const { inputDim, outputDim, maskZero } = spec;
      return { kind: 'embedding', name, inputDim, outputDim, maskZero };
    }
    case 'Dropout':
      if (spec.noiseShape !== undefined) {
        throw new Unsupported(`'${name}' has a noiseShape`);
      }
      return { kind: 'dropout', name, rate: spec.rate };
    case 'Dense':
      return denseSpec(name, spec, last);
    case 'TimeDistributed': {
      const [inner] = layer.inner!;
      if (inner.spec?.type !== 'Dense') {
        throw new Unsupported(`'${name}' repeats a ${inner.type}`);
      }
      return denseSpec(name, inner.spec, last);
    }
    case 'SimpleRNN':
    case 'LSTM':
    case 'GRU':
      return recurrentSpec(name, spec, layer.cells[0]);
    case 'RNN':
      throw new Unsupported(`'${name}' has a step function of its own`);
    case 'Bidirectional': {
      const [inner] = layer.inner!;
      if (spec.mergeMode !== 'concat') {
        throw new Unsupported(`'${name}' merges by ${spec.mergeMode}`);
      }
      const { spec: half, cells } = inner as RecurrentLayer;
      if (half.goBackwards) {
        throw new Unsupported(`'${name}' begins with the backward direction`);
      }
      return { ...recurrentSpec(name, half, cells[0]), direction: 'both' };
    }
    default:
      throw new Unsupported(`'${name}' is a ${type}`);
  }
}

function denseSpec(
  name: string,
  { activation, units, useBias }: Described<'Dense'>,
  last: boolean
): LayerSpec {
  switch (activation) {
    case 'linear':
    case 'tanh':
    case 'sigmoid':
    case 'relu':
      return { kind: 'dense', name, units, activation, useBias };
    case 'softmax':
      if (last) {
        return { kind: 'dense', name, units, activation, useBias };
      }
  }
  throw new Unsupported(`'${name}' has the activation ${activation}`);
}

function recurrentSpec(
  name: string,
  spec: RecurrentLayerSpec,
  cell: Cell
): RecurrentSpec {
  const { activation, returnSequences, stateful } = spec;
  const { kind } = cell;
  if (kind === 'custom') {
    throw new Unsupported(`'${name}' has a step function of its own`);
  }
  const relu = kind === 'rnn' && activation === 'relu';
  if (activation !== 'tanh' && !relu) {
    throw new Unsupported(`'${name}' has the activation ${activation}`);
  }
  if ('recurrentActivation' in spec && spec.recurrentActivation !== 'sigmoid') {
    throw new Unsupported(
      `'${name}' has the recurrent activation ${spec.recurrentActivation}`
    );
  }
  if (spec.type === 'LSTM' && spec.projection !== undefined) {
    throw new Unsupported(`'${name}' projects its state`);
  }
  if (spec.goBackwards && returnSequences) {
    throw new Unsupported(
      `'${name}' gives an output for each step from the last on`
    );
  }
  return {
    kind: 'recurrent',
    name,
    cell: kind,
    units: cell.units,
    direction: spec.goBackwards ? 'backward' : 'forward',
    returnSequences,
    convention: cell.weights.convention,
    biases: cell.weights.biases,
    resetAfter: spec.type === 'GRU' ? spec.resetAfter : true,
    activation: relu ? 'relu' : 'tanh',
    stateful,
    dropout: spec.dropout,
    recurrentDropout: spec.recurrentDropout
  };
}
