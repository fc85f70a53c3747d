import { isPadding } from '../../trace';
import { html, svg } from '../base/dom';
import { areaBox, type BrushArea } from '../../views/map/areaBox';
import { columnLeft, stepCenter } from '../../views/map/mapLayout';
import type { MapScene } from '../../views/map/mapScene';
import { groupScale } from '../../views/map/drawGroup';
import { hueOf } from '../base/hue';

/** What moves over the plot: the cursor, the lit value, the marks of the chosen unit, the brush. */
export interface Overlay {
  readonly elements: readonly Element[];
  build(scene: MapScene): void;
  /** Step of the run, in view or not. */
  paint(step: number | null, unit: number, group: number | null): void;
  /** Places and steps of a brush, both ends included; null without one. */
  brush(area: BrushArea | null): void;
}

export function createOverlay(): Overlay {
  const cursor = html('div', { class: 'jp-gatescope-cursor', hidden: true });
  const lit = html('div', { class: 'jp-gatescope-lit-cell', hidden: true });
  const brushBox = html('div', { class: 'jp-gatescope-brush', hidden: true });
  const marks = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  let scene: MapScene | null = null;
  let dots: SVGCircleElement[] = [];
  let triangles: SVGPathElement[] = [];
  let built = '';

  const build: Overlay['build'] = next => {
    scene = next;
    const { layout, lines, rows } = next;
    // A clamp that is dragged gives other numbers in the same places.
    const looks = JSON.stringify([
      layout,
      lines,
      rows.map(({ channel, blank }) => [hueOf(channel), blank])
    ]);
    if (looks === built) {
      return;
    }
    built = looks;
    marks.replaceChildren();
    marks.setAttribute('width', String(layout.railLeft + layout.railWidth));
    marks.setAttribute('height', String(layout.height));
    triangles = lines
      ? []
      : rows.map(() =>
          svg('path', {
            class: 'jp-gatescope-unit-mark',
            d: 'M0 -4L6 0L0 4z'
          })
        );
    dots = lines
      ? rows.map(({ channel }) =>
          svg('circle', {
            class: 'jp-gatescope-dot-mark',
            'data-jp-gatescope-hue': hueOf(channel),
            r: 4
          })
        )
      : [];
    marks.append(...triangles, ...dots);
    const top = layout.series[0]?.y ?? layout.groups[0].y;
    const last = rows.findLastIndex(({ blank }) => !blank);
    const bottom = layout.groups[last];
    const height = bottom ? bottom.y + bottom.height - top : 0;
    cursor.classList.toggle('jp-gatescope-cursor-line', lines);
    cursor.style.top = `${top - 4}px`;
    cursor.style.height = `${height + 5}px`;
    cursor.style.width = lines ? '' : `${layout.columnWidth + 2}px`;
  };

  const paint: Overlay['paint'] = (step, unit, group) => {
    if (!scene) {
      return;
    }
    const { layout, options, lines, placeOf, layer, trace } = scene;
    const column =
      step === null || step < options.from || step >= options.to
        ? null
        : step - options.from;
    cursor.hidden = column === null;
    if (column !== null) {
      const x = lines
        ? stepCenter(layout, column)
        : columnLeft(layout, column) - 1;
      cursor.style.transform = `translateX(${x}px)`;
    }
    const row = Math.floor(placeOf[unit] / layout.unitsPerRow);
    for (const [index, triangle] of triangles.entries()) {
      triangle.style.display = scene.rows[index].blank ? 'none' : '';
      const y = layout.groups[index].y + (row + 0.5) * layout.rowHeight;
      triangle.setAttribute(
        'transform',
        `translate(${layout.plotLeft - 9} ${y})`
      );
    }
    for (const [index, dot] of dots.entries()) {
      const value =
        column === null ||
        scene.rows[index].blank ||
        // A padded step is hatched: nothing was computed there.
        isPadding(trace.time, step ?? 0)
          ? NaN
          : scene.rows[index].values[(step ?? 0) * layer.units + unit];
      dot.style.display = Number.isFinite(value) ? '' : 'none';
      if (column !== null && Number.isFinite(value)) {
        dot.setAttribute('cx', String(stepCenter(layout, column)));
        dot.setAttribute(
          'cy',
          String(groupScale(scene.rows[index], layout.groups[index])(value))
        );
      }
    }
    lit.hidden = lines || column === null || group === null;
    if (!lit.hidden && column !== null && group !== null) {
      const y = layout.groups[group].y + row * layout.rowHeight;
      place(
        lit,
        columnLeft(layout, column) - 1,
        y - 1.5,
        layout.columnWidth + 2,
        layout.rowHeight + 3
      );
    }
  };

  const brush: Overlay['brush'] = area => {
    brushBox.hidden = area === null || scene === null;
    if (area === null || scene === null) {
      return;
    }
    const box = areaBox(scene, area);
    place(brushBox, box.x, box.y, box.width, box.height);
  };

  return { elements: [cursor, lit, marks, brushBox], build, paint, brush };
}

function place(
  element: HTMLElement,
  x: number,
  y: number,
  width: number,
  height: number
): void {
  element.style.transform = `translate(${x}px, ${y}px)`;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}
