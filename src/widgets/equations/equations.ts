import { isPadding } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import type { ViewContext } from '../context';
import { html, listen, setText } from '../base/dom';
import { keyAction } from '../base/keys';
import type { KeyAction } from '../../scene/words/keyAction';
import { workOut } from '../../views/equations/arithmetic';
import { createEquationBlock, type Lit } from './equationBlock';
import { equationsNote } from '../../views/equations/equationsNote';
import { heldBy } from '../../views/equations/held';
import {
  layerValues,
  type UnitChoice
} from '../../views/equations/layerValues';
import { findPart } from '../../views/equations/terms';

/** The equations of one layer beside a picture of it. */
export interface Equations {
  readonly element: HTMLElement;
  /** Puts the numbers of a step in; `mean` is over the units. */
  show(step: number, unit: UnitChoice): void;
  light(lit: Lit): void;
  /** Moves the focus to the lit term, or to the first one. */
  enter(): void;
  /** Lights the next or previous term in reading order; the focus stays where it is. */
  walk(move: 1 | -1): void;
  /** Breaks the lines that do not fit; call it when the element has another width. */
  fit(): void;
  dispose(): void;
}

export interface EquationsOptions {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly context: Pick<ViewContext, 'cursor' | 'translate'>;
  /** The view that the equations belong to, named as the mover of the cursor. */
  readonly source: object;
  /** Escape was pressed in the equations: give the focus back to the picture. */
  readonly leave: () => void;
  /** Any other key of a view that was pressed in the equations; true when it was used. */
  readonly onKey?: (action: KeyAction, event: KeyboardEvent) => boolean;
}

/**
 * Writes the equations of a layer in MathML with the numbers of the current step below each.
 *
 * Pointing at a term (or walking to it with the arrow keys up and down) moves the shared cursor's
 * channel and term; the wire, the row, the number and the line of code follow it there.
 * They are not a tab stop: a view has one, its picture. `enter` puts the focus into them.
 */
export function createEquations({
  trace,
  layer,
  context: { cursor, translate },
  source,
  leave,
  onKey
}: EquationsOptions): Equations {
  const values = layerValues(layer, trace.time);
  const element = html('section', {
    class: 'jp-gatescope-equations',
    role: 'group',
    'aria-label': translate('Equations of %1', layer.cellName)
  });
  const blocks = layer.equations.map(equation =>
    createEquationBlock(equation, layer, translate)
  );
  element.append(...blocks.map(block => block.element));
  const note = html('p', { class: 'jp-gatescope-equations-note' });
  element.append(note);

  const stops = [
    ...element.querySelectorAll<MathMLElement>(
      '.jp-gatescope-equation-letters [tabindex]'
    )
  ];
  const point = (target: EventTarget | null): void => {
    const lit = litAt(target);
    if (lit) {
      cursor.move({ ...lit, layer: layer.name }, source);
    }
  };
  /** The stop of what is lit now, the first one if nothing of this layer is. */
  const present = (): number => {
    const { channel, term = null } = cursor.position;
    return stops.findIndex(stop => isAt(stop, { channel, term }));
  };
  const walk = (move: 1 | -1): MathMLElement | undefined => {
    const at = present();
    const next = at < 0 ? stops[0] : stops[at + move];
    point(next ?? null);
    return next;
  };
  const removers = [
    listen<PointerEvent>(element, 'pointerover', event => {
      if (event.pointerType !== 'touch' && !cursor.position.pinned) {
        point(event.target);
      }
    }),
    listen<PointerEvent>(element, 'pointerleave', () => {
      if (!cursor.position.pinned) {
        cursor.move({ channel: null, term: null }, source);
      }
    }),
    listen<MouseEvent>(element, 'click', event => point(event.target)),
    listen<FocusEvent>(element, 'focusin', event => point(event.target)),
    listen<KeyboardEvent>(element, 'keydown', event => {
      const action = keyAction(event);
      if (action === 'nextUnit' || action === 'previousUnit') {
        walk(action === 'nextUnit' ? 1 : -1)?.focus();
      } else if (action === 'leave') {
        cursor.move({ term: null }, source);
        leave();
      } else if (action && onKey?.(action, event)) {
        // The view may have moved on and put out what has the focus.
        if (document.activeElement === event.target) {
          point(event.target);
        }
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    })
  ];

  return {
    element,
    show(step, unit) {
      const padding = isPadding(trace.time, step);
      element.classList.toggle('jp-gatescope-masked', padding);
      setText(note, equationsNote(trace, layer, step, unit, translate));
      for (const block of blocks) {
        const { equation } = block;
        const held = heldBy(trace.clamps, layer, equation.channel, step, unit);
        block.show(
          workOut(values, equation, step, unit),
          held && unit !== 'mean' ? held.value : null
        );
      }
    },
    light(lit) {
      const term = lit.term ? findPart(layer.equations, lit.term) : null;
      blocks.forEach(block => block.light(lit, term !== null));
    },
    enter() {
      (stops[present()] ?? stops[0])?.focus();
    },
    walk: move => void walk(move),
    fit() {
      blocks.forEach(block => block.fit());
    },
    dispose() {
      removers.forEach(remove => remove());
    }
  };
}

function isAt(stop: Element, { channel, term }: Lit): boolean {
  const lit = litAt(stop);
  return lit?.channel === channel && lit?.term === term;
}

function litAt(target: EventTarget | null): Lit | null {
  if (!(target instanceof Element)) {
    return null;
  }
  const channel = target
    .closest('.jp-gatescope-equation')
    ?.getAttribute('data-channel');
  if (!channel) {
    return null;
  }
  return {
    channel,
    term: target.closest('[data-term]')?.getAttribute('data-term') ?? null
  };
}
