import { followMarks } from '../../scene/followMarks';
import { inkOn } from '../../scene/inkOn';
import type { Mark } from '../../scene/marks/mark';
import { standOut } from '../../scene/marks/standOut';
import { text } from '../../scene/marks/text';
import { makeRamp, type Ramp } from '../../scene/ramp';
import type { Placed, PlacedMap, Scene, Surface } from '../../scene/scene';
import type { Table } from '../../scene/table';
import type { RampName } from '../../scene/theme';
import { setAttributes, svg } from '../base/dom';
import { createHeatmap, type Heatmap } from '../base/heatmap';
import type { Theme } from '../base/theme';
import { redraw } from './redraw';

/** A scene at a width. */
export interface Drawn {
  readonly scene: Scene;
  readonly table: Table;
  readonly placed: Placed;
  readonly surface: Surface;
}

/** Scenes on the page: what is redrawn, or follows the cursor, changes only where it is another. */
export interface ScenePicture {
  draw(next: Drawn): void;
  /** Moves what follows the cursor to a row, and makes one of several stand out; null for none. */
  moveTo(row: number, lit?: number | null): void;
  paint(theme: Theme): void;
}

/** Makes the picture of a view in an element. */
export function createScenePicture(
  host: HTMLElement,
  name: string
): ScenePicture {
  const picture = svg('svg', {
    class: `jp-gatescope-scene jp-gatescope-${name}-picture`,
    'aria-hidden': 'true'
  });
  host.append(picture);
  const [still, numbers, over] = [0, 1, 2].map(() => createLayer(picture));
  const canvases: Heatmap[] = [];
  const filled = new WeakMap<
    Element,
    Pick<PlacedMap, 'values' | 'range'> & { readonly colors: Ramp }
  >();
  let drawn: Drawn | null = null;
  let lit: number | null | undefined;
  let painted: Theme | null = null;
  const shade = (within: Element): void => {
    for (const each of within.querySelectorAll<SVGElement>('[data-ramp]')) {
      const { ramp, shade: place, over: isOver } = each.dataset;
      const color = painted?.[ramp as RampName].css(Number(place)) ?? '';
      each.style.fill =
        color === '' || Number.isNaN(Number(place))
          ? ''
          : isOver === undefined
            ? color
            : inkOn(color);
    }
  };
  const drawStill = (): void => {
    still.draw(standOut(drawn?.placed.marks ?? [], lit));
    shade(still.element);
  };
  return {
    draw(next) {
      drawn = next;
      const { width, height, maps } = next.placed;
      setAttributes(picture, {
        ...{ width, height, viewBox: `0 0 ${width} ${height}` }
      });
      host.style.height = `${height}px`;
      canvases.splice(maps.length).forEach(({ element }) => element.remove());
      while (canvases.length < maps.length) {
        const canvas = createHeatmap();
        canvases.push(canvas);
        picture.before(canvas.element);
      }
      maps.forEach(({ name: of }, at) =>
        setAttributes(canvases[at].element, { 'data-channel': of })
      );
      drawStill();
      numbers.draw(maps.flatMap(numberMarks));
    },
    moveTo(row, nextLit) {
      if (nextLit !== lit) {
        lit = nextLit;
        drawStill();
      }
      if (drawn) {
        const { scene, placed, table, surface } = drawn;
        over.draw(
          standOut(followMarks(scene, placed, table, row, surface, lit), lit)
        );
        shade(over.element);
      }
    },
    paint(theme) {
      painted = theme;
      const maps = drawn?.placed.maps ?? [];
      const written = [...numbers.element.children] as SVGElement[];
      maps.forEach(({ values, ramp, ink, range, x, y, ...box }, at) => {
        const colors = ink
          ? makeRamp([theme.color('page'), theme.color(ink)])
          : theme[ramp];
        const { element } = canvases[at];
        const was = filled.get(element);
        // The same numbers in the same colors are on it already.
        if (
          was?.values !== values ||
          was.colors !== colors ||
          was.range.join() !== range.join()
        ) {
          canvases[at].paint(values, colors, range);
          filled.set(element, { values, colors, range });
        }
        canvases[at].place(x, y, box.width, box.height);
        for (const { value } of box.numbers ?? []) {
          written.shift()!.style.fill = Number.isNaN(value)
            ? ''
            : inkOn(colors.css(value));
        }
      });
      [still, over].forEach(({ element }) => shade(element));
    }
  };
}

const numberMarks = ({ numbers = [] }: Placed['maps'][number]): Mark[] =>
  numbers.map(({ words, x, y }) =>
    text(words, x, y, {
      ...{ anchor: 'middle', 'font-size': 12 },
      class: 'jp-gatescope-map-number'
    })
  );

/** Marks in an element of their own, which is redrawn by what differs. */
function createLayer(picture: SVGElement) {
  const element = svg('g');
  let was: readonly Mark[] = [];
  picture.append(element);
  return {
    element,
    draw(next: readonly Mark[]): void {
      redraw(element, next, was);
      was = next;
    }
  };
}
