import type { Attention } from '../../trace';
import { attentionView } from '../../views/attention/attentionView';
import type { ViewFactory } from '../context';
import { createDefinedView } from '../scene/createDefinedView';

/** A row is a step: arrows move as the picture lies, and go sideways to a token that was read. */
export const createAttentionView: ViewFactory<Attention> = createDefinedView(
  attentionView,
  ({ now, light, base, context: { cursor } }) => {
    const walk = (by: number): true => {
      base.move(base.step + by);
      return true;
    };
    const look = (by: number): true => {
      const last = now().bundle.source.length - 1;
      const from = now().lit ?? Math.min(0, -by);
      light(Math.max(0, Math.min(last, from + by)));
      return true;
    };
    return {
      over: light,
      keys: {
        nextUnit: () => walk(1),
        previousUnit: () => walk(-1),
        nextStep: () => look(1),
        previousStep: () => look(-1),
        leave() {
          if (now().lit === null) {
            return false;
          }
          light(null);
          // Else the key is left to the pin, and to the page.
          return !cursor.position.pinned;
        }
      }
    };
  }
);
