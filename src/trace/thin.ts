import type { NumericArray } from './array';
import { encodedLength } from './encode';
import type {
  Bundle,
  Channel,
  Comparison,
  History,
  Series,
  Trace,
  Weights
} from './generated/types';
import { lightSnapshots, sizeOfSnapshots } from './lightSnapshots';
import { replayedEpochs } from './replayedEpochs';
import { withoutSpread } from './withoutSpread';

/**
 * A bundle that takes at most `limit` bytes in a notebook. What is left out goes in this order:
 * summands of equations (of weights: each single one), how a batch spreads, gates of the saved epochs of a training run, some of these epochs, steps of the time axis. `thinned` says
 * so in words; the kernel still has everything.
 */
export function thin(bundle: Bundle, limit: number): Bundle {
  if (bundle.kind === 'weights') {
    return thinWeights(bundle, limit);
  }
  if (bundle.kind === 'history') {
    return thinRun(bundle, limit);
  }
  for (const reduce of [asItIs, withoutTerms, withoutBatch]) {
    const reduced = reduce(bundle);
    if (fits(reduced, limit)) {
      return reduced;
    }
  }
  let current: Bundle = bundle;
  for (let every = 2; every <= 2048 && !fits(current, limit); every *= 2) {
    current = mapTraces(withoutBatch(bundle), trace => thinTrace(trace, every));
  }
  return current;
}

/** Leaves out gates of saved epochs, then some of these epochs, then all, and losses of batches. */
function thinRun(history: History, limit: number): History {
  const saved = history.snapshots?.length ?? 0;
  const shown = withReplayed(history);
  for (const reduce of ofHistories) {
    const reduced = reduce(shown, saved);
    if (fits(reduced, limit)) {
      return reduced;
    }
  }
  let current = history;
  for (let every = 2; every <= 2048 && !fits(current, limit); every *= 2) {
    current = thinHistory(withoutSnapshots(history), every);
  }
  return current;
}

/** Leaves out what enters over the batch, the derivatives one by one, then the weights; norms and histograms stay. */
function thinWeights(bundle: Weights, limit: number): Weights {
  if (fits(bundle, limit)) {
    return bundle;
  }
  const without = (...left: readonly ('weights' | 'gradient')[]): Weights => ({
    ...bundle,
    batch: undefined,
    time: undefined,
    layers: bundle.layers.map(layer => ({
      ...layer,
      entering: undefined,
      parameters: layer.parameters.map(parameter => ({
        ...parameter,
        ...(left.includes('weights') && {
          weights: { ...parameter.weights, array: undefined }
        }),
        ...(left.includes('gradient') &&
          parameter.gradient && {
            gradient: { ...parameter.gradient, array: undefined }
          })
      }))
    })),
    thinned: left.includes('weights')
      ? 'The saved copy holds norms and histograms only; with a running kernel each weight is shown.'
      : left.length === 0
        ? 'The saved copy has no room for the other sequences.'
        : 'The saved copy holds of the gradients norms and histograms only; with a running kernel all are shown.'
  });
  return (
    [without(), without('gradient')].find(less => fits(less, limit)) ??
    without('gradient', 'weights')
  );
}

/** Base64 takes more bytes than this for a number, so that much need not be encoded to be too much. */
const LEAST_BYTES = 5;

function fits(bundle: Bundle, limit: number): boolean {
  return (
    !(
      bundle.kind === 'history' &&
      bundle.snapshots !== undefined &&
      sizeOfSnapshots(bundle.snapshots) * LEAST_BYTES > limit
    ) && encodedLength(bundle) <= limit
  );
}

const asItIs = <B extends Bundle>(bundle: B): B => bundle;

/** @param saved how many epochs the kernel has */
const ofHistories: readonly ((history: History, saved: number) => History)[] = [
  asItIs,
  (history, saved) => withLightSnapshots(history, saved, 1, 3),
  ...[1, 2, 4, 8, 16, 32, 64].map(
    every => (history: History, saved: number) =>
      withLightSnapshots(history, saved, every, 0)
  ),
  withoutSnapshots
];

/** Of the saved epochs those that a replay shows. */
function withReplayed(history: History): History {
  const all = history.snapshots ?? [];
  const snapshots = replayedEpochs(all, history.bestEpoch);
  return snapshots.length === all.length
    ? history
    : {
        ...history,
        snapshots,
        thinned: `The saved copy holds ${snapshots.length} of ${all.length} saved epochs; the kernel has all.`
      };
}

function withoutTerms(bundle: Bundle): Bundle {
  const strip = (trace: Trace): Trace => ({
    ...trace,
    layers: trace.layers.map(layer => ({
      ...layer,
      channels: layer.channels.filter(({ role }) => role !== 'term')
    })),
    thinned: 'The parts of each equation are left out of the saved copy.'
  });
  return mapTraces(bundle, strip);
}

/** Leaves out how the numbers of a batch spread, too, where that is held. */
function withoutBatch(bundle: Bundle): Bundle {
  return mapTraces(withoutTerms(bundle), trace => {
    const less = withoutSpread(trace);
    return less === trace
      ? trace
      : {
          ...less,
          thinned:
            'The parts of each equation and the spread over the batch are left out of the saved copy.'
        };
  });
}

/**
 * Every so many of the snapshots as the replay draws them, the last in any case; the last few of
 * these with all that they hold.
 */
function withLightSnapshots(
  history: History,
  saved: number,
  every: number,
  complete: number
): History {
  const { snapshots, bestEpoch } = history;
  if (snapshots === undefined) {
    return history;
  }
  const last = snapshots.length - 1;
  const kept = snapshots.filter(
    ({ epoch }, index) =>
      index === last || epoch === bestEpoch || (last - index) % every === 0
  );
  const from = kept.length - complete;
  const gates = complete === 0 ? 'no epoch' : `the last ${complete} epochs`;
  return {
    ...history,
    snapshots: lightSnapshots(kept, index => index >= from),
    thinned:
      kept.length === saved
        ? `The saved copy holds the gates of ${gates}; with a running kernel those of all are shown.`
        : `The saved copy holds ${kept.length} of ${saved} saved epochs, and the gates of ${gates}; the kernel has all.`
  };
}

function withoutSnapshots(history: History): History {
  return history.snapshots === undefined
    ? history
    : {
        ...history,
        snapshots: undefined,
        thinned: 'The snapshots of the training are left out of the saved copy.'
      };
}

function mapTraces(bundle: Bundle, change: (trace: Trace) => Trace): Bundle {
  if (bundle.kind === 'trace') {
    return change(bundle);
  }
  if (bundle.kind === 'comparison') {
    const traces = bundle.traces.map(change);
    const thinned = traces.find(trace => trace.thinned)?.thinned;
    const comparison: Comparison = { ...bundle, traces };
    return thinned === undefined ? comparison : { ...comparison, thinned };
  }
  return bundle;
}

function thinTrace(trace: Trace, every: number): Trace {
  const { steps, labels, ...time } = trace.time;
  const kept = keptSteps(trace, every);
  const pick = (array: NumericArray) => pickRows(array, kept);
  const channel = (item: Channel): Channel => ({
    ...item,
    array: pick(item.array)
  });
  const series = (item: Series): Series => ({
    ...item,
    values: pick(item.values)
  });
  return {
    ...trace,
    thinned: `The saved copy holds every ${ordinal(every)} of ${steps} steps; with a running kernel all are shown.`,
    time: {
      ...time,
      steps,
      kept,
      ...(labels && { labels: keptLabels(labels, kept) })
    },
    input: { ...trace.input, array: pick(trace.input.array) },
    layers: trace.layers.map(layer => ({
      ...layer,
      ...(layer.entering && { entering: pick(layer.entering) }),
      ...(layer.enteringGradient && {
        enteringGradient: pick(layer.enteringGradient)
      }),
      channels: layer.channels.map(channel)
    })),
    outputs: trace.outputs.map(series),
    ...(trace.targets && { targets: trace.targets.map(series) })
  };
}

/**
 * Every nth step, the last one, where a network that answers once answers, and the step that the view
 * opens on; of these two also the step before, so that they can be worked out.
 */
function keptSteps({ time: { steps }, view }: Trace, every: number): number[] {
  const wished = [steps - 1, view?.step].flatMap(step =>
    step === undefined ? [] : [step - 1, step]
  );
  return Array.from({ length: steps }, (_, step) => step).filter(
    step => step % every === 0 || wished.includes(step)
  );
}

/** Labels are short, and all of them stay; those of a very long run only where a step is kept. */
function keptLabels(
  labels: readonly string[],
  kept: readonly number[]
): readonly string[] {
  if (labels.length <= MOST_LABELS) {
    return labels;
  }
  const held = new Set(kept);
  return labels.map((label, step) => (held.has(step) ? label : ''));
}

const MOST_LABELS = 5000;

function thinHistory(history: History, every: number): History {
  const pick = (array: NumericArray | undefined) =>
    array &&
    pickRows(
      array,
      Array.from(
        { length: Math.ceil(array.shape[0] / every) },
        (_, index) => index * every
      )
    );
  return {
    ...history,
    batchLoss: pick(history.batchLoss),
    thinned: `The saved copy holds every ${ordinal(every)} batch.`
  };
}

/** Some rows of an array along its first axis. */
function pickRows(array: NumericArray, rows: readonly number[]): NumericArray {
  const [, ...rest] = array.shape;
  const width = rest.reduce((size, extent) => size * extent, 1);
  const values = array.values.slice(0, rows.length * width);
  rows.forEach((row, index) =>
    values.set(
      array.values.subarray(row * width, (row + 1) * width),
      index * width
    )
  );
  return { dtype: array.dtype, shape: [rows.length, ...rest], values };
}

function ordinal(count: number): string {
  const last = count % 10;
  const teen = Math.floor(count / 10) % 10 === 1;
  return `${count}${teen ? 'th' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'}`;
}
