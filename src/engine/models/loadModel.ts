import { requireOneOf, requirePath } from '../base/check';
import { readSafetensors } from '../files/safetensors';
import { host } from '../base/host';
import type { Layer } from '../layers/layer';
import { constraints } from '../tensor/constraints';
import { regularizers } from '../tensor/regularizers';
import { described } from '../base/described';
import type { Loss } from '../training/loss';
import { losses } from '../training/losses';
import type { Metric } from '../tensor/metric';
import { metrics, type MetricName } from '../training/metrics';
import type { Optimizer } from '../training/optimizer';
import { optimizers } from '../training/optimizers';
import type { Schedule } from '../training/schedules';
import { schedules } from '../training/schedules';
import type { CompileOptions } from './compile';
import { layerMakers } from '../layers/layers';
import type {
  CompiledEntry,
  LayerEntry,
  ModelDescription,
  NamedOptions
} from './modelFile';
import { holder } from './modelFile';
import { takeOptimizer } from './optimizerParts';
import { weightsIn } from './weightFiles';
import { Sequential } from './sequential';

/**
 * The model in a file that `model.save` or `callbacks.checkpoint` wrote: layers, weights and what
 * `compile` settled; of `model.save`, too, what the optimizer remembers and how far its schedule is.
 *
 * @throws TypeError when path is no name of a file; Error when it cannot be read; RangeError when the
 *   file holds no such model
 * @example
 * ```ts
 * const model = sequential([layers.gru({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
 * await model.save('mine.safetensors');
 * const again = await loadModel('mine.safetensors');
 * again.predict([[1, 2]]).item() === model.predict([[1, 2]]).item(); // true
 * ```
 */
export async function loadModel(path: string): Promise<Sequential> {
  return readModel(await host().readFile(requirePath('loadModel', path)));
}

/**
 * The model in the bytes of a file that `writeModel` made.
 *
 * @throws RangeError when the bytes are no such file
 */
export function readModel(bytes: Uint8Array, who = 'loadModel'): Sequential {
  const file = readSafetensors(bytes, who);
  const model = rebuilt(who, parsed(who, file.metadata.gatescope));
  model.setWeights(weightsIn(model, file.tensors, who));
  takeOptimizer(who, model, file);
  return model;
}

function parsed(who: string, text: string | undefined): ModelDescription {
  const broken = (why: string) =>
    new RangeError(`${who}: this file holds no model of gatescope: ${why}`);
  if (text === undefined) {
    throw broken("it has no 'gatescope' in its metadata (weights alone?)");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw broken('its description is not JSON');
  }
  const description = value as Partial<ModelDescription> | null;
  if (
    typeof description !== 'object' ||
    description === null ||
    description.kind !== 'sequential' ||
    !Array.isArray(description.layers) ||
    !Array.isArray(description.inputShape)
  ) {
    throw broken('its description has another form');
  }
  if (description.version !== 1) {
    throw broken(
      `it was written by a newer version (${described(description.version)}); upgrade gatescope`
    );
  }
  return description as ModelDescription;
}

function rebuilt(who: string, description: ModelDescription): Sequential {
  const { name, seed, dtype, compute, compiled } = description;
  const model = new Sequential(
    description.layers.map(entry => rebuiltLayer(who, entry)),
    { name, seed, dtype, compute }
  );
  model.build(description.inputShape);
  if (compiled) {
    model.compile(rebuiltCompile(who, compiled));
  }
  return model;
}

/**
 * What `compile` was given, from a file.
 *
 * @throws RangeError on an optimizer, schedule or loss that does not exist
 */
export function rebuiltCompile(
  who: string,
  { optimizer, loss, metrics: names }: CompiledEntry
): CompileOptions {
  const make = optimizers[
    requireOneOf(
      who,
      'optimizer',
      optimizer.name as keyof typeof optimizers,
      Object.keys(optimizers) as (keyof typeof optimizers)[]
    )
  ] as (options: object) => Optimizer;
  const makeLoss = losses[
    requireOneOf(
      who,
      'loss',
      loss.name as keyof typeof losses,
      Object.keys(losses) as (keyof typeof losses)[]
    )
  ] as (options: object) => Loss;
  return {
    optimizer: make({
      ...optimizer.options,
      ...rebuiltRate(who, optimizer.options.learningRate)
    }),
    loss: makeLoss(loss.options),
    metrics: names.map(entry => rebuiltMetric(who, entry))
  };
}

function rebuiltMetric(
  who: string,
  entry: CompiledEntry['metrics'][number]
): MetricName | Metric {
  if (typeof entry === 'string') {
    return entry as MetricName;
  }
  const make = metrics[
    requireOneOf(
      who,
      'metric',
      entry.name as keyof typeof metrics,
      Object.keys(metrics) as (keyof typeof metrics)[]
    )
  ] as (options: object) => Metric;
  return make(entry.options);
}

function rebuiltRate(
  who: string,
  rate: unknown
): { learningRate?: number | Schedule } {
  if (typeof rate !== 'object' || rate === null) {
    return typeof rate === 'number' ? { learningRate: rate } : {};
  }
  const { name, options } = rate as NamedOptions;
  const make = schedules[
    requireOneOf(
      who,
      'schedule',
      name as keyof typeof schedules,
      Object.keys(schedules) as (keyof typeof schedules)[]
    )
  ] as (options: object) => Schedule;
  return { learningRate: make(options) };
}

/** A regulariser or a constraint. */
function rebuiltHolder(
  who: string,
  option: string,
  { name, options }: NamedOptions
): unknown {
  const makers: Readonly<Record<string, unknown>> = option.endsWith(
    'Constraint'
  )
    ? constraints
    : regularizers;
  const make = makers[requireOneOf(who, option, name, Object.keys(makers))] as (
    options: object
  ) => unknown;
  return make(options);
}

function rebuiltLayer(who: string, entry: LayerEntry): Layer {
  const { type, name, trainable, options } = entry;
  const make = layerMakers[
    requireOneOf(who, 'layer', type, Object.keys(layerMakers))
  ] as (options: object) => Layer;
  const layer = make({
    ...options,
    ...Object.fromEntries(
      Object.entries(options)
        .filter(([option, value]) => holder.test(option) && value)
        .map(([option, value]) => [
          option,
          rebuiltHolder(who, option, value as NamedOptions)
        ])
    ),
    name,
    trainable,
    ...(options.layer !== undefined && {
      layer: rebuiltLayer(who, options.layer as LayerEntry)
    }),
    ...(Array.isArray(options.layers) && {
      layers: options.layers.map(inner =>
        rebuiltLayer(who, inner as LayerEntry)
      )
    })
  });
  return layer;
}
