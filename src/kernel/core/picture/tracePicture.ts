import type { Trace } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { gatesView } from '../../../views/gates/gatesView';
import { openedChanges, whatIfView } from '../../../views/whatIf/whatIfView';
import { cellPicture } from './cellPicture';
import { influencePicture, type Influence } from './influencePicture';
import { momentOf, type Moment } from './moment';
import { bitmapAddress } from './png';
import { riverPicture } from './riverPicture';
import { picture } from './svg';
import { traceFlowPicture } from './traceFlowPicture';
import { unrolledPicture } from './unrolledPicture';

/**
 * A saved picture of a run, of the view that was asked for.
 *
 * @param influence of an answer, for the view of that name: the bundle does not hold it
 * @param changed the run whole, and with what its view holds and edits, for What if
 */
export function tracePicture(
  trace: Trace,
  influence?: Influence,
  changed?: { readonly before: Trace; readonly after: Trace }
): string {
  const moment = momentOf(trace);
  if (!moment) {
    return picture({ width: 760, height: 60, title: trace.title ?? '' });
  }
  if (trace.view?.view === 'whatIf') {
    return savedPicture(whatIfView, changed?.before ?? trace, {
      png: bitmapAddress,
      ...(changed && { data: openedChanges(changed.before, changed.after) })
    });
  }
  return (
    otherPicture(trace, moment, influence) ??
    savedPicture(gatesView, trace, { png: bitmapAddress })
  );
}

/** Of the other views; null where a run cannot be shown so. */
function otherPicture(
  trace: Trace,
  moment: Moment,
  influence?: Influence
): string | null {
  switch (trace.view?.view) {
    case 'cell':
      return moment.layer.equations.length > 0
        ? cellPicture(trace, moment)
        : null;
    case 'unrolled':
      return unrolledPicture(trace, moment);
    case 'gradients':
      return traceFlowPicture(trace, moment);
    case 'river':
      return riverPicture(trace, moment);
    case 'influence':
      return influence ? influencePicture(trace, influence) : null;
    default:
      return null;
  }
}
