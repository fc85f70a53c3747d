import type { Bundle } from '../../trace';
import type { ViewFactory } from '../context';
import { inUnitOfTime, unitOfTime } from '../../scene/words/timeWord';

/** A view that speaks of days where the steps of its run are days. */
export function withUnitOfTime<B extends Bundle>(
  factory: ViewFactory<B>
): ViewFactory<B> {
  return (element, bundle, context) => {
    let unit = unitOfTime(bundle);
    const view = factory(element, bundle, {
      ...context,
      translate: inUnitOfTime(context.translate, () => unit)
    });
    return {
      ...view,
      update(next) {
        unit = unitOfTime(next);
        view.update(next);
      }
    };
  };
}
