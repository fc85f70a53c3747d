import type {
  SentOutcome,
  SentTensor,
  SentTraining
} from '../base/trainingThreads';
import type { TensorLike } from '../tensor/tensor';
import { asTensor, Tensor } from '../tensor/tensor';
import { Diverged, requireConverged } from '../training/diverged';
import { History } from '../training/history';
import { claimOptimizer } from '../training/trainingLoop';
import { restoreCheckpoint, statesOf } from './checkpoint';
import type { FitOptions } from './fit';
import { readModel } from './loadModel';
import type { Model } from './model';
import { writeModel } from './modelFile';
import type { Sequential } from './sequential';

declare function structuredClone(value: unknown): unknown;

/** Options of `fit` whose values are functions, files of this place, or pictures for a reader. */
const onlyHere = ['callbacks', 'resumeFrom', 'shipped', 'snapshots'] as const;

/** A training that can be done elsewhere, or why it cannot. */
export type Packed = { readonly job: SentTraining } | { readonly why: string };

/**
 * Packs a network with its weights, what `compile` settled and the examples, so that another thread
 * trains it as it would be trained here.
 */
export function packTraining(
  model: Model,
  x: Tensor,
  y: Tensor,
  options: FitOptions
): Packed {
  const own = onlyHere.find(name => {
    const value: unknown = options[name];
    return Array.isArray(value)
      ? value.length > 0
      : value !== undefined && value !== false;
  });
  if (own) {
    return { why: `${own} of fit cannot be sent to another thread` };
  }
  const { compiled } = model;
  const metric = compiled?.metrics.find(({ kind }) => kind === undefined);
  if (metric) {
    return { why: `the metric '${metric.name}' is a function of your own` };
  }
  const { optimizer } = compiled!;
  if (Object.keys(statesOf(model).read()).length > 0) {
    return { why: 'the network carries states from before' };
  }
  if (
    optimizer.iterations > 0 ||
    (typeof optimizer.spec?.learningRate === 'number' &&
      optimizer.learningRate !== optimizer.spec.learningRate)
  ) {
    return {
      why: `the optimizer ${optimizer.name} was used or changed before`
    };
  }
  model.prepare('model.fit', x);
  let file: Uint8Array;
  try {
    file = writeModel(model);
  } catch (error) {
    return { why: reasonOf(error) };
  }
  const { validationData, sampleWeight, ...given } = options;
  const plain = Object.fromEntries(
    Object.entries(given).filter(
      ([name]) => !(onlyHere as readonly string[]).includes(name)
    )
  );
  const odd = Object.keys(plain).find(
    name => !canBeCopied(plain[name as keyof typeof plain])
  );
  if (odd !== undefined) {
    return { why: `${odd} of fit cannot be sent to another thread` };
  }
  return {
    job: {
      model: file,
      x: sent(x),
      y: sent(y),
      ...(validationData && { validationData: validationData.map(sent) }),
      ...(sampleWeight !== undefined && { sampleWeight: sent(sampleWeight) }),
      options: plain
    }
  };
}

/** Whether a value can go from thread to thread: what holds functions cannot. */
function canBeCopied(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

/** What follows `model.save: ` in the words of who refused to write it. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replace(/^model\.save: /, '')
    .replace(/, which no file can hold.*$/, '');

/**
 * Does a training that was sent. What goes wrong comes back too: it is told where the training was
 * asked for.
 */
export async function trainSent(job: SentTraining): Promise<SentOutcome> {
  let model: Model | null = null;
  try {
    const network = readModel(job.model, 'model.fit');
    let checkpoint: Uint8Array | null = null;
    model = network;
    await network.fit(received(job.x), received(job.y), {
      ...(job.options as FitOptions),
      ...(job.validationData && {
        validationData: job.validationData.map(
          received
        ) as unknown as FitOptions['validationData']
      }),
      ...(job.sampleWeight && { sampleWeight: received(job.sampleWeight) }),
      verbose: 0,
      callbacks: [
        {
          runsLast: true,
          onTrainEnd(control) {
            requireConverged(network.variables);
            checkpoint = control.checkpoint();
          }
        }
      ]
    });
    return { checkpoint: checkpoint! };
  } catch (error) {
    if (error instanceof Diverged) {
      return {
        diverged: error.message,
        elapsed: model?.history?.elapsed ?? 0
      };
    }
    const { name, message } =
      error instanceof Error
        ? error
        : { name: 'Error', message: String(error) };
    return { name, message };
  }
}

/**
 * Makes a network what it would be had it been trained here: weights, optimizer and history.
 *
 * @throws what the training threw; Diverged where it diverged
 */
export function takeTraining(
  model: Sequential,
  options: FitOptions,
  outcome: SentOutcome
): void {
  const who = 'model.fit';
  const { optimizer } = model.compiled!;
  claimOptimizer(who, optimizer, model);
  if ('diverged' in outcome) {
    throw new Diverged(outcome.diverged);
  }
  if (!('checkpoint' in outcome)) {
    const { name, message } = outcome;
    throw new ({ RangeError, TypeError }[name] ?? Error)(message);
  }
  const { epochs = 1 } = options;
  const history = new History(epochs, 0, () => model.summary().toBundle());
  restoreCheckpoint(model, history, outcome.checkpoint, who, statesOf(model));
  history.title = options.title;
  model.history = history;
  history.end('finished');
}

function sent(value: TensorLike): SentTensor {
  const { values, shape } = asTensor(value, 'model.fit').detach();
  return { values, shape };
}

const received = ({ values, shape }: SentTensor): Tensor =>
  new Tensor(values, shape);
