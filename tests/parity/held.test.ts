import type { Optimizer, TensorLike } from '../../src/engine';
import {
  gradients,
  optimizers,
  sequential,
  tensor,
  variable
} from '../../src/engine';
import { fixture } from './fixture';
import type { Entry } from './layerOf';
import { layerOf } from './layerOf';
import { relativeError } from './relativeError';

// What holds weights and outputs, importances and epochs that went before, against Keras on JAX
// (tests/fixtures/make_held.py), on the tape and where the kernels compute it by these.

interface HeldCase {
  readonly name: string;
  readonly layers: readonly Entry[];
  readonly optimizer: 'sgd' | 'adam' | 'rmsprop';
  readonly options: object;
  readonly x: number[][];
  readonly y: TensorLike;
  readonly start: readonly TensorLike[];
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly end: readonly TensorLike[];
  readonly score: number;
  readonly weight?: TensorLike;
  readonly initialEpoch?: number;
  readonly epochs?: readonly number[];
}

function modelOf(of: HeldCase, compute: 'tape' | 'auto') {
  const model = sequential(of.layers.map(layerOf), { seed: 1, compute });
  model.build([null]);
  model.setWeights(of.start);
  model.compile({
    optimizer: (optimizers[of.optimizer] as (options: object) => Optimizer)(
      of.options
    ),
    loss: 'meanSquaredError'
  });
  return model;
}

// On JAX, Keras multiplies matrices of float64 in float32.
const ways = [
  { compute: 'tape', tolerance: 2e-6 },
  { compute: 'auto', tolerance: 1e-5 }
] as const;

/** What the kernels leave to the tape while training, by the case. */
const leftToTape: Readonly<Record<string, RegExp>> = {
  'a regularised table': /'embedding' holds its table/,
  'a constrained table': /'embedding' holds its table/,
  'regularised activities': /'embedding' has an activityRegularizer/,
  'regularisers in both directions':
    /'bidirectional' has an activityRegularizer/
};

describe('what holds weights and outputs trains as in Keras', () => {
  it.each(
    fixture<HeldCase>('keras/held.json').flatMap(of =>
      ways.map(way => ({ ...of, ...way }))
    )
  )('$name ($compute)', async of => {
    const model = modelOf(of, of.compute);
    const history = await model.fit(of.x, of.y, {
      epochs: 2,
      batchSize: 4,
      shuffle: false,
      validationSplit: 0.2
    });
    if (of.compute === 'auto') {
      const [why] = model.summary().notes;
      const left = leftToTape[of.name];
      if (left) {
        expect(why).toMatch(left);
      } else {
        expect(why).toBeUndefined();
      }
    }
    compare(of, history.history, model.variables);
    const { loss } = await model.evaluate(of.x, of.y, { batchSize: 3 });
    expect(loss / of.score).toBeCloseTo(1, 5);
  });
});

describe('importances and epochs that went before count as in Keras', () => {
  it.each(
    fixture<HeldCase>('keras/weighted.json').flatMap(of =>
      ways.map(way => ({ ...of, ...way }))
    )
  )('$name ($compute)', async of => {
    const model = modelOf(of, of.compute);
    const whole = tensor(of.y);
    const weight = tensor(of.weight!);
    const epochs: number[] = [];
    const history = await model.fit(of.x.slice(0, 8), whole.slice(0, 8), {
      sampleWeight: weight.slice(0, 8),
      epochs: 4,
      initialEpoch: of.initialEpoch,
      batchSize: 3,
      shuffle: false,
      validationData: [of.x.slice(8), whole.slice(8), weight.slice(8)],
      callbacks: [{ onEpochEnd: epoch => void epochs.push(epoch) }]
    });
    expect(epochs).toEqual(of.epochs);
    compare(of, history.history, model.variables);
    const { loss } = await model.evaluate(of.x, whole, {
      sampleWeight: weight,
      batchSize: 3
    });
    expect(loss / of.score).toBeCloseTo(1, 5);
  });
});

/** Keras keeps its running means in float32. */
function compare(
  of: HeldCase & { readonly tolerance: number },
  history: Readonly<Record<string, readonly number[]>>,
  variables: readonly { readonly tensor: TensorLike }[]
): void {
  for (const [theirs, ours] of [
    ['loss', 'loss'],
    ['val_loss', 'valLoss']
  ]) {
    expect(of.history[theirs].length).toBeGreaterThan(1);
    of.history[theirs].forEach((value, epoch) =>
      expect(history[ours][epoch] / value).toBeCloseTo(1, 5)
    );
  }
  variables.forEach((weight, at) =>
    expect(relativeError(weight.tensor, of.end[at])).toBeLessThan(of.tolerance)
  );
}

interface SquashCase {
  readonly name: string;
  readonly ours: { name: string; approximate?: boolean; slope?: number };
  readonly x: readonly number[];
  readonly upstream: readonly number[];
  readonly y: readonly number[];
  readonly gradient: readonly number[];
}

it.each(fixture<SquashCase>('keras/squashes.json'))(
  '$name has the same values and slopes, number for number',
  of => {
    const x = variable(of.x);
    const { name, approximate, slope } = of.ours;
    const y = name === 'gelu' ? x.gelu({ approximate }) : x.leakyRelu(slope);
    const [slopes] = gradients(y.mul(of.upstream).sum(), [x]);
    of.x.forEach((_, at) => {
      expect(Math.abs(y.values[at] - of.y[at])).toBeLessThan(1e-14);
      expect(Math.abs(slopes.values[at] - of.gradient[at])).toBeLessThan(1e-13);
    });
  }
);
