import type { Trace } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { cellView } from '../../../views/cell/cellView';
import { gatesView } from '../../../views/gates/gatesView';
import { riverView } from '../../../views/river/riverView';
import { layerNamed } from '../../../views/run/runChoices';
import { unrolledView } from '../../../views/unrolled/unrolledView';
import { openedChanges, whatIfView } from '../../../views/whatIf/whatIfView';
import { traceFlowPicture } from './gradientFlowPicture';
import { bitmapAddress } from './png';
import { wordsPicture } from './wordsPicture';

/** A run whole, and with what its view holds and edits. */
export interface ChangedRun {
  readonly before: Trace;
  readonly after: Trace;
}

/**
 * A saved picture of a run, of the view that was asked for; where a run cannot be shown so, of its gates.
 *
 * @param changed for What if: the bundle does not hold it
 */
export function tracePicture(trace: Trace, changed?: ChangedRun): string {
  const layer = layerNamed(trace, trace.view?.layer);
  if (!layer || trace.time.steps === 0 || layer.units === 0) {
    return wordsPicture(trace.title ?? '');
  }
  const options = { png: bitmapAddress };
  const gates = () => savedPicture(gatesView, trace, options);
  switch (trace.view?.view) {
    case 'whatIf':
      return savedPicture(whatIfView, changed?.before ?? trace, {
        ...options,
        ...(changed && { data: openedChanges(changed.before, changed.after) })
      });
    case 'cell':
      return layer.equations.length > 0
        ? savedPicture(cellView, trace, options)
        : gates();
    case 'unrolled':
      return savedPicture(unrolledView, trace, options);
    case 'river':
      return savedPicture(riverView, trace, options);
    case 'gradients':
      return traceFlowPicture(trace, layer) ?? gates();
    default:
      return gates();
  }
}
