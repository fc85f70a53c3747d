import { refusalOf } from '../compiler/compiledSequence';
import type { ViewedStep } from '../compiler/viewedStep';
import { viewedStep } from '../compiler/viewedStep';
import type { Layer } from '../layers/layer';
import type { RecurrentLayer } from '../layers/recurrent';
import { isRecurrent } from '../layers/recurrent';
import { isLibraryStep } from '../recurrence/libraryStep';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type {
  LayerSpec as Described,
  RecurrentLayerSpec
} from '../spec/layers';
import type {
  DenseSpec,
  FusedLayerSpec,
  MergeSpec,
  NetworkSpec,
  RecurrentSpec
} from './spec';

/** A network for the kernels, or why it is none. */
export type SpecOrReason =
  | { readonly spec: NetworkSpec; readonly reason?: undefined }
  | { readonly spec?: undefined; readonly reason: string };

/** Told to `specOfLayers` when a layer cannot be computed by the kernels. */
class Unsupported extends Error {}

function orReason(specOf: () => NetworkSpec): SpecOrReason {
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
function specsOf(layer: Layer, last: boolean): FusedLayerSpec[] {
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
    case 'Bidirectional': {
      const [inner] = layer.inner!;
      const { spec: half } = inner as RecurrentLayer;
      if (half.goBackwards) {
        throw new Unsupported(`'${name}' begins with the backward direction`);
      }
      return [
        recurrentSpec(name, half, layer.cells),
        ...(spec.mergeMode === 'concat'
          ? []
          : [{ kind: 'merge', name, mode: spec.mergeMode } satisfies MergeSpec])
      ];
    }
  }
  if (!isRecurrent(layer)) {
    throw new Unsupported(`'${name}' is a ${type}`);
  }
  const { goBackwards, returnSequences } = layer.spec;
  return [
    recurrentSpec(name, layer.spec, layer.cells),
    ...(goBackwards && returnSequences
      ? [{ kind: 'reverse', name } as const]
      : [])
  ];
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

/** @param cells of one direction, or of both */
function recurrentSpec(
  name: string,
  {
    returnSequences,
    goBackwards,
    stateful,
    dropout,
    recurrentDropout
  }: RecurrentLayerSpec,
  cells: readonly RecurrentCell[]
): RecurrentSpec {
  return {
    kind: 'recurrent',
    name,
    directions: cells.map((cell, at) => ({
      cell,
      step: stepOf(name, cell, recurrentDropout > 0),
      reverse: goBackwards || at > 0
    })),
    returnSequences,
    convention: cells[0].weights.convention,
    stateful,
    dropout,
    recurrentDropout
  };
}

/** A step that is the same one at each call, and reads its weights as they are. */
function stepOf(name: string, cell: RecurrentCell, drops: boolean): ViewedStep {
  const isOwn = !isLibraryStep(cell.definition.step);
  const refusal = isOwn ? refusalOf(cell, drops) : null;
  const { step, reason } =
    refusal === null ? viewedStep(cell, drops) : { reason: refusal };
  if (!step) {
    throw new Unsupported(`'${name}': ${reason}`);
  }
  return step;
}
