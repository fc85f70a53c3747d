import { readRun, type RunFile } from '../engine/models/runFile';
import { weightsByGate } from '../engine/models/weightsByGate';
import { comparisonBundle, runsWithEdits } from '../engine/study/comparison';
import type { RunOfNetwork } from '../engine/run/run';
import type { LiveLink } from '../widgets/context';
import { linkAnswers, linkOf, liveBundle, type Answers } from './ownLink';

/** The runs behind a picture, as they stand beside it in a notebook. */
export interface KeptNetwork {
  readonly runs: readonly RunFile[];
}

/**
 * What the networks that stand beside a saved picture answer to its view: the page makes them again,
 * and no kernel is asked.
 *
 * @param id by which the view knows the picture
 * @throws RangeError when these are no runs
 */
export function networkLink(
  { runs: files }: KeptNetwork,
  id: string
): LiveLink {
  const runs = files.map(readRun);
  const asComparison = comparisonAnswers(
    runs,
    files.map(file => file.id),
    id
  );
  return linkOf(
    runs.length === 1
      ? {
          // A comparison may have a single network, which more are to join.
          compare: asComparison.compare,
          ...linkAnswers(runs[0], id),
          weights: () => ({ weights: weightsByGate(runs[0]).toBundle() })
        }
      : asComparison
  );
}

function comparisonAnswers(
  runs: readonly RunOfNetwork[],
  ids: readonly string[],
  id: string
): Pick<Answers, 'attach' | 'whole' | 'compare'> {
  const tracesOf = (
    again: readonly RunOfNetwork[],
    sequence?: number
  ): ReturnType<typeof liveBundle>[] =>
    again.map((run, at) => liveBundle(run, { id: ids[at], sequence }));
  return {
    attach: () => ({ known: true, revision: 0 }),
    whole: () => ({
      bundle: comparisonBundle(id, tracesOf(runs), runs, null)
    }),
    compare: ({ sequence = 0, edits }) => ({
      comparison: comparisonBundle(
        id,
        tracesOf(runsWithEdits(runs, edits, sequence), sequence),
        runs,
        null
      )
    })
  };
}
