import { described } from '../base/described';
import { host } from '../base/host';
import { numbersInJson } from '../base/numbersInJson';
import { Option } from '../base/options';
import { readSafetensors, writeSafetensors } from '../files/safetensors';
import { digestOf } from '../tensor/digest';
import { Tensor } from '../tensor/tensor';
import type { EpochRow } from '../training/epochRow';
import { specOf, type Callback } from '../training/callback';
import type { History } from '../training/history';
import type { Optimizer } from '../training/optimizer';
import { claimOptimizer } from '../training/trainingLoop';
import type { CheckpointParts } from './checkpoint';
import type { Compiled } from './compile';
import type { Snapshots } from './snapshots';
import type { TrainableModel } from './trainable';

// Trainings that ship with the lessons, a file for each name. Each stands under a digest of all that
// decides it, and holds what `save` would keep of the network: no optimizer, no losses of single batches.

/** Names of what ships, as the lessons have them. */
const NAME = /^[\w-]+$/;

/** Reads `shipped`. */
export const shippedName: Option<string | false> = new Option<string | false>(
  (who, name, value) => {
    if (value === false || (typeof value === 'string' && NAME.test(value))) {
      return value;
    }
    throw new TypeError(
      `${who}: ${name} must be the name of trainings that ship with a lesson, such as '04', or false, got ${described(value)}`
    );
  }
).or(false);

/** What ships of a training beside its weights. */
interface Entry {
  readonly epochs: readonly EpochRow[];
  readonly bestEpoch: number | null;
  /** Milliseconds that it took where it was made. */
  readonly elapsed: number;
  /** Steps of its optimizer since the start. */
  readonly steps: number;
  /** Why it ended before its last epoch, where it did. */
  readonly reason?: string;
  /** The epochs whose weights stand behind those that it left, for snapshots. */
  readonly kept?: readonly number[];
}

interface Shipped {
  readonly entry: Entry;
  readonly weights: readonly Tensor[];
}

/** What ships under each name, once it was read; and what is kept where such files are made. */
const read = new Map<string, Promise<ReadonlyMap<string, Shipped>>>();
const kept = new Map<string, Map<string, Shipped>>();

/**
 * What was taken of a network and not trained here: its optimizer remembers nothing of it. It is made up
 * for when training goes on.
 */
interface Taken {
  /** A digest of the network as it was taken. */
  readonly network: string;
  /** Steps that the optimizer would have made by then, and those it has. */
  readonly steps: number;
  readonly made: number;
  /** How often its memory had been replaced. */
  readonly replaced: number | undefined;
  /** The weights before, and what learns from them on. */
  readonly begin: readonly Tensor[];
  readonly learn: readonly (() => Promise<void>)[];
}

const taken = new WeakMap<Optimizer, Taken>();

/** What decides a training. */
interface Decided {
  readonly who: string;
  readonly model: TrainableModel;
  readonly compiled: Compiled;
  readonly settings: {
    readonly callbacks: readonly Callback[];
    readonly snapshots?: { readonly every?: unknown };
    readonly resumeFrom?: string;
  };
  readonly learnedFrom: readonly unknown[];
  write(parts: CheckpointParts): Uint8Array;
}

/** One training, as it may ship. */
export interface ShippedTraining {
  /**
   * Gives the network the weights, and the history the epochs, that training here would give.
   *
   * @param learn trains it here after all, where training goes on from it
   * @param snapshots those that it is told to keep: made again from the weights that ship
   * @returns whether it ships
   */
  take(
    history: History,
    learn: () => Promise<void>,
    snapshots?: Snapshots
  ): boolean;
  /** Keeps it, where that is asked for. */
  keep(history: History): Promise<void>;
}

/**
 * @returns null where it is decided by what has no digest
 * @throws Error when what ships under that name cannot be read
 */
export async function shippedTraining(
  training: Decided,
  shipped: string
): Promise<ShippedTraining | null> {
  const { who, model, compiled } = training;
  const ships = await trainingsOf(who, shipped);
  // The network may have changed meanwhile.
  const key = keyOf(training);
  if (key === null) {
    return null;
  }
  const found = ships.get(key);
  const { optimizer } = compiled;
  return {
    take(history, learn, snapshots) {
      if (!found) {
        return false;
      }
      const { entry } = found;
      const count = model.variables.length;
      /** Of what training left, then of each epoch that was kept. */
      const weightsAt = (at: number): readonly Tensor[] =>
        found.weights.slice(at * count, (at + 1) * count);
      claimOptimizer(who, optimizer, model);
      const before = stillTaken(training);
      const begin = before?.begin ?? copiesOf(model);
      history.kept.timeline?.beforeTraining();
      model.setWeights([...weightsAt(0)]);
      taken.set(optimizer, {
        network: networkOf(training),
        steps: entry.steps,
        made: optimizer.iterations,
        replaced: optimizer.replaced,
        begin,
        learn: [...(before?.learn ?? []), learn]
      });
      history.epochs.push(...entry.epochs);
      history.bestEpoch = entry.bestEpoch ?? undefined;
      history.elapsed = entry.elapsed;
      entry.kept?.forEach((epoch, at) =>
        history.kept.epochs.set(
          epoch,
          weightsAt(at + 1).map(({ values }) => values)
        )
      );
      snapshots?.takeAgain();
      history.end(
        entry.reason === undefined ? 'finished' : 'stopped',
        entry.reason
      );
      return true;
    },
    async keep(history) {
      const { keepTrainings } = host();
      if (!keepTrainings) {
        return;
      }
      const all = kept.get(shipped) ?? new Map<string, Shipped>();
      const { epochs } = history.kept;
      kept.set(shipped, all);
      all.set(key, {
        entry: {
          epochs: history.epochs,
          bestEpoch: history.bestEpoch ?? null,
          elapsed: history.elapsed,
          steps: optimizer.iterations,
          ...(history.reason !== undefined && { reason: history.reason }),
          ...(epochs.size > 0 && { kept: [...epochs.keys()] })
        },
        weights: [
          ...copiesOf(model),
          ...[...epochs.values()].flatMap(values =>
            model.variables.map(
              ({ tensor: { shape } }, at) => new Tensor(values[at], shape)
            )
          )
        ]
      });
      await keepTrainings(shipped, written(all));
    }
  };
}

/**
 * Trains what was taken of a network, so that its optimizer remembers it before training goes on; null where
 * nothing was.
 */
export function learnTaken(training: Decided): Promise<void> | null {
  const before = stillTaken(training);
  taken.delete(training.compiled.optimizer);
  return before && learnAgain(training, before);
}

async function learnAgain(training: Decided, before: Taken): Promise<void> {
  const { model, compiled } = training;
  const { optimizer } = compiled;
  const now = copiesOf(model);
  const { learningRate } = optimizer;
  model.setWeights([...before.begin]);
  try {
    for (const learn of before.learn) {
      await learn();
    }
  } catch (error) {
    // Interrupted: it stays as it was taken.
    model.setWeights(now);
    optimizer.reset();
    if (typeof optimizer.spec?.learningRate === 'number') {
      optimizer.learningRate = learningRate;
    }
    taken.set(optimizer, { ...before, made: 0, replaced: optimizer.replaced });
    throw error;
  }
}

/** What was taken of a network, where neither it nor its optimizer has changed since. */
function stillTaken(training: Decided): Taken | null {
  const { optimizer } = training.compiled;
  const before = taken.get(optimizer);
  return before !== undefined &&
    before.made === optimizer.iterations &&
    before.replaced === optimizer.replaced &&
    before.network === networkOf(training)
    ? before
    : null;
}

/** Copies: training changes weights where they are. */
const copiesOf = (model: TrainableModel): Tensor[] =>
  model.variables.map(
    ({ tensor: { values, shape } }) => new Tensor(values.slice(), shape)
  );

/** Settings that decide nothing of what is learned, or are in the examples. */
const undecisive: readonly string[] = [
  'callbacks',
  'sampleWeight',
  'shipped',
  'snapshots',
  'title',
  'validationData',
  'verbose'
];

/**
 * A digest of all that decides a training; null where something does that has none: callbacks and files of
 * this place, functions with what they read from around them, parts of one's own. (A callback has one where
 * what it was made with decides all that it does.) Of snapshots it is how often weights are kept.
 */
function keyOf(training: Decided): string | null {
  const { compiled, settings, learnedFrom } = training;
  const { callbacks, snapshots, resumeFrom } = settings;
  const deciding = Object.entries(settings).filter(
    ([name]) => !undecisive.includes(name)
  );
  if (
    callbacks.some(each => specOf(each) === undefined) ||
    resumeFrom !== undefined ||
    deciding.some(([, value]) => typeof value === 'function') ||
    compiled.metrics.some(({ kind }) => kind === undefined)
  ) {
    return null;
  }
  let network: string;
  try {
    network = networkOf(training);
  } catch {
    // A layer or loss of one's own, which no file can hold.
    return null;
  }
  const { optimizer } = compiled;
  return digestOf([
    network,
    stillTaken(training)?.steps ?? optimizer.iterations,
    optimizer.learningRate,
    learnedFrom,
    Object.fromEntries(deciding),
    ...(snapshots ? [{ keptEvery: snapshots.every ?? 1 }] : []),
    ...callbacks.map(specOf)
  ]);
}

/** A digest of a network: its layers, what compile settled, its weights of now. */
const networkOf = ({ write }: Decided): string =>
  digestOf(write({ tensors: {}, metadata: {} }));

function trainingsOf(
  who: string,
  name: string
): Promise<ReadonlyMap<string, Shipped>> {
  const before = read.get(name);
  if (before) {
    return before;
  }
  const reading = host()
    .readData(fileOf(name))
    .then(parsed)
    .catch((error: unknown) => {
      read.delete(name);
      if (host().keepTrainings) {
        return new Map<string, Shipped>();
      }
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(
        `${who}: shipped: what ships under the name '${name}' cannot be read (${why}); with shipped: false it is trained here`,
        { cause: error }
      );
    });
  read.set(name, reading);
  return reading;
}

const fileOf = (name: string): string => `trained-${name}.safetensors`;

function parsed(bytes: Uint8Array): ReadonlyMap<string, Shipped> {
  const { tensors, metadata } = readSafetensors(bytes, 'what ships');
  const weights = new Map<string, Tensor[]>();
  for (const [name, tensor] of Object.entries(tensors)) {
    const [key, at] = name.split('/');
    const own = weights.get(key) ?? [];
    weights.set(key, own);
    own[Number(at)] = tensor;
  }
  return new Map(
    Object.entries(metadata).map(([key, words]) => [
      key,
      {
        entry: JSON.parse(words, numbersInJson.read) as Entry,
        weights: weights.get(key) ?? []
      }
    ])
  );
}

function written(all: ReadonlyMap<string, Shipped>): Uint8Array {
  const tensors: Record<string, Tensor> = {};
  const metadata: Record<string, string> = {};
  for (const [key, { entry, weights }] of all) {
    metadata[key] = JSON.stringify(entry, numbersInJson.write);
    weights.forEach((tensor, at) => (tensors[`${key}/${at}`] = tensor));
  }
  return writeSafetensors(tensors, metadata);
}
