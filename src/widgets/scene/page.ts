import { fill, html, svg } from '../base/dom';
import { createHeatmap } from '../base/heatmap';
import type { Theme } from '../base/theme';
import { inkOn } from '../../scene/inkOn';
import { text } from '../../scene/marks/text';
import { drawn } from './drawn';
import { createStepCursor } from './stepCursor';
import type { Placed, Scene } from '../../scene/scene';
import { numberAt, type Table } from '../../scene/table';
import { pageTheme } from '../../scene/theme';

/** A scene on the page: it stands, and only what is over it moves. */
export interface ScenePicture {
  readonly elements: readonly Element[];
  readonly placed: Placed;
  /** Moves what follows the cursor to a row, which is named so. */
  moveTo(row: number, name: string): void;
  paint(theme: Theme): void;
}

export function createScenePicture(
  { overlay = {} }: Scene,
  table: Table,
  placed: Placed,
  name: string
): ScenePicture {
  const { width, height, panels, maps } = placed;
  const [first] = panels;
  const canvases = maps.map(() => createHeatmap());
  const picture = svg('svg', {
    class: `jp-gatescope-scene jp-gatescope-${name}-picture`,
    ...{ width, height, viewBox: `0 0 ${width} ${height}` },
    'aria-hidden': 'true'
  });
  const numbers = maps.map(each =>
    (each.numbers ?? []).map(({ words, x, y }) =>
      drawn(
        text(words, x, y, {
          anchor: 'middle',
          class: 'jp-gatescope-map-number'
        })
      )
    )
  );
  const paint = (theme: Theme): void =>
    maps.forEach(({ values, ramp, range, x, y, ...box }, at) => {
      canvases[at].paint(values, theme[ramp], range);
      canvases[at].place(x, y, box.width, box.height);
      box.numbers?.forEach(({ value }, index) => {
        const ink = inkOn(theme[ramp].css(value));
        numbers[at][index].style.fill = Number.isNaN(value) ? '' : ink;
      });
    });
  const below = canvases.map(({ element }) => element);
  if (!first.across) {
    picture.append(...placed.marks.map(drawn), ...numbers.flat());
    const lit = html('div', { class: 'jp-gatescope-lit-cell' });
    return {
      elements: [...below, picture, ...(overlay.lit ? [lit] : [])],
      placed,
      paint,
      moveTo(row) {
        const { column, left } = first.places;
        lit.style.transform = `translate(0px, ${left(row)}px)`;
        lit.style.width = `${width - 8}px`;
        lit.style.height = `${column}px`;
      }
    };
  }
  if (!overlay.line) {
    picture.append(...placed.axis.map(({ mark }) => drawn(mark)));
    picture.append(...placed.marks.map(drawn));
    return {
      elements: [...below, picture],
      ...{ placed, paint, moveTo: () => undefined }
    };
  }
  const through = panels.filter(({ id }) => overlay.line?.includes(id));
  const [{ box: top } = first] = through;
  const { box: foot } = panels[panels.length - 1];
  const bottom = foot.y + foot.height;
  const dots = overlay.dots ?? [];
  const cursor = createStepCursor({
    steps: first.places,
    top: top.y,
    bottom,
    dots: dots.map(({ ink }) => pageTheme.color(ink)),
    badge: placed.badge,
    axis: placed.axis
  });
  const told = svg('g');
  picture.append(
    ...cursor.words,
    ...placed.marks.map(drawn),
    told,
    cursor.line,
    ...cursor.dots
  );
  return {
    elements: [...below, picture, cursor.badge],
    placed,
    paint,
    moveTo(row, words) {
      fill(told, (placed.told?.(row) ?? []).map(drawn));
      cursor.moveTo(
        row,
        words,
        dots.map(({ panel, of }) => {
          const scale = panels.find(({ id }) => id === panel)?.value;
          return scale?.(numberAt(table.columns[of], row)) ?? NaN;
        })
      );
    }
  };
}
