import type {
  Bundle,
  Channel,
  Comparison,
  History,
  NumericArray,
  Series,
  Trace
} from '../../trace';
import { encode } from '../../trace';

/** Length of the JSON that a notebook would keep. */
export function encodedLength(bundle: Bundle): number {
  return JSON.stringify(encode(bundle)).length;
}

/**
 * A bundle that takes at most `limit` bytes in a notebook. What is left out goes in this order:
 * summands of equations, snapshots of a training run, then steps of the time axis. `thinned` says
 * so in words; the kernel still has everything.
 */
export function thin(bundle: Bundle, limit: number): Bundle {
  let current = bundle;
  for (const reduce of reductions) {
    if (encodedLength(current) <= limit) {
      return current;
    }
    current = reduce(current);
  }
  for (let every = 2; every <= 1024; every *= 2) {
    if (encodedLength(current) <= limit) {
      return current;
    }
    current = everyNth(bundle, every);
  }
  return current;
}

const reductions: readonly ((bundle: Bundle) => Bundle)[] = [
  withoutTerms,
  withoutSnapshots
];

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

function withoutSnapshots(bundle: Bundle): Bundle {
  return bundle.kind === 'history' && bundle.snapshots !== undefined
    ? {
        ...bundle,
        snapshots: undefined,
        thinned: 'The snapshots of the training are left out of the saved copy.'
      }
    : bundle;
}

function everyNth(bundle: Bundle, every: number): Bundle {
  const stripped = withoutSnapshots(withoutTerms(bundle));
  if (stripped.kind === 'history') {
    return thinHistory(stripped, every);
  }
  return mapTraces(stripped, trace => thinTrace(trace, every));
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
  const { steps } = trace.time;
  const kept = Array.from(
    { length: Math.ceil(steps / every) },
    (_, index) => index * every
  );
  const pick = (array: NumericArray) => pickRows(array, kept);
  const channel = (item: Channel): Channel => ({
    ...item,
    array: pick(item.array)
  });
  const series = (item: Series): Series => ({
    ...item,
    values: pick(item.values)
  });
  const indexOf = new Map(kept.map((step, index) => [step, index]));
  const { labels, mask, ...time } = trace.time;
  return {
    ...trace,
    thinned: `The saved copy holds every ${ordinal(every)} of ${steps} steps; with a running kernel all are shown.`,
    time: {
      ...time,
      ...(trace.time.marks && {
        marks: trace.time.marks.map(mark => ({
          ...mark,
          step: Math.floor(mark.step / every)
        }))
      }),
      steps: kept.length,
      labels: kept.map(step => labels?.[step] ?? String(step)),
      ...(mask && { mask: pick(mask) })
    },
    input: { ...trace.input, array: pick(trace.input.array), editable: false },
    layers: trace.layers.map(layer => ({
      ...layer,
      channels: layer.channels.map(channel)
    })),
    outputs: trace.outputs.map(series),
    ...(trace.targets && { targets: trace.targets.map(series) }),
    clamps: trace.clamps.map(clamp => ({
      ...clamp,
      ...(clamp.steps && { steps: keptSteps(clamp.steps, indexOf) })
    })),
    edits: trace.edits.flatMap(edit => {
      const step = indexOf.get(edit.step);
      return step === undefined ? [] : [{ ...edit, step }];
    })
  };
}

function keptSteps(
  steps: readonly number[],
  indexOf: ReadonlyMap<number, number>
): number[] {
  return steps.flatMap(step => indexOf.get(step) ?? []);
}

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
