import type { LayerTrace, Trace } from '../../trace';
import type { CursorPosition, ViewContext } from '../context';
import { html } from '../base/dom';
import type { Frame } from '../base/frame';
import type { KeyAction } from '../../scene/words/keyAction';
import { createEquations, type Equations } from '../equations/equations';

/** The equations of a layer under its gates, where the reader wants them. */
export interface EquationsBelow {
  readonly shown: boolean;
  toggle(): void;
  /** Moves the focus into the equations, which are opened for it. */
  enter(): void;
  show(trace: Trace, layer: LayerTrace, step: number, unit: number): void;
  light(position: CursorPosition): void;
  dispose(): void;
}

/** From this width on the equations stand in two columns. */
const TWO_COLUMNS_FROM = 600;

/** A lit term lights the rows of its channels above; `source` is the view that moves the cursor. */
export function createEquationsBelow(
  frame: Frame,
  context: ViewContext,
  id: string,
  source: object,
  onKey: (action: KeyAction) => boolean
): EquationsBelow {
  const { store } = context;
  const host = html('div', { class: 'jp-gatescope-equations-below' });
  frame.below.before(host);
  let shown = store.get<boolean>(id, 'equations') ?? false;
  let equations: Equations | null = null;
  let of: { trace: Trace; layer: LayerTrace } | null = null;
  let at: { step: number; unit: number } | null = null;

  const close = (): void => {
    equations?.dispose();
    equations?.element.remove();
    equations = null;
    of = null;
  };
  const open = (trace: Trace, layer: LayerTrace): void => {
    close();
    of = { trace, layer };
    equations = createEquations({
      trace,
      layer,
      context,
      source,
      leave: () => frame.picture.focus({ preventScroll: true }),
      onKey
    });
    host.append(equations.element);
  };
  const set = (next: boolean): void => {
    shown = next;
    store.set(id, 'equations', next);
    if (!shown) {
      close();
    }
  };

  return {
    get shown() {
      return shown;
    },
    toggle: () => set(!shown),
    enter() {
      set(true);
      equations?.enter();
    },
    show(trace, layer, step, unit) {
      if (!shown || layer.equations.length === 0) {
        return;
      }
      if (of?.trace !== trace || of.layer !== layer) {
        open(trace, layer);
        at = null;
      }
      if (at?.step !== step || at.unit !== unit) {
        at = { step, unit };
        equations?.show(step, unit);
      }
      host.classList.toggle(
        'jp-gatescope-cell-below',
        frame.width >= TWO_COLUMNS_FROM
      );
      equations?.fit();
    },
    light(position) {
      equations?.light(
        position.layer === null || position.layer === of?.layer.name
          ? position
          : { channel: null, term: null }
      );
    },
    dispose: close
  };
}
