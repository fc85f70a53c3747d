import { RunOfNetwork, type Showable } from '../../engine';
import { freshId } from '../../engine/showable';
import type { Bundle, Comparison, Trace } from '../../trace';
import { TRACE_VERSION } from '../../trace';

/** Two to four runs over the same data, drawn side by side. */
export interface ComparisonOfRuns extends Showable<Comparison> {
  readonly runs: readonly Showable[];
}

/**
 * Puts runs side by side.
 *
 * @throws TypeError when there are not two to four, or one of them is not a run; RangeError when
 *   they have different numbers of steps
 */
export function comparisonOf(runs: readonly Showable[]): ComparisonOfRuns {
  if (runs.length < 2 || runs.length > 4) {
    throw new TypeError(
      `show: two to four runs can be compared, got ${runs.length}`
    );
  }
  const id = freshId('comparison');
  const toBundle = (): Comparison =>
    comparisonBundle(id, runs.map(traceOf), runs);
  toBundle();
  return { id, runs, toBundle, toString: () => comparisonText(toBundle()) };
}

function traceOf(run: Showable, index: number): Trace {
  const bundle: Bundle = run.toBundle();
  if (bundle.kind !== 'trace') {
    throw new TypeError(
      `show: element ${index} should be a run to compare, got a ${bundle.kind}`
    );
  }
  return bundle;
}

/**
 * The bundle of traces side by side.
 *
 * @param runs the runs that the traces are of, for how their networks were trained
 */
export function comparisonBundle(
  id: string,
  traces: readonly Trace[],
  runs: readonly Showable[] = []
): Comparison {
  const [first] = traces;
  for (const { time } of traces) {
    if (time.steps !== first.time.steps) {
      throw new RangeError(
        `show: runs are compared step by step, but they have ${traces.map(trace => trace.time.steps).join(' and ')} steps`
      );
    }
  }
  return {
    version: TRACE_VERSION,
    kind: 'comparison',
    id,
    traces,
    rows: traces.map((trace, index) => {
      const run = runs[index];
      const training =
        run instanceof RunOfNetwork ? run.record.training?.() : null;
      return {
        name: rowName(trace, index, traces),
        parameters: sumOfParameters(trace),
        ...(trace.loss && { loss: trace.loss }),
        ...(training && {
          training: training.loss,
          secondsPerEpoch: training.secondsPerEpoch
        })
      };
    })
  };
}

/** A run's title, or its cell; numbered when two would have the same. */
function rowName(trace: Trace, index: number, all: readonly Trace[]): string {
  const nameOf = ({ title, layers }: Trace) =>
    title ?? layers.map(({ cellName }) => cellName).join(' + ');
  const name = nameOf(trace);
  return all.filter(other => nameOf(other) === name).length > 1
    ? `${name} ${index + 1}`
    : name;
}

function sumOfParameters({ layers }: Trace) {
  return {
    count: layers.reduce((sum, { parameters }) => sum + parameters.count, 0),
    formula: layers.map(({ parameters }) => parameters.formula).join(' + '),
    arithmetic: layers
      .map(({ parameters }) => parameters.arithmetic)
      .join(' + ')
  };
}

function comparisonText({ rows }: Comparison): string {
  return rows
    .map(
      ({ name, parameters, loss }) =>
        `${name}: ${parameters.count} parameters${loss ? `, ${loss.name} ${loss.value.toPrecision(4)}` : ''}`
    )
    .join('\n');
}
