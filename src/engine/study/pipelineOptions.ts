import {
  requireFunction,
  requireKnown,
  requireObject,
  requireText
} from '../base/check';
import { anything, object, options as reader } from '../base/options';
import { described } from '../base/described';
import { fitNames, type FitOptions } from '../models/fit';
import { Sequential } from '../models/sequential';
import type { FittedPreprocessing, Preprocessing } from './preprocessing';
import type { Estimator, FittedEstimator } from './ridge';

export interface PipelineOptions {
  /** What prepares x, one after the other, under names of your own: `{ scaler: standardScaler() }`. */
  steps?: Readonly<Record<string, Preprocessing>>;
  /** What prepares y; answers come back in y's own unit. As scikit-learn's `TransformedTargetRegressor`. */
  target?: Preprocessing;
  /** A compiled network, or a model such as `ridge()`. */
  model: Sequential | Estimator;
  /** How a network is trained: `{ epochs: 20, batchSize: 16 }`. Other models take none of these. */
  fit?: FitOptions;
}

/** The options with every one checked. */
export interface SettledPipeline {
  readonly steps: readonly (readonly [string, Preprocessing])[];
  readonly target?: Preprocessing;
  readonly model: Sequential | Estimator;
  readonly fit: FitOptions;
}

/** What a pipeline knows once it was fitted. */
export interface FittedPipeline {
  readonly steps: readonly (readonly [string, FittedPreprocessing])[];
  readonly target?: FittedPreprocessing;
  readonly model: Sequential | FittedEstimator;
}

const read = reader('pipeline', {
  steps: object<Readonly<Record<string, Preprocessing>>>().or({}),
  target: anything<Preprocessing | undefined>(),
  model: anything<Sequential | Estimator>(),
  fit: object<FitOptions>().or({})
});

/** @throws TypeError on a wrong option, or on a preparation that was fitted already */
export function settlePipeline(given: PipelineOptions): SettledPipeline {
  const who = 'pipeline';
  const { steps, target, model, fit } = read(given);
  const list = Object.entries(steps);
  list.forEach(([name, step]) =>
    requirePreprocessing(who, `steps.${name}`, step)
  );
  if (target !== undefined && target !== null) {
    requirePreprocessing(who, 'target', target);
  }
  requireModel(who, model);
  requireFitOptions(`${who}: fit`, fit, model);
  return {
    steps: list,
    ...(target && { target }),
    model,
    fit
  };
}

/**
 * Throws on an option of training that does not exist, and on each that a model has no use for which
 * learns from all examples at once.
 */
export function requireFitOptions(
  who: string,
  fit: FitOptions,
  model: Sequential | Estimator
): void {
  requireKnown(who, fit, fitNames);
  const given = Object.entries(fit).find(([, value]) => value !== undefined);
  if (given && !(model instanceof Sequential)) {
    throw new TypeError(
      `${who}: '${given[0]}' is for the training of a network, but the model '${model.name}' learns from all examples at once and alike; leave it out`
    );
  }
}

function requirePreprocessing(who: string, name: string, value: unknown): void {
  requireObject(who, name, value);
  const step = value as Partial<Preprocessing> & { readonly apply?: unknown };
  if (typeof step.apply === 'function' && typeof step.fit !== 'function') {
    throw new TypeError(
      `${who}: ${name} was fitted already, on rows among which those of a validation may be: a leak. Give standardScaler(), which takes its numbers from the training of each fit`
    );
  }
  if (typeof step.fit !== 'function') {
    throw new TypeError(
      `${who}: ${name} must be a preparation such as standardScaler(), got ${described(value)}`
    );
  }
}

function requireModel(who: string, model: unknown): void {
  if (model instanceof Sequential) {
    if (!model.compiled) {
      throw new TypeError(
        `${who}: model must be compiled: model.compile({ optimizer: 'adam', loss: … })`
      );
    }
    if (model.history) {
      throw new TypeError(
        `${who}: model was trained already, on examples among which those of a validation may be: a leak. Give a new one`
      );
    }
    return;
  }
  if (typeof model !== 'object' || model === null) {
    throw new TypeError(
      `${who}: model must be a compiled network or a model such as ridge(), got ${described(model)}`
    );
  }
  const { name, fit } = model as Partial<Estimator>;
  requireFunction(who, 'model.fit', fit);
  requireText(who, 'model.name', name);
}
