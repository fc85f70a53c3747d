import type { Showable } from '../../../engine';
import { withEditsOf } from '../../../engine/recurrence/changes';
import { influence } from '../../../engine/run/influence';
import type { Bundle } from '../../../trace';
import type { InfluenceData } from '../../../views/influence/influenceView';
import { changesOf, openingOperations } from '../../../views/whatIf/operation';
import type { ChangedRun } from '../picture/tracePicture';
import { isRun, isSaved } from './kindOf';

/** What the last answer of a run depends on, where its picture shows that; undefined where it has none. */
export function influenceOf(
  result: Showable,
  bundle: Bundle
): InfluenceData | undefined {
  if (
    bundle.kind !== 'trace' ||
    bundle.view?.view !== 'influence' ||
    !isRun(result) ||
    !result.record.outputGradient
  ) {
    return undefined;
  }
  const answer = bundle.outputs[0]?.values.values.findLastIndex(
    value => !Number.isNaN(value)
  );
  if (answer === undefined || answer < 0) {
    return undefined;
  }
  const { gradient } = influence(result, { output: 0, step: answer });
  return { gradient, tries: [] };
}

/** The run with what its view holds and edits, for the picture of What if; undefined where nothing is. */
export function changedOf(
  result: Showable,
  bundle: Bundle,
  bundleOf: (run: Showable, sequence?: number) => Bundle
): ChangedRun | undefined {
  if (
    bundle.kind !== 'trace' ||
    bundle.view?.view !== 'whatIf' ||
    !isRun(result) ||
    isSaved(result)
  ) {
    return undefined;
  }
  const operations = openingOperations(bundle);
  if (operations.length === 0) {
    return undefined;
  }
  const { edits, clamps } = changesOf(bundle, operations);
  const sequence = bundle.batch?.sequence;
  const changed = bundleOf(
    result.recompute({
      edits: withEditsOf(sequence ?? 0, edits, result.changes),
      clamps
    }),
    sequence
  );
  return changed.kind === 'trace'
    ? { before: bundle, after: changed }
    : undefined;
}
