import type { Showable } from '../../../engine';
import type { Bundle } from '../../../trace';
import type { InfluenceData } from '../../../views/influence/influenceView';
import { influence } from '../../../engine/run/influence';
import { isRun } from './kindOf';

/** What the last answer of a run hangs on, where its picture shows that; undefined where it has none. */
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
