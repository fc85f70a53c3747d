import { fill, html, svg } from '../base/dom';
import { createHeatmap } from '../base/heatmap';
import type { Theme } from '../base/theme';
import { drawn } from './drawn';
import { createStepCursor } from './stepCursor';
import type { Placed, Scene, Surface } from '../../scene/scene';
import { makeRamp } from '../../scene/ramp';
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
  const paint = (theme: Theme): void =>
    maps.forEach(({ values, ramp, ink, range, x, y, ...box }, at) => {
      const colors = ink
        ? makeRamp([theme.color('page'), theme.color(ink)])
        : theme[ramp];
      canvases[at].paint(values, colors, range);
      canvases[at].place(x, y, box.width, box.height);
    });
  const below = canvases.map(({ element }) => element);
  const { marks: followers } = overlay;
  if (followers) {
    const over = svg('g');
    picture.append(...placed.marks.map(drawn), over);
    return {
      elements: [...below, picture],
      placed,
      paint,
      moveTo: row => fill(over, followers(row, placed, surface).map(drawn))
    };
  }
  if (!first.across) {
    picture.append(...placed.marks.map(drawn));
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
  picture.append(
    ...cursor.words,
    ...placed.marks.map(drawn),
    cursor.line,
    ...cursor.dots
  );
  return {
    elements: [...below, picture, cursor.badge],
    placed,
    paint,
    moveTo: (row, words) =>
      cursor.moveTo(
        row,
        words,
        dots.map(({ panel, of }) => {
          const scale = panels.find(({ id }) => id === panel)?.value;
          return scale?.(numberAt(table.columns[of], row)) ?? NaN;
        })
      )
  };
}
