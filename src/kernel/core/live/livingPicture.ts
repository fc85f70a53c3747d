import { RunOfNetwork, type Showable } from '../../../engine';
import { writeRun } from '../../../engine/models/runFile';
import { NETWORK_TYPE, type Bundle } from '../../../trace';
import type { MimeBundle } from '../library/displayHost';

/** Under which a page knows what it answers for itself: no kernel's session. */
const OF_THE_PAGE = 'lesson';

/** A picture that is live where no kernel runs: its page makes the network again. */
export interface LivingPicture {
  readonly bundle: Bundle;
  /** What stands beside it in an output. */
  readonly beside: MimeBundle['data'];
}

/**
 * What is shown with the networks behind it, so that it answers for itself; null for what has none, or
 * one that no file can hold.
 *
 * @param bundle of the result, as the registry makes it
 */
export function livingPicture(
  result: Showable,
  bundle: Bundle
): LivingPicture | null {
  const runs = runsOf(result);
  if (runs.length === 0 || bundle.view?.slider !== undefined) {
    return null;
  }
  try {
    return {
      bundle: {
        ...bundle,
        live: { revision: 0, ...bundle.live, session: OF_THE_PAGE }
      },
      beside: { [NETWORK_TYPE]: { runs: runs.map(writeRun) } }
    };
  } catch {
    // A function among its options, or a cell of one's own.
    return null;
  }
}

function runsOf(result: Showable): readonly RunOfNetwork[] {
  if (result instanceof RunOfNetwork) {
    return [result];
  }
  const runs: unknown = 'runs' in result ? result.runs : undefined;
  return Array.isArray(runs) && runs.every(each => each instanceof RunOfNetwork)
    ? runs
    : [];
}
