import { isPadding } from '../../trace';
import type { Translate } from '../context';
import { html, setText, svg } from '../base/dom';
import { formatFixed, formatPower, formatSigned } from '../base/format';
import { hueOf, letterText } from '../base/hue';
import type { Theme } from '../base/theme';
import type { GatesScene, SceneRow } from './gatesScene';

/** What stands right of the plot: the profile of all units at the cursor, value and mean. */
export interface Rail {
  readonly elements: readonly Element[];
  /** Lays out for a scene; `paint` must follow. */
  build(scene: GatesScene, theme: Theme): void;
  /** Draws the numbers of one step (of the run) and unit; null clears them. */
  paint(step: number | null, unit: number): void;
}

interface RowTexts {
  readonly value: SVGTextElement;
  readonly second: SVGTextElement;
}

export function createRail(translate: Translate): Rail {
  const canvas = html('canvas', {
    class: 'jp-gatescope-rail',
    'aria-hidden': 'true'
  });
  const layer = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  let scene: GatesScene | null = null;
  let colors: readonly string[] = [];
  let grid = '';
  let texts: RowTexts[] = [];
  const stepText = svg('text', { class: 'jp-gatescope-axis' });
  const unitText = svg('text', {
    class: 'jp-gatescope-axis',
    'text-anchor': 'end'
  });

  const build: Rail['build'] = (next, theme) => {
    scene = next;
    const { layout, lines, rows } = next;
    const narrow = layout.railWidth < 60;
    colors = rows.map(({ channel }) => theme.color(hueOf(channel)));
    grid = theme.color('grid');
    const right = layout.railLeft + layout.railWidth;
    layer.replaceChildren();
    texts = rows.map((row, index) => {
      const band = layout.groups[index];
      const middle = band.y + band.height / 2;
      const value = svg('text', {
        class: 'jp-gatescope-number-text',
        x: lines && !narrow ? layout.railLeft + 84 : right,
        y: lines || narrow ? middle + 5 : band.y + band.height - 15,
        'text-anchor': 'end'
      });
      const second = svg('text', {
        class: 'jp-gatescope-axis',
        x: right,
        y: lines ? middle + 5 : band.y + band.height - 1,
        'text-anchor': 'end'
      });
      if (lines && !narrow) {
        layer.append(
          letterText(row.channel.name, hueOf(row.channel), {
            x: layout.railLeft,
            y: middle + 5,
            size: row.channel.name.length > 2 ? 12 : 17
          })
        );
      }
      layer.append(value);
      if (!narrow) {
        layer.append(second);
      }
      return { value, second };
    });
    if (!narrow) {
      const y =
        layout.labels.height > 0
          ? layout.labels.y + layout.labels.height - 6
          : layout.groups[0].y - 6;
      stepText.setAttribute('x', String(layout.railLeft));
      stepText.setAttribute('y', String(y));
      unitText.setAttribute('x', String(right));
      unitText.setAttribute('y', String(y));
      layer.append(stepText, unitText);
    }
    layer.setAttribute('width', String(right));
    layer.setAttribute('height', String(layout.height));
    placeCanvas(next);
  };

  const placeCanvas = ({ layout, lines }: GatesScene): void => {
    const width = lines || layout.railWidth < 60 ? 0 : profileWidth(layout);
    const ratio = devicePixelRatio;
    const bottom = layout.groups.at(-1);
    const height = bottom ? bottom.y + bottom.height : 0;
    canvas.hidden = width === 0;
    canvas.style.left = `${layout.railLeft}px`;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  };

  const paint: Rail['paint'] = (step, unit) => {
    if (!scene) {
      return;
    }
    const { rows, layer: cell, lines } = scene;
    setText(stepText, step === null ? '' : translate('at step %1', step));
    setText(
      unitText,
      lines
        ? translate('change')
        : step === null
          ? ''
          : translate('unit %1', unit)
    );
    if (lines && step !== null) {
      setText(stepText, translate('unit %1', unit));
    }
    // Padding carries the last state on; a number there would look computed.
    const nothing = step !== null && isPadding(scene.trace.time, step);
    for (const [index, row] of rows.entries()) {
      const { value, second } = texts[index];
      if (step === null || nothing) {
        setText(value, step === null ? '' : '–');
        setText(second, '');
        continue;
      }
      const { values } = row.channel.array;
      const number = values[step * cell.units + unit];
      setText(value, write(row, number));
      if (lines) {
        const before = step > 0 ? values[(step - 1) * cell.units + unit] : NaN;
        setText(
          second,
          Number.isNaN(before) || row.log ? '' : formatSigned(number - before)
        );
      } else {
        setText(
          second,
          translate('mean %1', write(row, meanOf(values, step, cell.units)))
        );
      }
    }
    if (!canvas.hidden) {
      paintProfile(scene, nothing ? null : step, unit);
    }
  };

  const paintProfile = (
    { rows, layout, order, layer: cell, placeOf }: GatesScene,
    step: number | null,
    unit: number
  ): void => {
    const context = canvas.getContext('2d');
    if (!context) {
      return;
    }
    const ratio = devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (step === null) {
      return;
    }
    const width = profileWidth(layout);
    const thickness = Math.max(
      1 / ratio,
      layout.rowHeight >= 3 ? layout.rowHeight - 1 : layout.rowHeight
    );
    const chosen = Math.floor(placeOf[unit] / layout.unitsPerRow);
    for (const [index, row] of rows.entries()) {
      const band = layout.groups[index];
      const [low, high] = row.range;
      const scale = width / (high - low || 1);
      const zero = low < 0 ? -low * scale : 0;
      context.fillStyle = grid;
      context.fillRect(width - 1, band.y, low < 0 ? 0 : 1, band.height);
      context.fillStyle = colors[index];
      const bar = (place: number): void => {
        const value = rowMean(
          row,
          order,
          place,
          step,
          cell.units,
          layout.unitsPerRow
        );
        const length = Math.max(-zero, Math.min(width - zero, value * scale));
        const y = band.y + place * layout.rowHeight;
        context.fillRect(zero, y, length || 0, thickness);
      };
      context.globalAlpha = 0.5;
      for (let place = 0; place < layout.rows; place += 1) {
        bar(place);
      }
      context.globalAlpha = 1;
      bar(chosen);
      context.fillRect(zero - 0.5, band.y, 1, band.height);
    }
  };

  return { elements: [canvas, layer], build, paint };
}

function profileWidth(layout: GatesScene['layout']): number {
  return layout.railWidth - 90;
}

function write(row: SceneRow, value: number): string {
  return row.log ? formatPower(value) : formatFixed(value);
}

function meanOf(
  values: ArrayLike<number>,
  step: number,
  units: number
): number {
  let sum = 0;
  for (let unit = 0; unit < units; unit += 1) {
    sum += values[step * units + unit];
  }
  return sum / units;
}

/** The mean of the units that share one drawn row. */
function rowMean(
  { values }: SceneRow,
  order: ArrayLike<number>,
  place: number,
  step: number,
  units: number,
  unitsPerRow: number
): number {
  const first = place * unitsPerRow;
  const last = Math.min(units, first + unitsPerRow);
  let sum = 0;
  for (let index = first; index < last; index += 1) {
    sum += values[step * units + order[index]];
  }
  return sum / (last - first);
}
