import type { Moment } from '../../scene/createMoment';
import { layout } from '../../scene/layout';
import type { Placed, PlacedPanel } from '../../scene/scene';
import { tooltipRow } from '../../scene/table';
import { pageTheme } from '../../scene/theme';
import { fill, html } from '../base/dom';
import { labelFont, textMeasure } from '../base/measure';
import type { Theme } from '../base/theme';
import { createTooltip } from '../base/tooltip';
import { createScenePicture, type ScenePicture } from './page';

/** The scene of a moment in its element of the page. */
export interface Drawing {
  readonly host: HTMLElement;
  /** What is drawn; null before. */
  readonly placed: Placed | null;
  /** Draws it anew at a width. */
  draw(width: number): void;
  /** Colors its canvases. */
  paint(theme: Theme): void;
  /** Moves what follows the cursor to a row, and makes stand out what does. */
  show(row: number): void;
  /** Where one of its panels stands. */
  panel(id: string): PlacedPanel | undefined;
  /** What is at a place of the page. */
  hitAt(event: MouseEvent): ReturnType<Placed['hit']>;
  /** Puts the numbers of a row beside the pointer, where the scene has them told; null: takes them away. */
  tell(row: number | null, event: PointerEvent): void;
}

export function createDrawing(
  name: string,
  moment: Pick<Moment<never, never, never>, 'scene' | 'table'> & {
    readonly now: { readonly lit?: number | null };
  },
  picture: () => HTMLElement
): Drawing {
  let drawn: ScenePicture | null = null;
  let tooltip: ReturnType<typeof createTooltip> | null = null;
  const host = html('div', {
    class: `jp-gatescope-flow-host jp-gatescope-${name}`
  });
  return {
    host,
    get placed() {
      return drawn?.placed ?? null;
    },
    draw(width) {
      const { scene, table } = moment;
      const measure = textMeasure(labelFont(host));
      const surface = { width, measure, name, theme: pageTheme };
      const placed = layout(scene, table, surface);
      drawn = createScenePicture(scene, table, placed, surface);
      fill(host, ...drawn.elements);
      host.style.height = `${placed.height}px`;
    },
    paint: theme => drawn?.paint(theme),
    show(row) {
      const { nameOf, badgeOf = nameOf } = moment.table.places;
      drawn?.moveTo(row, badgeOf(row));
      drawn?.light(moment.now.lit ?? null);
    },
    panel: id => drawn?.placed.panels.find(each => each.id === id),
    hitAt({ clientX, clientY }) {
      const { left, top } = host.getBoundingClientRect();
      return drawn?.placed.hit(clientX - left, clientY - top) ?? null;
    },
    tell(row, { pointerType, clientY }) {
      if (
        row === null ||
        drawn === null ||
        pointerType === 'touch' ||
        !moment.scene.overlay?.told
      ) {
        tooltip?.hide();
        return;
      }
      tooltip ??= createTooltip(picture());
      const { places } = drawn.placed.panels[0];
      const { nameOf, badgeOf = nameOf } = moment.table.places;
      const isNamed = moment.scene.overlay.told === 'named';
      const lines = tooltipRow(moment.table, row).map(({ words, ink }) =>
        html('div', { style: ink && `color: ${pageTheme.color(ink)}` }, words)
      );
      if (isNamed) {
        lines.unshift(html('div', {}, html('b', {}, badgeOf(row))));
      }
      tooltip.show(lines, {
        left: places.left(row),
        right: places.left(row + 1),
        y: clientY - host.getBoundingClientRect().top
      });
    }
  };
}
