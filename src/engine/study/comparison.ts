import type {
  Bundle,
  Comparison,
  InputEdit,
  LayerTrace,
  Trace
} from '../../trace';
import { TRACE_VERSION, wholeLayers, withoutSpread } from '../../trace';
import { requireKnown, requireList } from '../base/check';
import { RunOfNetwork } from '../run/run';
import { sequenceTitle } from '../run/traceBundle';
import { madeOf } from '../base/revised';
import { freshId, type Showable } from '../base/showable';
import { described } from '../base/described';
import type { ComparisonOfRuns, RowMetric } from './comparisonOfRuns';
import type { HeldOutOptions } from './heldOut';
import { heldOutMetrics, heldOutNames } from './heldOut';
import { formatStudyScore } from './scores';

/** Most runs; side by side so many are narrow, as lines they still can be told apart. */
const MOST = 8;

/**
 * Puts runs side by side, with a held-out score for each network if asked for.
 *
 * @param runs one to eight, over the same number of steps
 * @throws TypeError when there are not one to eight, one of them is not a run, or an option is wrong;
 *   RangeError when they have different numbers of steps, or the scores are not one a run
 * @example
 * ```ts
 * const x = [[0, 1, 0], [1, 0, 0], [0, 0, 1]];
 * const runs = [layers.gru({ units: 2 }), layers.lstm({ units: 2 })].map(layer => {
 *   const model = sequential([layer, layers.dense({ units: 1 })], { seed: 1 });
 *   model.compile({ loss: 'meanSquaredError', metrics: ['mae'] });
 *   return model.trace(x[0]);
 * });
 * const view = compareRuns(runs, { testData: [x, [0, 1, 1]] });
 * view.toBundle().rows[1].metric?.name; // 'meanAbsoluteError'
 * ```
 */
export function compareRuns(
  runs: readonly Showable[],
  options: HeldOutOptions & { readonly title?: string } = {},
  who = 'compareRuns'
): ComparisonOfRuns {
  requireList(who, 'runs', runs);
  if (runs.length < 1 || runs.length > MOST) {
    throw new TypeError(
      `${who}: one to eight runs can be compared, got ${runs.length}`
    );
  }
  requireKnown(who, options, ['title', ...heldOutNames]);
  const { title, ...heldOut } = options;
  const id = freshId('comparison');
  const traces = () => runs.map((run, index) => traceOf(who, run, index));
  checkSteps(who, traces());
  const metrics = heldOutMetrics(who, runs, heldOut);
  const toBundle = (): Comparison => ({
    ...comparisonBundle(id, traces(), runs, metrics),
    ...(title !== undefined && { title })
  });
  const made = madeOf(runs);
  return {
    id,
    runs,
    metrics,
    revision: made.revision,
    get stale() {
      return made.stale;
    },
    get staleReason() {
      return made.staleReason;
    },
    toBundle,
    toString: () => comparisonText(toBundle())
  };
}

function traceOf(who: string, run: Showable, index: number): Trace {
  if (typeof (run as Showable | undefined)?.toBundle !== 'function') {
    throw new TypeError(
      `${who}: element ${index} should be a run to compare, got ${described(run)}`
    );
  }
  const bundle: Bundle = run.toBundle();
  if (bundle.kind !== 'trace') {
    throw new TypeError(
      `${who}: element ${index} should be a run to compare, got a ${bundle.kind}`
    );
  }
  return bundle;
}

function checkSteps(who: string, traces: readonly Trace[]): void {
  if (traces.some(({ time }) => time.steps !== traces[0].time.steps)) {
    throw new RangeError(
      `${who}: runs are compared step by step, but they have ${traces.map(trace => trace.time.steps).join(' and ')} steps`
    );
  }
}

/**
 * The bundle of traces side by side.
 *
 * @param runs the runs that the traces are of, for how their networks were trained
 * @param metrics held-out scores, one a run
 */
export function comparisonBundle(
  id: string,
  traces: readonly Trace[],
  runs: readonly Showable[] = [],
  metrics: readonly RowMetric[] | null = null
): Comparison {
  return {
    version: TRACE_VERSION,
    kind: 'comparison',
    id,
    // Side by side no run is drawn beside its batch.
    traces: traces.map(withoutSpread),
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
        }),
        ...(metrics && { metric: metrics[index] })
      };
    })
  };
}

/** The cells of layers, both directions of one as one. */
const cellNames = (layers: readonly LayerTrace[]): string[] =>
  layers.flatMap(({ name, cellName }) =>
    name.endsWith('/backward')
      ? []
      : [name.endsWith('/forward') ? `bidirectional ${cellName}` : cellName]
  );

/** A run's title, or its cell; numbered when two would have the same. */
function rowName(trace: Trace, index: number, all: readonly Trace[]): string {
  const nameOf = ({ title, batch, ...trace }: Trace) =>
    // Which sequence of a batch it is, is no name: all networks read the same one.
    title !== undefined && title !== (batch && sequenceTitle(batch))
      ? title
      : cellNames(wholeLayers(trace)).join(' + ');
  const name = nameOf(trace);
  return all.filter(other => nameOf(other) === name).length > 1
    ? `${name} ${index + 1}`
    : name;
}

/** Parts of a layer, which are saved beside it, have none of their own. */
function sumOfParameters(trace: Trace) {
  const layers = trace.layers.filter(({ parameters }) => parameters.count > 0);
  return {
    count: layers.reduce((sum, { parameters }) => sum + parameters.count, 0),
    formula: layers.map(({ parameters }) => parameters.formula).join(' + '),
    arithmetic: layers
      .map(({ parameters }) => parameters.arithmetic)
      .join(' + ')
  };
}

function comparisonText({ rows }: Comparison): string {
  const lines = rows.map(({ name, parameters, loss, metric }) =>
    [
      `${name}: ${parameters.count} parameters`,
      ...(loss ? [`${loss.name} ${loss.value.toPrecision(4)}`] : []),
      ...(metric
        ? [`held out: ${metric.name} ${formatStudyScore(metric)}`]
        : [])
    ].join(', ')
  );
  const baseline = rows[0]?.metric?.baseline;
  return [
    ...lines,
    ...(baseline ? [`${baseline.name}: ${baseline.value.toPrecision(4)}`] : [])
  ].join('\n');
}

/**
 * The runs of a comparison again, over an input that all of them share with these edits. A run that
 * was shown with changes keeps them.
 */
export function runsWithEdits(
  runs: readonly Showable[],
  edits: readonly InputEdit[],
  sequence = 0
): RunOfNetwork[] {
  return runs.map(run => {
    if (!(run instanceof RunOfNetwork)) {
      throw new Error('A run of this comparison cannot be made again.');
    }
    const { changes } = run;
    return edits.length === 0
      ? run
      : run.recompute({
          edits: [
            ...changes.edits,
            ...edits.map(edit => ({ ...edit, sequence }))
          ],
          clamps: changes.clamps
        });
  });
}
