import { fromBase64, toBase64 } from '../../trace/base64';
import { requireOneOf } from '../base/check';
import { described } from '../base/described';
import { Cell } from '../cells/cell';
import { numbersOf, scalerOf, type ScalerNumbers } from '../data/scaler';
import { gru } from '../cells/gru';
import { lstm } from '../cells/lstm';
import { minGru } from '../cells/minGru';
import { minLstm } from '../cells/minLstm';
import { rnn } from '../cells/rnn';
import { sLstm } from '../cells/sLstm';
import type { ChangesRequest } from '../run/changeRequests';
import type { CellRunOptions } from '../run/runCell';
import type { RunOfNetwork } from '../run/run';
import { Tensor, asTensor } from '../tensor/tensor';
import { readModel } from './loadModel';
import { writeModel } from './modelFile';
import { Sequential } from './sequential';
import type { ModelTraceOptions } from './traceOptions';

/** Numbers with a shape, as JSON keeps them. */
interface TensorEntry {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A cell as JSON keeps it: who makes it, from what, and its weights. */
interface CellEntry {
  readonly kind: 'cell';
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly weights: Readonly<Record<string, TensorEntry>>;
}

/** A model as JSON keeps it: the bytes of its file as base64. */
interface ModelEntry {
  readonly kind: 'sequential';
  readonly file: string;
}

/** A run as JSON keeps it: its network, what it read and how it was asked for. */
export interface RunFile {
  readonly version: 1;
  /** By which a page that shows the run knows it. */
  readonly id: string;
  readonly network: CellEntry | ModelEntry;
  readonly x: TensorEntry;
  readonly options: Readonly<Record<string, unknown>>;
  /** What is held and edited in it; absent where nothing is. */
  readonly changes?: ChangesRequest;
}

/** By the name that a cell has for readers. */
const makers: Readonly<Record<string, (options: never) => Cell>> = {
  RNN: rnn,
  LSTM: lstm,
  GRU: gru,
  minGRU: minGru,
  minLSTM: minLstm,
  sLSTM: sLstm
};

/**
 * A run as JSON from which another machine makes it again, with edits and clamps of its own.
 *
 * @throws Error when its network or one of its options is a function, which no file can hold
 */
export function writeRun(run: RunOfNetwork): RunFile {
  const { made } = run;
  if (!made) {
    throw new Error('writeRun: this run was not made by a cell or a model');
  }
  return {
    version: 1,
    id: run.id,
    network: networkEntry(made.network),
    x: tensorEntry(asTensor(made.x)),
    options: Object.fromEntries(
      Object.entries(made.options)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, plain(name, value)])
    ),
    ...(run.changes.clamps.length + run.changes.edits.length > 0 && {
      changes: run.changes
    })
  };
}

function networkEntry(network: unknown): RunFile['network'] {
  if (network instanceof Sequential) {
    return { kind: 'sequential', file: toBase64(writeModel(network)) };
  }
  if (network instanceof Cell && Object.hasOwn(makers, network.name)) {
    const { definition, inputSize, units, dtype } = network;
    return {
      kind: 'cell',
      name: network.name,
      options: definition.spec
        ? Object.fromEntries(
            // Start values are in the weights.
            Object.entries(definition.spec).filter(
              ([name]) => !name.endsWith('Initializer')
            )
          )
        : { inputSize, units, dtype },
      weights: Object.fromEntries(
        Object.entries(network.getWeights()).map(([name, tensor]) => [
          name,
          tensorEntry(tensor)
        ])
      )
    };
  }
  throw new Error(
    `writeRun: the network must be one of gatescope's cells or a sequential model, got ${described(network)}`
  );
}

function tensorEntry({ shape, values }: Tensor): TensorEntry {
  return { shape, values: Array.from(values) };
}

/** Options that are functions, made again from their numbers. */
const SCALERS = ['scaler', 'targetScaler'];

/** An option of a run, where JSON gives it back as it is. */
function plain(name: string, value: unknown): unknown {
  if (value instanceof Tensor) {
    return value.toArray();
  }
  const scaler = numbersOf(value);
  if (scaler) {
    return scaler;
  }
  const text = JSON.stringify(value);
  const holds = (part: unknown): boolean =>
    typeof part !== 'function' &&
    (typeof part !== 'object' ||
      part === null ||
      (Array.isArray(part) || Object.getPrototypeOf(part) === Object.prototype
        ? Object.values(part).every(holds)
        : false));
  if (text === undefined || !holds(value)) {
    throw new Error(
      `writeRun: the option ${name} must be numbers, text or lists of them, got ${described(value)}`
    );
  }
  return value;
}

/**
 * The run that `writeRun` wrote, made again.
 *
 * @throws RangeError when this is no such run
 */
export function readRun(file: unknown): RunOfNetwork {
  const { version, network, x, options, changes } = (file ??
    {}) as Partial<RunFile>;
  if (version !== 1 || !network || !x || !options) {
    throw new RangeError(
      `readRun: expected a run of version 1, got ${described(file)}`
    );
  }
  const run = runAsMade({ network, x, options });
  return changes ? run.recompute(changes) : run;
}

function runAsMade({
  network,
  x,
  options
}: Pick<RunFile, 'network' | 'x' | 'options'>): RunOfNetwork {
  const input = tensorOf(x);
  const scalers = Object.fromEntries(
    SCALERS.filter(name => options[name] !== undefined).map(name => [
      name,
      scalerOf(options[name] as ScalerNumbers)
    ])
  );
  if (network.kind === 'sequential') {
    return readModel(fromBase64(network.file), 'readRun').trace(input, {
      ...options,
      ...scalers
    } as ModelTraceOptions);
  }
  const make = makers[
    requireOneOf('readRun', 'network', network.name, Object.keys(makers))
  ] as (options: object) => Cell;
  const cell = make(network.options);
  cell.setWeights(
    Object.fromEntries(
      Object.entries(network.weights).map(([name, entry]) => [
        name,
        tensorOf(entry)
      ])
    )
  );
  return cell.run(input, options as CellRunOptions);
}

function tensorOf({ shape, values }: TensorEntry): Tensor {
  return asTensor(Float64Array.from(values)).reshape([...shape]);
}
