import { svg } from '../base/dom';
import type { PlacedPanel } from '../../scene/scene';
import type { Theme } from '../base/theme';
import { createDrawing } from '../scene/createDrawing';

/** The scene of a river on the page, with what is laid over it. */
export interface RiverPicture {
  readonly host: HTMLElement;
  draw(width: number): void;
  paint(theme: Theme): void;
  /** Moves to a step, with a stream outlined; null: none. */
  show(step: number, stream: number | null): void;
  /** Where gates or the input are dragged; null where these are not drawn. */
  panel(id: 'kept' | 'input'): PlacedPanel | null;
  stepAt(event: MouseEvent): number | null;
  /** Shows the run before the changes beyond a step; null: nowhere. */
  reveal(step: number | null, forward: boolean): void;
}

export function createRiverPicture(
  moment: Parameters<typeof createDrawing>[1],
  picture: () => HTMLElement
): RiverPicture {
  const drawing = createDrawing('river', moment, { picture });
  const { host } = drawing;
  const chosen = svg('path', { class: 'jp-gatescope-river-chosen', d: '' });
  const clips = createClips();
  const group = (name: string) =>
    host.querySelector<SVGElement>(`.jp-gatescope-river-${name}`);
  const panel = (id: string): PlacedPanel | null =>
    drawing.placed?.panels.find(each => each.id === id) ?? null;
  return {
    host,
    draw(width) {
      drawing.draw(width);
      host.querySelector('svg')?.append(chosen, clips.element);
      clips.height(drawing.placed?.height ?? 0);
    },
    paint: drawing.paint,
    show(step, stream) {
      drawing.show(step);
      const path =
        stream === null
          ? undefined
          : [...host.querySelectorAll<SVGElement>('[data-stream]')].find(
              ({ dataset: { stream: from, to } }) =>
                Number(from) <= stream && stream <= Number(to)
            );
      chosen.setAttribute('d', path?.getAttribute('d') ?? '');
    },
    panel,
    stepAt: event => drawing.pointer.at?.(event)?.step ?? null,
    reveal(step, forward) {
      const [now, then] = [group('now'), group('then')];
      if (!now || !then) {
        return;
      }
      const spreads = step !== null;
      then.setAttribute('display', spreads ? 'inline' : 'none');
      for (const [each, id] of [
        [now, clips.now],
        [then, clips.then]
      ] as const) {
        if (spreads) {
          each.setAttribute('clip-path', `url(#${id})`);
        } else {
          each.removeAttribute('clip-path');
        }
      }
      if (spreads) {
        clips.at(panel('river')?.places.center(step) ?? 0, forward);
      }
    }
  };
}

let clipped = 0;
/** Beyond every picture. */
const FAR = 1e5;

/** Two halves of the picture: what a change has reached, and what it has not. */
function createClips() {
  clipped += 1;
  const half = (name: string) => {
    const rect = svg('rect', { x: 0, y: 0, width: FAR, height: 0 });
    const id = `jp-gatescope-river-${name}-${clipped}`;
    return { id, rect, clip: svg('clipPath', { id }, rect) };
  };
  const [now, then] = [half('now'), half('then')];
  const set = ({ rect }: typeof now, from: number, to: number): void => {
    rect.setAttribute('x', String(from));
    rect.setAttribute('width', String(to - from));
  };
  return {
    element: svg('defs', {}, now.clip, then.clip),
    now: now.id,
    then: then.id,
    height: (to: number) =>
      [now, then].forEach(({ rect }) =>
        rect.setAttribute('height', String(to))
      ),
    at(border: number, forward: boolean) {
      set(forward ? now : then, 0, border);
      set(forward ? then : now, border, FAR);
    }
  };
}
