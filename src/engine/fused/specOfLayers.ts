import type { Layer } from '../layers/layer';
import type { RecurrentLayer } from '../layers/recurrent';
import type {
  DenseActivation,
  LayerSpec,
  NetworkSpec,
  RecurrentSpec
} from './spec';

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
  const rest = layers[0]?.type === 'Masking' ? layers.slice(1) : layers;
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
            `'${spec.name}' stands behind a layer that answers once`
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
  const { name, options, type } = layer;
  switch (type) {
    case 'Embedding':
      return {
        kind: 'embedding',
        name,
        inputDim: options.inputDim as number,
        outputDim: options.outputDim as number,
        maskZero: options.maskZero === true
      };
    case 'Dropout':
      if (options.noiseShape !== undefined) {
        throw new Unsupported(`'${name}' has a noiseShape`);
      }
      return { kind: 'dropout', name, rate: options.rate as number };
    case 'Dense':
      return denseSpec(layer, last);
    case 'TimeDistributed': {
      const inner = options.layer as Layer;
      if (inner.type !== 'Dense') {
        throw new Unsupported(`'${name}' repeats a ${inner.type}`);
      }
      return { ...denseSpec(inner, last), name };
    }
    case 'SimpleRNN':
    case 'LSTM':
    case 'GRU':
      return recurrentSpec(layer as RecurrentLayer, name);
    case 'Bidirectional': {
      if ((options.mergeMode ?? 'concat') !== 'concat') {
        throw new Unsupported(
          `'${name}' merges by ${String(options.mergeMode)}`
        );
      }
      const inner = options.layer as RecurrentLayer;
      if (inner.options.goBackwards === true) {
        throw new Unsupported(`'${name}' begins with the backward direction`);
      }
      return {
        ...recurrentSpec(inner, name),
        direction: 'both'
      };
    }
    default:
      throw new Unsupported(`'${name}' is a ${type}`);
  }
}

function denseSpec({ name, options }: Layer, last: boolean): LayerSpec {
  const activation = (options.activation ?? 'linear') as string;
  const known: readonly string[] = ['linear', 'tanh', 'sigmoid', 'relu'];
  if (!known.includes(activation) && !(activation === 'softmax' && last)) {
    throw new Unsupported(`'${name}' has the activation ${activation}`);
  }
  return {
    kind: 'dense',
    name,
    units: options.units as number,
    activation: activation as DenseActivation,
    useBias: options.useBias !== false
  };
}

function recurrentSpec(layer: RecurrentLayer, name: string): RecurrentSpec {
  const { options, cell } = layer;
  const kind = cell.kind;
  if (kind === 'custom') {
    throw new Unsupported(`'${name}' has a step function of its own`);
  }
  const activation = (options.activation ?? 'tanh') as string;
  const relu = kind === 'rnn' && activation === 'relu';
  if (activation !== 'tanh' && !relu) {
    throw new Unsupported(`'${name}' has the activation ${activation}`);
  }
  const gate = (options.recurrentActivation ?? 'sigmoid') as string;
  if (gate !== 'sigmoid') {
    throw new Unsupported(`'${name}' has the recurrent activation ${gate}`);
  }
  if (options.projection !== undefined) {
    throw new Unsupported(`'${name}' projects its state`);
  }
  const returnSequences = options.returnSequences === true;
  if (options.goBackwards === true && returnSequences) {
    throw new Unsupported(`'${name}' answers each step from the last on`);
  }
  return {
    kind: 'recurrent',
    name,
    cell: kind,
    units: cell.units,
    direction: options.goBackwards === true ? 'backward' : 'forward',
    returnSequences,
    convention: cell.weights.convention,
    biases: cell.weights.biases,
    resetAfter: options.resetAfter !== false,
    activation: relu ? 'relu' : 'tanh',
    stateful: options.stateful === true,
    dropout: (options.dropout as number | undefined) ?? 0,
    recurrentDropout: (options.recurrentDropout as number | undefined) ?? 0
  };
}
