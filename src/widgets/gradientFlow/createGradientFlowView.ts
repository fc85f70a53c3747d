import type { GradientFlow } from '../../trace';
import type { ViewFactory } from '../context';
import { createDefinedView, type HandsOn } from '../scene/createDefinedView';
import type { Hands } from '../scene/definedPage';
import { isFollowedBack } from '../../views/gradientFlow/flow';
import { lossAnswers } from '../../views/gradientFlow/flowChoices';
import {
  gradientFlowViewOf,
  networkAt,
  type FlowNow
} from '../../views/gradientFlow/gradientFlowView';

export const createGradientFlowView: ViewFactory<GradientFlow> = flowViewOf();

/** @param placeOf which sequence of its batch is shown, if it is of a batch */
export function flowViewOf(
  placeOf?: () => { readonly sequence?: number }
): ViewFactory<GradientFlow> {
  return createDefinedView(gradientFlowViewOf(placeOf), chosenByHand);
}

/** A network that is made to stand out by the keys, or by the pointer on its numbers; another answer at the cursor. */
function chosenByHand({
  now,
  light,
  choose,
  base,
  context: { cursor, link, translate }
}: Hands<'gradientFlow', FlowNow['chosen'], GradientFlow>): HandsOn {
  let chosen: number | null = null;
  let pointed: number | null = null;
  const showLit = (): void => light(pointed ?? chosen);
  const next = (by: 1 | -1): true => {
    const last = now().bundle.networks.length - 1;
    const at = networkAt({ ...now(), lit: chosen }, base.step);
    chosen = chosen === null ? at : Math.max(0, Math.min(last, at + by));
    showLit();
    return true;
  };
  return {
    keys: {
      nextUnit: () => next(1),
      previousUnit: () => next(-1),
      leave() {
        if (chosen === null) {
          return false;
        }
        chosen = null;
        showLit();
        return !cursor.position.pinned;
      }
    },
    tools() {
      const { bundle, chosen: stands, data } = now();
      const [answer] = lossAnswers(data ?? bundle);
      return answer === undefined || !isFollowedBack(stands.quantity)
        ? []
        : [
            {
              id: 'answer',
              label: translate('answer %1', answer),
              title: translate('Follow the answer at the cursor back instead'),
              ...(link.status(bundle.id).state !== 'live' && {
                off: translate(
                  'Not live: run the notebook cell to follow another answer.'
                )
              }),
              run: () => choose('answer', base.step)
            }
          ];
    },
    pointed(series) {
      pointed = series;
      showLit();
    }
  };
}
