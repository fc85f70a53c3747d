import { fill, html, svg } from '../base/dom';
import { createHeatmap } from '../base/heatmap';
import type { Theme } from '../base/theme';
import { inkOn } from '../../scene/inkOn';
import { text } from '../../scene/marks/text';
import { drawn } from './drawn';
import { createStepCursor } from './stepCursor';
import { makeRamp } from '../../scene/ramp';
import type { Overlay, Placed, Scene, Surface } from '../../scene/scene';
import { numberAt, type Table } from '../../scene/table';
import { pageTheme, type RampName } from '../../scene/theme';

/** A scene on the page: it stands, and only what is over it moves. */
export interface ScenePicture {
  readonly elements: readonly Element[];
  readonly placed: Placed;
  /** Moves what follows the cursor to a row, which is named so. */
  moveTo(row: number, name: string): void;
  /** Makes one of several stand out; null for none. */
  light(series: number | null): void;
  paint(theme: Theme): void;
}

export function createScenePicture(
  { overlay = {} }: Scene,
  table: Table,
  placed: Placed,
  surface: Surface
): ScenePicture {
  const { width, height, panels, maps } = placed;
  const [first] = panels;
  const canvases = maps.map(() => createHeatmap());
  const picture = svg('svg', {
    class: `jp-gatescope-scene jp-gatescope-${surface.name}-picture`,
    ...{ width, height, viewBox: `0 0 ${width} ${height}` },
    'aria-hidden': 'true'
  });
  const over = svg('g');
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
  const paint = (theme: Theme): void => {
    maps.forEach(({ values, ramp, ink: own, range, x, y, ...box }, at) => {
      const colors = own
        ? makeRamp([theme.color('page'), theme.color(own)])
        : theme[ramp];
      canvases[at].paint(values, colors, range);
      canvases[at].place(x, y, box.width, box.height);
      box.numbers?.forEach(({ value }, index) => {
        const ink = inkOn(colors.css(value));
        numbers[at][index].style.fill = Number.isNaN(value) ? '' : ink;
      });
    });
    for (const each of picture.querySelectorAll<SVGElement>('[data-ramp]')) {
      const { ramp, shade } = each.dataset;
      each.style.fill = theme[ramp as RampName].css(Number(shade));
    }
  };
  const light = (series: number | null): void =>
    picture
      .querySelectorAll('[data-series]')
      .forEach(each =>
        each.classList.toggle(
          'jp-gatescope-faint',
          series !== null && each.getAttribute('data-series') !== String(series)
        )
      );
  const below = canvases.map(({ element }) => element);
  const follow = (row: number): void => {
    const marks = [
      ...(overlay.marks?.(row, placed, surface) ?? []),
      ...(placed.told?.(row) ?? [])
    ];
    fill(over, ...marks.map(drawn));
  };
  const marks = [...placed.marks.map(drawn), ...numbers.flat()];
  const still = { placed, paint, light };
  if (first && !first.across) {
    const lit = html('div', { class: 'jp-gatescope-lit-cell' });
    picture.append(...marks, over);
    return {
      elements: [...below, picture, ...(overlay.lit ? [lit] : [])],
      ...still,
      moveTo(row) {
        const { column, left } = first.places;
        lit.style.transform = `translate(0px, ${left(row)}px)`;
        lit.style.width = `${width - 8}px`;
        lit.style.height = `${column}px`;
        follow(row);
      }
    };
  }
  if (!overlay.line) {
    picture.append(
      ...placed.axis.map(each => drawn(each.mark)),
      ...marks,
      over
    );
    return { elements: [...below, picture], ...still, moveTo: follow };
  }
  const cursor = cursorOf(overlay, placed);
  picture.append(...cursor.words, ...marks, over, cursor.line, ...cursor.dots);
  return {
    elements: [...below, picture, cursor.badge],
    ...still,
    moveTo(row, words) {
      follow(row);
      cursor.moveTo(
        row,
        words,
        (overlay.dots ?? []).map(({ panel, of }) => {
          const scale = panels.find(({ id }) => id === panel)?.value;
          return scale?.(numberAt(table.columns[of], row)) ?? NaN;
        })
      );
    }
  };
}

/** The line through its panels, with its dots and the name of the row. */
function cursorOf(
  { line = [], dots = [] }: Overlay,
  { panels, badge, axis }: Placed
): ReturnType<typeof createStepCursor> {
  const through = panels.filter(({ id }) => line.includes(id));
  const [{ box: top, places: steps } = panels[0]] = through;
  const { box: foot } = through.at(-1) ?? panels[panels.length - 1];
  return createStepCursor({
    ...{ steps, badge, axis },
    top: top.y,
    bottom: foot.y + foot.height,
    dots: dots.map(({ ink }) => pageTheme.color(ink))
  });
}
