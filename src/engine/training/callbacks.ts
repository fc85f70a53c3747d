import { family } from '../base/family';
import type { Convention } from '../recurrence/weights';
import { requireObject, suggestion } from '../base/check';
import type { Settled } from '../base/options';
import {
  convention,
  flag,
  integer,
  number,
  oneOf,
  options as reader,
  path,
  text
} from '../base/options';
import { host } from '../base/host';
import { Tensor } from '../tensor/tensor';
import { described } from '../base/described';
import { decidedBy, type Callback, type CallbackState } from './callback';

/** Which number a callback watches. */
export interface Monitoring {
  /** Which number of an epoch is watched. Default `valLoss`. */
  monitor?: string;
  /** Whether less is better; by default read off the name. */
  mode?: 'min' | 'max' | 'auto';
}

export interface EarlyStoppingOptions extends Monitoring {
  /** Epochs without an improvement after which training ends. Default 0. */
  patience?: number;
  /** A smaller change is none. Default 0. */
  minDelta?: number;
  /** Puts the weights of the best epoch back at the end. Default false. */
  restoreBestWeights?: boolean;
  /** The first epoch that counts. Default 0. */
  startFromEpoch?: number;
}

export interface PlateauOptions extends Monitoring {
  /** The rate is multiplied by it. Default 0.1. */
  factor?: number;
  /** Default 10. Keras acts at so many bad epochs, PyTorch once they exceed it. */
  patience?: number;
  /** A smaller change is none. Default 0.0001. */
  minDelta?: number;
  /**
   * Whether `minDelta` is a number of its own or a share of the best: PyTorch's `threshold_mode`.
   * Default `absolute` as Keras, `relative` as PyTorch.
   */
  thresholdMode?: 'absolute' | 'relative';
  /** Epochs to wait after a change. Default 0. */
  cooldown?: number;
  /** The rate does not fall below it. Default 0. */
  minLearningRate?: number;
  convention?: Convention;
}

export interface CheckpointOptions extends Monitoring {
  /** The file; `{epoch}` in it becomes the number of the epoch, from 1. */
  path: string;
  /** Only when the watched number is the best so far. Default false. */
  saveBestOnly?: boolean;
  /** Every so many epochs; with `saveBestOnly` only these are looked at. Default 1. */
  every?: number;
}

const monitoring = {
  monitor: text.or('valLoss'),
  mode: oneOf(['auto', 'min', 'max']).or('auto')
};
const readEarlyStopping = reader('callbacks.earlyStopping', {
  ...monitoring,
  patience: integer(0).or(0),
  minDelta: number({ least: 0 }).or(0),
  restoreBestWeights: flag.or(false),
  startFromEpoch: integer(0).or(0)
});
const readPlateau = reader('callbacks.reduceLearningRateOnPlateau', {
  ...monitoring,
  factor: number({ least: 0, most: 1 }).or(0.1),
  patience: integer(0).or(10),
  minDelta: number({ least: 0 }).or(1e-4),
  cooldown: integer(0).or(0),
  minLearningRate: number({ least: 0 }).or(0),
  thresholdMode: oneOf(['absolute', 'relative']).orBy({
    keras: 'absolute',
    pytorch: 'relative'
  }),
  convention: convention.or('keras')
});
const readCheckpoint = reader('callbacks.checkpoint', {
  ...monitoring,
  path,
  saveBestOnly: flag.or(false),
  every: integer().or(1)
});

/** Things done while training. */
export const callbacks = family('callbacks', {
  /**
   * Ends training when a number no longer improves. As Keras's `EarlyStopping`.
   *
   * @throws TypeError on a wrong or unknown option; while training a RangeError when there is no number of the name `monitor`
   * @example
   * ```ts
   * const model = sequential([layers.dense({ units: 1 })], { seed: 1 });
   * model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
   * const history = await model.fit([[1], [2]], [1, 2], { epochs: 3, callbacks: [callbacks.earlyStopping({ monitor: 'loss', patience: 5 })] });
   * history.epochs.length; // 3
   * ```
   */
  earlyStopping(options: EarlyStoppingOptions = {}): Callback {
    const who = 'callbacks.earlyStopping';
    const settled = readEarlyStopping(options);
    const { patience, minDelta, startFromEpoch, restoreBestWeights, ...which } =
      settled;
    const { monitor, sign } = watched(which);
    let best = Infinity;
    let bestEpoch = 0;
    let wait = 0;
    let weights: Tensor[] | null = null;
    const made: Callback = {
      onTrainBegin() {
        best = Infinity;
        wait = 0;
        weights = null;
      },
      onEpochEnd(epoch, logs, control) {
        if (epoch < startFromEpoch) {
          return;
        }
        const value = sign * requireLog(who, monitor, logs);
        if (value < best - minDelta) {
          best = value;
          bestEpoch = epoch;
          wait = 0;
          control.history.bestEpoch = epoch;
          if (restoreBestWeights) {
            weights = control.variables.map(
              ({ tensor }) => new Tensor(tensor.values.slice(), tensor.shape)
            );
          }
          return;
        }
        wait++;
        if (wait >= patience && epoch > 0) {
          control.stop(
            `${monitor} did not improve for ${wait} epoch${wait === 1 ? '' : 's'}`
          );
        }
      },
      onTrainEnd(control) {
        if (weights) {
          control.variables.forEach(({ tensor }, at) =>
            tensor.values.set(weights![at].values)
          );
          control.changed();
        }
      },
      state: () => ({
        memory: { best: String(best), bestEpoch, wait },
        ...(weights && {
          tensors: Object.fromEntries(
            weights.map((tensor, at) => [String(at), tensor])
          )
        })
      }),
      restore(state) {
        const memory = memoryIn(who, state);
        const { tensors } = state;
        best = Number(memory.best);
        bestEpoch = Number(memory.bestEpoch);
        wait = Number(memory.wait);
        weights = tensors ? Object.values(tensors) : null;
      }
    };
    return decidedBy(made, { kind: 'earlyStopping', ...settled });
  },

  /**
   * Lowers the learning rate when a number no longer improves. As Keras's `ReduceLROnPlateau`, or
   * PyTorch's with `convention: 'pytorch'`.
   *
   * @throws TypeError on a wrong or unknown option; while training a TypeError where a schedule has the rate, and a RangeError when there is no number of the name `monitor`
   * @example
   * ```ts
   * const model = sequential([layers.dense({ units: 1 })], { seed: 1 });
   * model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
   * const history = await model.fit([[1], [2]], [1, 2], { epochs: 3, callbacks: [callbacks.reduceLearningRateOnPlateau({ monitor: 'loss' })] });
   * history.epochs.length; // 3
   * ```
   */
  reduceLearningRateOnPlateau(options: PlateauOptions = {}): Callback {
    const who = 'callbacks.reduceLearningRateOnPlateau';
    const { factor, patience, minDelta, cooldown, ...settled } =
      readPlateau(options);
    const { monitor, sign } = watched(settled);
    const { minLearningRate: floor } = settled;
    const pytorch = settled.convention === 'pytorch';
    const relative = settled.thresholdMode === 'relative';
    let best = Infinity;
    let bad = 0;
    let cooling = 0;
    return {
      onTrainBegin({ optimizer }) {
        // Where a schedule has the rate, that is told now, and not at the first plateau.
        optimizer.learningRate = +optimizer.learningRate;
        best = Infinity;
        bad = 0;
        cooling = 0;
      },
      onEpochEnd(_epoch, logs, { optimizer }) {
        const value = sign * requireLog(who, monitor, logs);
        // PyTorch takes the share of the best with its sign: min·(1 − share), max·(1 + share).
        const margin =
          relative && Number.isFinite(best)
            ? (pytorch ? sign * best : Math.abs(best)) * minDelta
            : minDelta;
        if (!pytorch && cooling > 0) {
          cooling--;
          bad = 0;
        }
        if (value < best - margin) {
          best = value;
          bad = 0;
        } else if (pytorch || cooling === 0) {
          bad++;
        }
        if (pytorch && cooling > 0) {
          cooling--;
          bad = 0;
        }
        if (pytorch ? bad > patience : bad > 0 && bad >= patience) {
          const rate = optimizer.learningRate;
          const next = Math.max(rate * factor, floor);
          if (pytorch ? rate - next > 1e-8 : rate > floor) {
            optimizer.learningRate = next;
            cooling = cooldown;
            bad = 0;
          } else if (pytorch) {
            cooling = cooldown;
            bad = 0;
          }
        }
      },
      state: () => ({ memory: { best: String(best), bad, cooling } }),
      restore(state) {
        const memory = memoryIn(who, state);
        best = Number(memory.best);
        bad = Number(memory.bad);
        cooling = Number(memory.cooling);
      }
    };
  },

  /**
   * Sets the learning rate at the start of each epoch: `(epoch, rate) => rate`.
   *
   * @throws TypeError when it is given no function, and while training where a schedule has the rate
   * @example
   * ```ts
   * const model = sequential([layers.dense({ units: 1 })], { seed: 1 });
   * model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
   * const history = await model.fit([[1], [2]], [1, 2], { epochs: 3, callbacks: [callbacks.learningRateScheduler((epoch, rate) => rate / 2)] });
   * history.epochs.length; // 3
   * ```
   */
  learningRateScheduler(
    rateOf: (epoch: number, rate: number) => number
  ): Callback {
    if (typeof rateOf !== 'function') {
      throw new TypeError(
        `callbacks.learningRateScheduler: expected a function (epoch, rate) => rate, got ${described(rateOf)}`
      );
    }
    return {
      onEpochBegin(epoch, { optimizer }) {
        optimizer.learningRate = rateOf(epoch, optimizer.learningRate);
      }
    };
  },

  /**
   * Writes a file from which `fit` goes on bit for bit (`resumeFrom`) and which `loadModel` reads.
   * The file is at any time either the old one or the whole new one.
   *
   * @throws TypeError on a wrong or unknown option; while training what writing the file throws
   * @example
   * ```ts
   * callbacks.checkpoint({ path: 'model-{epoch}', every: 2 }).runsLast; // true
   * ```
   */
  checkpoint(options: CheckpointOptions): Callback {
    const who = 'callbacks.checkpoint';
    const {
      path: file,
      every,
      saveBestOnly,
      ...which
    } = readCheckpoint(options);
    const { monitor, sign } = watched(which);
    let best = Infinity;
    return {
      runsLast: true,
      async onEpochEnd(epoch, logs, control) {
        if ((epoch + 1) % every !== 0) {
          return;
        }
        if (saveBestOnly) {
          const value = sign * requireLog(who, monitor, logs);
          // As Keras: no number is better than NaN, and NaN than none.
          if (!(value < best)) {
            return;
          }
          best = value;
        }
        await host().writeFile(
          file.replaceAll('{epoch}', String(epoch + 1)),
          control.checkpoint()
        );
      },
      state: () => ({ memory: { best: String(best) } }),
      restore(state) {
        const memory = memoryIn(who, state);
        best = Number(memory.best);
      }
    };
  }
});

/** The number to watch, and 1 when less is better, −1 when more is. */
function watched({ monitor, mode }: Settled<typeof monitoring>): {
  monitor: string;
  sign: 1 | -1;
} {
  const isMore =
    mode === 'max' ||
    (mode === 'auto' && /accuracy|precision|recall|f1$/i.test(monitor));
  return { monitor, sign: isMore ? -1 : 1 };
}

/** What a callback remembered. @throws TypeError unless it is what `state` gives */
function memoryIn(who: string, state: CallbackState): CallbackState['memory'] {
  requireObject(`${who}.restore`, 'state', state);
  requireObject(`${who}.restore`, 'state.memory', state.memory);
  return state.memory;
}

function requireLog(
  who: string,
  name: string,
  logs: Readonly<Record<string, number>>
): number {
  requireObject(who, 'logs', logs);
  if (!Object.hasOwn(logs, name)) {
    const names = Object.keys(logs);
    throw new RangeError(
      `${who}: there is no number '${name}' in an epoch${suggestion(name, names)}; there are ${names.join(', ')}` +
        (name.startsWith('val')
          ? ' (give fit validationSplit or validationData)'
          : '')
    );
  }
  return logs[name];
}
