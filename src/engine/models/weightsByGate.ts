import { runSequence } from '../compiler/compiledSequence';
import type { Loss as LossValue, Weights } from '../../trace';
import { float64, TRACE_VERSION } from '../../trace';
import { requireKnown, requireText } from '../base/check';
import { described } from '../base/described';
import { madeNow, madeOf, type Revised } from '../base/revised';
import { weightsNow } from './weightsNow';
import type { Showable } from '../base/showable';
import { freshId } from '../base/showable';
import { Cell } from '../cells/cell';
import { enteringNumbers } from '../run/enteringNumbers';
import {
  layerWeights,
  type NormsOf,
  type WeighedLayer
} from '../run/layerWeights';
import { RunOfNetwork } from '../run/run';
import { SHARES } from '../run/sequenceSpread';
import { zeros } from '../tensor/making';
import { noGradient } from '../tensor/recording';
import type { TensorLike } from '../tensor/tensor';
import type { EpochRow } from '../training/epochRow';
import type { History } from '../training/history';
import {
  gradientsByParameter,
  layerParameters,
  type LayerParameters
} from '../training/weightStatistics';
import { examples, requireCompiled } from './examples';
import { Sequential } from './sequential';
import { withFreshStates } from './withFreshStates';

export interface WeightsByGateOptions {
  /** For a model: examples whose loss is differentiated by the weights. */
  x?: TensorLike;
  /** Their targets. */
  y?: TensorLike;
  title?: string;
}

/** A model that says itself what its recurrent layers hold, with a loss's derivatives where asked. */
export interface ModelOfGates {
  /** Counts changes of the weights. */
  readonly revision: number;
  readonly history: History | null;
  /** @internal The loss of some examples when there are any, and each recurrent layer. */
  gateWeights(
    who: string,
    x: TensorLike | undefined,
    y: TensorLike | undefined
  ): {
    readonly loss?: LossValue;
    readonly layers: readonly WeighedLayer[];
  };
}

/** The weights of recurrent layers by gate: values, histograms, norms, and the loss's derivatives. */
export class WeightsByGate implements Showable<Weights> {
  readonly id = freshId('weights');
  readonly #bundle: Omit<Weights, 'id'>;
  readonly #made: Revised;

  /** @internal */
  constructor(bundle: Omit<Weights, 'id'>, made: Revised) {
    this.#bundle = bundle;
    this.#made = made;
  }

  /** Changes of the network, counted when its weights were read. */
  get revision(): number {
    return this.#made.revision;
  }

  /** True when the network was trained or replaced since. */
  get stale(): boolean {
    return this.#made.stale;
  }

  /** @internal Why, in words; null where it is not stale. */
  get staleReason(): string | null {
    return this.#made.staleReason;
  }

  /** One entry a recurrent layer, each with its parameters in the order of the equations. */
  get layers(): Weights['layers'] {
    return this.#bundle.layers;
  }

  /** What the view reads. */
  toBundle(): Weights {
    return { ...this.#bundle, id: this.id };
  }

  toString(): string {
    return this.layers
      .map(({ name, cellName, parameters }) =>
        [
          `${name} (${cellName})`,
          ...parameters.map(({ name: parameter, shape, weights, gradient }) => {
            const bad = weights.notFinite + (gradient?.notFinite ?? 0);
            return (
              `  ${parameter} [${shape.join(', ')}]  ‖w‖ ${weights.norm.toPrecision(3)}` +
              (gradient ? `  ‖dL/dw‖ ${gradient.norm.toExponential(1)}` : '') +
              (bad > 0 ? `  ${bad} not finite` : '')
            );
          })
        ].join('\n')
      )
      .join('\n');
  }
}

/**
 * The weights of recurrent layers, gate by gate, as the equations name them (W_f, U_f, b_f, …): for
 * heatmaps, histograms and norms, with the loss's derivatives by them where there is a loss.
 *
 * @param of a cell, a run (with the derivatives of its loss), or a model; a model that was trained
 *   with `weightStatistics: true` has the norms of each epoch
 * @param options for a model `x` and `y` (of an `encoderDecoder` source and target), whose loss is
 *   differentiated; `title`
 * @throws TypeError when `of` is none of these, or only one of x and y is given; Error when the model
 *   has no weights yet
 * @example
 * ```ts
 * const run = lstm({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0], { gradientsOf: ({ h }) => h.at(-1).sum() });
 * const [layer] = weightsByGate(run).layers;
 * layer.parameters.slice(0, 3).map(({ name }) => name).join(' '); // 'W_f U_f b_f'
 * layer.parameters[1].gradient?.array?.shape; // [2, 2]
 * ```
 */
export function weightsByGate(
  of: Cell | RunOfNetwork | Sequential | ModelOfGates,
  options: WeightsByGateOptions = {}
): WeightsByGate {
  const who = 'weightsByGate';
  requireKnown(who, options, ['x', 'y', 'title']);
  const { x, y } = options;
  if (options.title !== undefined) {
    requireText(who, 'title', options.title);
  }
  if ((x === undefined) !== (y === undefined)) {
    throw new TypeError(
      `${who}: x and y belong together; only ${x === undefined ? 'y' : 'x'} was given`
    );
  }
  if (!(of instanceof Sequential) && !isModelOfGates(of) && x !== undefined) {
    throw new TypeError(
      `${who}: x and y are for a model; a run has the derivatives of its own loss`
    );
  }
  const title = options.title ?? (of instanceof RunOfNetwork && of.title);
  return new WeightsByGate(
    {
      version: TRACE_VERSION,
      kind: 'weights',
      ...(title && { title }),
      ...contentOf(who, of, options)
    },
    of instanceof RunOfNetwork ? madeOf([of]) : madeNow(weightsNow(of))
  );
}

type Content = Omit<Weights, 'id' | 'version' | 'kind' | 'title'>;

function contentOf(
  who: string,
  of: unknown,
  { x, y }: WeightsByGateOptions
): Content {
  if (of instanceof Cell) {
    const { definition, parameters } = of;
    const layer: WeighedLayer = {
      name: definition.name.toLowerCase(),
      cell: of,
      direction: 'forward',
      parameters,
      gradients: {}
    };
    return { layers: [layerWeights(layer, noNorms)] };
  }
  if (of instanceof RunOfNetwork) {
    return ofRun(of);
  }
  if (of instanceof Sequential) {
    return withNorms(of, sequentialWeights(who, of, x, y));
  }
  if (isModelOfGates(of)) {
    return withNorms(of, of.gateWeights(who, x, y));
  }
  throw new TypeError(
    `${who}: expected a cell, a run (cell.run(…) or model.trace(…)) or a model, got ${described(of)}`
  );
}

const noNorms: NormsOf = () => ({});

/** Which sequence of a batch is drawn beside the others. */
const SEQUENCE = 0;

function ofRun(run: RunOfNetwork): Content {
  const { layers, record } = run;
  const { time, steps, input } = record;
  const entering = layers.map(layer => enteringNumbers(run, layer, SEQUENCE));
  return {
    ...(record.loss && {
      loss: { name: record.loss.name, value: record.loss.value.item() }
    }),
    ...(entering.some(({ length }) => length > 0) && {
      batch: { sequence: SEQUENCE, size: input.x.shape[0], shares: SHARES },
      time: {
        steps,
        name: time.name,
        ...(time.labels && { labels: time.labels })
      }
    }),
    layers: layers.map((layer, at) =>
      layerWeights(
        {
          name: layer.name,
          entering: entering[at],
          cell: layer.record.cell,
          direction: layer.direction,
          parameters: layer.record.parameters,
          gradients: layer.parameterGradients,
          ...(at === 0 && { inputs: record.input.names })
        },
        noNorms
      )
    )
  };
}

function isModelOfGates(of: unknown): of is ModelOfGates {
  return typeof of === 'object' && of !== null && 'gateWeights' in of;
}

function sequentialWeights(
  who: string,
  model: Sequential,
  x: TensorLike | undefined,
  y: TensorLike | undefined
): ReturnType<ModelOfGates['gateWeights']> {
  if (!model.built && x === undefined) {
    throw new Error(
      `${who}: the model has no weights yet; give the first layer inputShape, or call model.build([null, features])`
    );
  }
  if (x === undefined || y === undefined) {
    return {
      layers: recordsOf(model).map(record => ({ ...record, gradients: {} }))
    };
  }
  const compiled = requireCompiled(who, model);
  const given = examples(who, model, x, y);
  const found = withFreshStates(model, () =>
    gradientsByParameter(model, given, compiled.loss)
  );
  return {
    loss: { name: compiled.loss.name, value: found.loss },
    layers: found.layers.map(({ record, gradients }) => ({
      ...record,
      gradients
    }))
  };
}

/** The layers of a model with their norms over the epochs of its training. */
function withNorms(
  { history }: ModelOfGates | Sequential,
  { loss, layers }: ReturnType<ModelOfGates['gateWeights']>
): Content {
  const last = history?.epochs.findLastIndex(({ weights }) => weights) ?? -1;
  const epochs = last < 0 ? undefined : last + 1;
  return {
    ...(loss && { loss }),
    ...(epochs !== undefined && { epochs }),
    ...(history?.status === 'failed' &&
      history.reason !== undefined && { failure: history.reason }),
    layers: layers.map(layer =>
      layerWeights(
        layer,
        history && epochs !== undefined
          ? normsOf(history.epochs.slice(0, epochs), layer.name)
          : noNorms
      )
    )
  };
}

/** The recurrent layers of a model by the names that its runs give them: one step of zeros is run. */
function recordsOf(model: Sequential): LayerParameters[] {
  const records: LayerParameters[] = [];
  const shape = (model.inputShape ?? []).map(extent => extent ?? 1);
  withFreshStates(model, () =>
    noGradient(() =>
      model.forward(zeros([1, ...shape], { dtype: model.dtype }), {
        ...model.passFor(false, 0),
        recorder: {
          run(name, _cell, request) {
            records.push(layerParameters(name, request));
            return runSequence(request);
          }
        }
      })
    )
  );
  return records;
}

function normsOf(epochs: readonly EpochRow[], layer: string): NormsOf {
  return parameter => {
    const rows = epochs.map(({ weights }) =>
      weights?.find(
        each => each.layer === layer && each.parameter === parameter
      )
    );
    const list = (of: 'norm' | 'gradientNorm') =>
      float64(
        rows.map(row => row?.[of] ?? NaN),
        [rows.length]
      );
    return { norms: list('norm'), gradientNorms: list('gradientNorm') };
  };
}
