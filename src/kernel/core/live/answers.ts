import {
  GradientFlow as FlowOfRuns,
  weightsByGate,
  type History,
  type Race,
  type RunOfNetwork,
  type Showable
} from '../../../engine';
import {
  numbersCode,
  type CheckReport,
  type GradientFlow,
  type Race as RaceBundle,
  type Trace,
  type Weights
} from '../../../trace';
import {
  comparisonBundle,
  runsWithEdits
} from '../../../engine/study/comparison';
import { type ComparisonOfRuns } from '../../../engine/study/comparisonOfRuns';
import { influence } from '../../../engine/run/influence';
import { isRevised, type Revised } from '../../../engine/base/revised';
import { withEditsOf } from '../../../engine/recurrence/changes';
import type { Scope } from '../cells/scope';
import { liveHistory } from './liveHistory';
import { type Answers } from './pageLink';
import { isHistory, isRace, isRun } from './kindOf';
import type { LiveRegistry } from './registry';
import { historyName, nameOf, viewCode } from './viewCode';

/** What the answers need of the session. */
export interface AnswerParts {
  readonly registry: LiveRegistry;
  readonly scope: Scope;
  /** Makes a value known to notebook cells under a name, with its type. */
  readonly bind: (name: string, type: string, value: unknown) => void;
  readonly checks: {
    run(params: Parameters<Answers['check']>[0]): Promise<CheckReport>;
    stop(exercise: string): boolean;
  };
  /** Called when a page follows a training run or a race again. */
  readonly followed: (training: History | Race) => void;
}

const SELECTION_TYPE =
  '{ readonly layer: string; readonly channel: string; readonly units: readonly number[]; readonly steps: readonly number[] } | null';

/** The answers to what views ask of the objects behind them. */
export function createAnswers({
  registry,
  scope,
  bind,
  checks,
  followed
}: AnswerParts): Answers {
  function find(id: string): Showable {
    const result = registry.get(id);
    if (result === undefined) {
      throw new Error(
        'The kernel no longer has this result: run its notebook cell again.'
      );
    }
    return result;
  }

  function findRun(id: string): RunOfNetwork {
    const result = find(id);
    if (!isRun(result)) {
      throw new Error('This result cannot be run again with changes.');
    }
    return result;
  }

  function findHistory(id: string): History {
    const result = find(id);
    if (!isHistory(result)) {
      throw new Error('This result is not a training run.');
    }
    return result;
  }

  /** What goes on by itself: one training, or several side by side. */
  function findTraining(id: string): History | Race {
    const result = find(id);
    return isRace(result) ? result : findHistory(id);
  }

  /** The trace of a run, or of one sequence of its batch, under the id by which the page knows it. */
  function traceOf(run: Showable, id: string, sequence?: number): Trace {
    return { ...(registry.bundle(run, { sequence }) as Trace), id };
  }

  return {
    attach({ id }) {
      const result = registry.get(id);
      if (result === undefined) {
        return { known: false };
      }
      if (isHistory(result) || isRace(result)) {
        followed(result);
      }
      const stale = isRevised(result) ? result.staleReason : null;
      return {
        known: true,
        ...(stale !== null && { stale }),
        ...('revision' in result && { revision: Number(result.revision) })
      };
    },
    recompute({ id, sequence = 0, edits, clamps }) {
      const run = findRun(id);
      requireFresh(run);
      const again = run.recompute({
        edits: withEditsOf(sequence, edits, run.changes),
        clamps
      });
      return {
        trace: traceOf(again, id, sequence),
        name: nameOf(scope, run)
      };
    },
    sequence: ({ id, sequence }) => ({
      trace: traceOf(findRun(id), id, sequence)
    }),
    influence({ id, ...asked }) {
      const run = findRun(id);
      requireFresh(run);
      return influence(run, asked);
    },
    slide({ id, value }) {
      const bundle = registry.slide(id, value);
      if (bundle?.kind !== 'trace' && bundle?.kind !== 'gradientFlow') {
        throw new Error(
          'The kernel no longer has the function of this slider: run its notebook cell again.'
        );
      }
      return { bundle };
    },
    whole({ id }) {
      const bundle = registry.snapshot(id) ?? registry.bundle(find(id));
      if (
        bundle.kind !== 'trace' &&
        bundle.kind !== 'comparison' &&
        bundle.kind !== 'weights'
      ) {
        throw new Error(
          'Only runs, comparisons and weights are saved thinned.'
        );
      }
      return { bundle: { ...bundle, id } };
    },
    select({ id, selection, sequence }) {
      bind('selection', SELECTION_TYPE, selection);
      return {
        code:
          selection === null
            ? 'selection'
            : selectionCode(
                nameOf(scope, registry.get(id)),
                selection,
                sequence
              )
      };
    },
    gradientFlow({ id, threshold, sequence, lossStep }) {
      const result = find(id);
      const flow =
        result instanceof FlowOfRuns
          ? result.from(lossStep ?? result.lossStep)
          : findRun(id).gradientFlow({
              ...(threshold !== undefined && { threshold }),
              ...(sequence !== undefined && { sequence }),
              ...(lossStep !== undefined && { lossStep })
            });
      registry.add(flow);
      return { flow: registry.bundle(flow) as GradientFlow };
    },
    weights({ id }) {
      const weights = weightsByGate(findRun(id));
      registry.add(weights);
      return { weights: registry.bundle(weights) as Weights };
    },
    code: ({ id, ...shown }) => ({ code: viewCode(scope, find(id), shown) }),
    stop({ id }) {
      findTraining(id).stop('stopped in the view');
      return {};
    },
    async resume({ id, epochs, batches }) {
      const training = findTraining(id);
      followed(training);
      const going: Promise<unknown> = isRace(training)
        ? training.resume({ epochs })
        : training.resume({ epochs, batches });
      // Whether it begins is the answer; how it goes is seen in the training's own events.
      await Promise.race([going, new Promise(resolve => setTimeout(resolve))]);
      going.catch(() => undefined);
      return {};
    },
    useEpoch({ id, epoch }) {
      const history = findHistory(id);
      followed(history);
      const used = history.useEpoch(epoch ?? 'last');
      const name = historyName(scope, history);
      const argument = epoch === null ? "'last'" : String(epoch);
      return {
        epoch: used,
        last: epoch === null,
        code: name === null ? '' : `${name}.useEpoch(${argument});`
      };
    },
    walkWeights({ id, way }) {
      const history = findHistory(id);
      followed(history);
      return { moved: history[way]() };
    },
    history: ({ id }) => ({ history: liveHistory(registry, findHistory(id)) }),
    race({ id }) {
      const result = find(id);
      if (!isRace(result)) {
        throw new Error('This result is not a race.');
      }
      return { race: registry.bundle(result) as RaceBundle };
    },
    check: async params => ({ report: await checks.run(params) }),
    stopCheck: ({ exercise }) => ({ stopped: checks.stop(exercise) }),
    compare({ id, sequence = 0, edits }) {
      const result = find(id) as ComparisonOfRuns;
      if (!Array.isArray(result.runs)) {
        throw new Error('This result is not a comparison.');
      }
      requireFresh(result);
      const traces = runsWithEdits(result.runs, edits, sequence).map(
        (again, at) => traceOf(again, result.runs[at].id, sequence)
      );
      return {
        comparison: comparisonBundle(id, traces, result.runs, result.metrics)
      };
    }
  };
}

/** What is run again with other weights does not go beside what was shown with those of before. */
function requireFresh(result: Revised): void {
  if (result.stale) {
    throw new Error(
      'The network was trained since this was shown: run its notebook cell again.'
    );
  }
}

function selectionCode(
  run: string | null,
  selection: {
    readonly layer: string;
    readonly channel: string;
    readonly units: readonly number[];
    readonly steps: readonly number[];
  },
  sequence = 0
): string {
  const { layer, channel, units, steps } = selection;
  const words = `{ layer: ${JSON.stringify(layer)}, channel: ${JSON.stringify(channel)}, units: ${numbersCode(units)}, steps: ${numbersCode(steps)} }`;
  return run === null
    ? `const selection = ${words};`
    : `import { show } from 'gatescope';\nshow(${run}.clamp({ ...${words}, value: 0 })${sequence > 0 ? `, { sequence: ${sequence} }` : ''});`;
}
