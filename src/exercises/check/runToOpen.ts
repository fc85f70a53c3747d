import type { RunOfNetwork } from '../../engine/run/run';
import type { ViewOptions } from '../../trace';
import type { Findings } from './report';

/** Above this many numbers a run is left out of a report, which a notebook keeps whole. */
const MOST_NUMBERS = 20_000;

/** The run that a check has judged, for its report; nothing where it is too large to be kept there. */
export function runToOpen(
  run: RunOfNetwork,
  view?: ViewOptions
): Pick<Findings, 'run'> {
  const bundle = run.toBundle({ ...(view && { view }) });
  const numbers = bundle.layers
    .flatMap(({ channels }) => channels)
    .reduce((sum, { array }) => sum + array.values.length, 0);
  return numbers > MOST_NUMBERS ? {} : { run: bundle };
}
