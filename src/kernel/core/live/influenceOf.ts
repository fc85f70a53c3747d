import type { Showable } from '../../../engine';
import type { Bundle } from '../../../trace';
import type { Influence } from '../picture/influencePicture';
import { influence } from '../../../engine/run/influence';
import { isRun } from './kindOf';

/** What the last answer of a run hangs on, where its picture shows that; undefined where it has none. */
export function influenceOf(
  result: Showable,
  bundle: Bundle
): Influence | undefined {
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
  return { answer, ...influence(result, { output: 0, step: answer }) };
}
