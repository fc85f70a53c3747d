import type { Trace } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { cellView } from '../../../views/cell/cellView';
import { gatesView } from '../../../views/gates/gatesView';
import { riverView } from '../../../views/river/riverView';
import { unrolledView } from '../../../views/unrolled/unrolledView';
import { openedChanges, whatIfView } from '../../../views/whatIf/whatIfView';
import { traceFlowPicture } from './gradientFlowPicture';
import { momentOf } from './moment';
import { bitmapAddress } from './png';
import { picture } from './svg';

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
  const moment = momentOf(trace);
  if (!moment) {
    return picture({ width: 760, height: 60, title: trace.title ?? '' });
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
      return moment.layer.equations.length > 0
        ? savedPicture(cellView, trace, options)
        : gates();
    case 'unrolled':
      return savedPicture(unrolledView, trace, options);
    case 'river':
      return savedPicture(riverView, trace, options);
    case 'gradients':
      return traceFlowPicture(trace, moment.step) ?? gates();
    default:
      return gates();
  }
}
