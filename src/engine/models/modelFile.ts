import { writeSafetensors } from '../files/safetensors';
import type { Layer, LayerShape } from '../layers/layer';
import type { Constraint } from '../tensor/constraints';
import type { FloatType } from '../tensor/operation';
import type { Regularizer } from '../tensor/regularizers';
import type { Tensor } from '../tensor/tensor';
import type { Loss } from '../training/loss';
import type { Optimizer } from '../training/optimizer';
import type { Schedule } from '../training/schedules';
import type { Compiled } from './compile';
import { layerMakers } from '../layers/layers';
import type { Model } from './model';
import type { Compute } from './sequentialOptions';
import { weightTensors } from './weightFiles';

/** A layer as a file keeps it. */
export interface LayerEntry {
  readonly type: string;
  readonly name: string;
  readonly trainable: boolean;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface NamedOptions {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The words of a model file; its numbers are the tensors beside them. */
export interface ModelDescription {
  readonly version: 1;
  readonly kind: 'sequential';
  readonly name: string;
  readonly seed: number;
  readonly dtype: FloatType;
  /** Absent in files of the time before there was a choice. */
  readonly compute?: Compute;
  readonly inputShape: LayerShape;
  readonly layers: readonly LayerEntry[];
  readonly compiled: CompiledEntry | null;
}

/** What `compile` settled, as a file keeps it. */
export interface CompiledEntry {
  readonly optimizer: NamedOptions;
  readonly loss: NamedOptions;
  /** By name, with what each was made with where that is anything. */
  readonly metrics: readonly (
    | string
    | {
        readonly name: string;
        readonly options: Readonly<Record<string, number | boolean>>;
      }
  )[];
}

/**
 * A model as the bytes of a safetensors file: its weights as `layer/weight`, its layers and what
 * `compile` settled in the metadata.
 *
 * @throws Error when a layer or loss is the user's own function, which no file can hold
 */
export function writeModel(
  model: Model,
  more: {
    readonly tensors?: Readonly<Record<string, Tensor>>;
    readonly metadata?: Readonly<Record<string, string>>;
  } = {}
): Uint8Array<ArrayBuffer> {
  return writeSafetensors(
    { ...weightTensors(model), ...more.tensors },
    { gatescope: JSON.stringify(describe(model)), ...more.metadata }
  );
}

function describe(model: Model): ModelDescription {
  if (!model.inputShape) {
    throw new Error('model.save: the model has no weights yet');
  }
  return {
    version: 1,
    kind: 'sequential',
    name: model.name,
    seed: model.seed,
    dtype: model.dtype,
    compute: model.compute,
    inputShape: model.inputShape,
    layers: model.layers.map(layerEntry),
    compiled: model.compiled && compiledEntry(model.compiled)
  };
}

/**
 * What `compile` settled, as a file keeps it. Metrics of the user's own are left out.
 *
 * @throws Error when optimizer, schedule or loss is the user's own function
 */
export function compiledEntry(compiled: Compiled): CompiledEntry {
  return {
    optimizer: optimizerEntry(compiled.optimizer),
    loss: lossEntry(compiled.loss),
    metrics: compiled.metrics.flatMap(({ kind, options }) =>
      kind === undefined ? [] : [options ? { name: kind, options } : kind]
    )
  };
}

function layerEntry(layer: Layer): LayerEntry {
  const { spec, inner } = layer;
  if (!spec || !(spec.type in layerMakers)) {
    throw new Error(
      `model.save: layer '${layer.name}' is of a type of your own, which no file can hold; use model.saveWeights`
    );
  }
  const { type } = spec;
  return {
    type,
    name: layer.name,
    trainable: layer.trainable,
    options: {
      ...Object.fromEntries(
        // Start values are in the weights.
        Object.entries(spec)
          .filter(
            ([name]) => !/^(type|name|trainable)$|Initializer$/.test(name)
          )
          .map(([name, value]) => [
            name,
            value && holder.test(name)
              ? holderEntry(layer, name, value as Regularizer | Constraint)
              : value
          ])
      ),
      ...(inner &&
        (type === 'Residual'
          ? { layers: inner.map(layerEntry) }
          : { layer: layerEntry(inner[0]) }))
    }
  };
}

/** The options of a layer that hold its weights or its output. */
export const holder = /(Regularizer|Constraint)$/;

function holderEntry(
  layer: Layer,
  option: string,
  { name, options }: Regularizer | Constraint
): NamedOptions {
  if (!options) {
    throw new Error(
      `model.save: ${option} of layer '${layer.name}' is a function of your own, which no file can hold; use model.saveWeights`
    );
  }
  return { name, options };
}

function optimizerEntry({ name, spec }: Optimizer): NamedOptions {
  if (!spec) {
    throw new Error(
      `model.save: the optimizer '${name}' is of your own making, which no file can hold; use model.saveWeights`
    );
  }
  const { kind, learningRate, ...options } = spec;
  return {
    name: kind,
    options: { ...options, learningRate: rateEntry(learningRate) }
  };
}

function rateEntry(rate: number | Schedule): number | NamedOptions {
  if (typeof rate === 'number') {
    return rate;
  }
  if (!rate.spec) {
    throw new Error(
      `model.save: the schedule '${rate.name}' is a function of your own, which no file can hold; use model.saveWeights`
    );
  }
  const { kind, ...options } = rate.spec;
  return { name: kind, options };
}

function lossEntry({ name, spec }: Loss): NamedOptions {
  if (!spec) {
    throw new Error(
      `model.save: the loss '${name}' is a function of your own, which no file can hold; use model.saveWeights`
    );
  }
  const { kind, ...options } = spec;
  return { name: kind, options };
}
