import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Layer } from '../layers/layer';
import type { RecurrentLayer } from '../layers/recurrent';
import type { CellSpec } from '../spec/cells';
import type {
  LayerSpec as Described,
  RecurrentLayerSpec
} from '../spec/layers';
import type {
  DenseSpec,
  LayerSpec,
  MergeSpec,
  NetworkSpec,
  RecurrentSpec
} from './spec';

/** A network for the kernels, or why it is none. */
export type SpecOrReason<S = NetworkSpec> =
  | { readonly spec: S; readonly reason?: undefined }
  | { readonly spec?: undefined; readonly reason: string };

/** Told to `specOfLayers` when a layer cannot be computed by the kernels. */
class Unsupported extends Error {}

function orReason<S>(specOf: () => S): SpecOrReason<S> {
  try {
    return { spec: specOf() };
  } catch (error) {
    if (error instanceof Unsupported) {
      return { reason: error.message };
    }
    throw error;
  }
}

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
  return orReason(() => {
    if (!rest.some(({ cells }) => cells.length > 0)) {
      throw new Unsupported('it has no recurrent layer');
    }
    const specs = rest.flatMap((layer, at) =>
      specsOf(layer, at === rest.length - 1)
    );
    const [first] = specs;
    const pads =
      rest !== layers || (first.kind === 'embedding' && first.maskZero);
    let perStep = true;
    specs.forEach((spec, at) => {
      if (spec.kind === 'embedding' && at > 0) {
        throw new Unsupported('an embedding comes after another layer');
      }
      if (spec.kind === 'recurrent') {
        if (!perStep) {
          throw new Unsupported(
            `'${spec.name}' comes after a layer with one output for all steps`
          );
        }
        perStep = spec.returnSequences;
      }
      if (spec.kind === 'reverse' && pads) {
        throw new Unsupported(
          `'${spec.name}' gives an output for each step from the last on, and some may be padding`
        );
      }
    });
    return {
      ...(specs[0].kind !== 'embedding' && { inputSize }),
      layers: specs
    };
  });
}

/** What a layer is to the kernels: one of theirs, or several in a row. */
function specsOf(layer: Layer, last: boolean): LayerSpec[] {
  const { name, spec, type } = layer;
  switch (spec?.type) {
    case 'Embedding': {
      const { inputDim, outputDim, maskZero } = spec;
      return [{ kind: 'embedding', name, inputDim, outputDim, maskZero }];
    }
    case 'Dropout':
      if (spec.noiseShape !== undefined) {
        throw new Unsupported(`'${name}' has a noiseShape`);
      }
      return [{ kind: 'dropout', name, rate: spec.rate }];
    case 'Dense':
      return [denseSpec(name, spec, last)];
    case 'TimeDistributed': {
      const [inner] = layer.inner!;
      if (inner.spec?.type !== 'Dense') {
        throw new Unsupported(`'${name}' repeats a ${inner.type}`);
      }
      return [denseSpec(name, inner.spec, last)];
    }
    case 'SimpleRNN':
    case 'LSTM':
    case 'GRU': {
      const own = recurrentSpec(name, spec, layer.cells[0]);
      return [
        own,
        ...projectionOf(own),
        ...(spec.goBackwards && spec.returnSequences
          ? [{ kind: 'reverse', name } as const]
          : [])
      ];
    }
    case 'RNN':
    case 'DeltaNet':
    case 'LinearAttention':
    case 'MinGRU':
    case 'MinLSTM':
    case 'MLSTM':
    case 'SLSTM':
    case 'SelectiveStateSpace':
      throw new Unsupported(`'${name}' has a step function of its own`);
    case 'Bidirectional': {
      const [inner] = layer.inner!;
      const { spec: half, cells } = inner as RecurrentLayer;
      if (half.goBackwards) {
        throw new Unsupported(`'${name}' begins with the backward direction`);
      }
      const own = {
        ...recurrentSpec(name, half, cells[0]),
        direction: 'both'
      } as const;
      return [
        own,
        ...projectionOf(own),
        ...(spec.mergeMode === 'concat'
          ? []
          : [{ kind: 'merge', name, mode: spec.mergeMode } satisfies MergeSpec])
      ];
    }
    default:
      throw new Unsupported(`'${name}' is a ${type}`);
  }
}

function projectionOf({ name, projection }: RecurrentSpec): LayerSpec[] {
  return projection === undefined
    ? []
    : [{ kind: 'projection', name, size: projection }];
}

function denseSpec(
  name: string,
  { activation, units, useBias }: Described<'Dense'>,
  last: boolean
): DenseSpec {
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

/** What a cell alone is to the kernels, with an output for each step; null when it is none of theirs. */
export function specOfCell(
  cell: RecurrentCell,
  reverse: boolean
): RecurrentSpec | null {
  const { spec } = cell.definition;
  return (
    (spec &&
      orReason(() =>
        recurrentSpec(
          cell.who,
          {
            ...spec,
            returnSequences: true,
            goBackwards: reverse,
            stateful: false,
            dropout: 0,
            recurrentDropout: 0
          },
          cell
        )
      ).spec) ??
    null
  );
}

/** A recurrent layer, or a cell with what a layer has beside it. */
type SpecOfRecurrent = (CellSpec | RecurrentLayerSpec) &
  Pick<
    RecurrentLayerSpec,
    | 'returnSequences'
    | 'goBackwards'
    | 'stateful'
    | 'dropout'
    | 'recurrentDropout'
  >;

function recurrentSpec(
  name: string,
  spec: SpecOfRecurrent,
  cell: RecurrentCell
): RecurrentSpec {
  const { returnSequences, stateful } = spec;
  const { kind } = cell;
  if (kind === 'custom' || !('activation' in spec)) {
    throw new Unsupported(`'${name}' has a step function of its own`);
  }
  const { activation } = spec;
  const relu = kind === 'rnn' && activation === 'relu';
  if (activation !== 'tanh' && !relu) {
    throw new Unsupported(`'${name}' has the activation ${activation}`);
  }
  const gates =
    'recurrentActivation' in spec ? spec.recurrentActivation : 'sigmoid';
  if (gates !== 'sigmoid' && gates !== 'hardSigmoid') {
    throw new Unsupported(`'${name}' has the recurrent activation ${gates}`);
  }
  const projection = 'projection' in spec ? spec.projection : undefined;
  // Their U and the projection are one matrix, which takes neither a state from outside nor a mask.
  if (projection !== undefined && (stateful || spec.recurrentDropout > 0)) {
    throw new Unsupported(
      `'${name}' projects its state and ${stateful ? 'keeps it' : 'drops some of it'}`
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
    resetAfter: 'resetAfter' in spec ? spec.resetAfter : true,
    activation: relu ? 'relu' : 'tanh',
    hardGates: gates === 'hardSigmoid',
    projection,
    stateful,
    dropout: spec.dropout,
    recurrentDropout: spec.recurrentDropout
  };
}
