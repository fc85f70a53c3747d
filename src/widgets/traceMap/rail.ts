import { isPadding, layerTime } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { setText, svg } from '../base/dom';
import { formatFixed, formatPower, formatSigned } from '../../scene/words/format';
import { hueOf, letterText } from '../base/hue';
import type { Theme } from '../base/theme';
import type { MapScene, SceneRow } from './mapScene';
import { createUnitProfile } from './unitProfile';

/** What stands right of the plot: the profile of all units at the cursor, value and mean. */
export interface Rail {
  readonly elements: readonly Element[];
  /** Lays out for a scene; `paint` must follow. */
  build(scene: MapScene, theme: Theme): void;
  /** Draws the numbers of one step (of the run) and unit; null clears them. */
  paint(step: number | null, unit: number): void;
}

interface RowTexts {
  /** The letter of the channel, where it has no map beside which it stands. */
  readonly letter: SVGElement | null;
  readonly value: SVGTextElement;
  readonly second: SVGTextElement;
}

export function createRail(translate: Translate): Rail {
  const profile = createUnitProfile();
  const layer = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  let scene: MapScene | null = null;
  let texts: RowTexts[] = [];
  const stepText = svg('text', { class: 'jp-gatescope-axis' });
  const unitText = svg('text', {
    class: 'jp-gatescope-axis',
    'text-anchor': 'end'
  });

  return {
    elements: [profile.element, layer],
    build(next, theme) {
      scene = next;
      const { layout, rows } = next;
      const narrow = isNarrow(next);
      const right = layout.railLeft + layout.railWidth;
      texts = rows.map((_, index) => rowTexts(next, index));
      layer.replaceChildren(
        ...texts.flatMap(({ letter, value, second }) => [
          ...(letter ? [letter] : []),
          value,
          ...(narrow ? [] : [second])
        ])
      );
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
      profile.build(next, theme);
    },
    paint(step, unit) {
      if (!scene) {
        return;
      }
      const unitWords = translate('unit %1', unit);
      setText(
        stepText,
        step === null
          ? ''
          : scene.lines
            ? unitWords
            : translate('at %step %1', step)
      );
      setText(
        unitText,
        scene.lines ? translate('change') : step === null ? '' : unitWords
      );
      // Padding carries the last state on; a number there would look computed.
      const nothing = step !== null && isPadding(scene.trace.time, step);
      for (const [index, { value, second }] of texts.entries()) {
        const [number, beside] =
          step === null
            ? ['', '']
            : nothing
              ? ['–', '']
              : rowNumbers(scene, scene.rows[index], step, unit, translate);
        setText(value, number);
        setText(second, beside);
      }
      profile.paint(nothing ? null : step, unit);
    }
  };
}

function isNarrow({ layout }: MapScene): boolean {
  return layout.railWidth < 60;
}

function rowTexts(scene: MapScene, index: number): RowTexts {
  const { layout, lines, rows } = scene;
  const { channel } = rows[index];
  const narrow = isNarrow(scene);
  const band = layout.groups[index];
  const middle = band.y + band.height / 2;
  const right = layout.railLeft + layout.railWidth;
  const beside = lines && !narrow;
  return {
    letter: beside
      ? letterText(channel.name, hueOf(channel), {
          x: layout.railLeft,
          y: middle + 5,
          size: channel.name.length > 2 ? 12 : 17
        })
      : null,
    value: svg('text', {
      class: 'jp-gatescope-number-text',
      x: beside ? layout.railLeft + 84 : right,
      y: lines || narrow ? middle + 5 : band.y + band.height - 15,
      'text-anchor': 'end'
    }),
    second: svg('text', {
      class: 'jp-gatescope-axis',
      x: right,
      y: lines ? middle + 5 : band.y + band.height - 1,
      'text-anchor': 'end'
    })
  };
}

/** The value of a unit, and beside it how it has changed, or the mean of all. */
function rowNumbers(
  { layer, lines, trace }: MapScene,
  row: SceneRow,
  step: number,
  unit: number,
  translate: Translate
): [string, string] {
  const { values } = row.channel.array;
  const write = row.log ? formatPower : railNumber;
  const value = values[step * layer.units + unit];
  if (!lines) {
    return [
      write(value),
      translate('mean %1', write(meanOf(values, step, layer.units)))
    ];
  }
  const before =
    values[
      layerTime(layer, trace.time.steps).before(step) * layer.units + unit
    ] ?? NaN;
  return [
    write(value),
    Number.isNaN(before) || row.log || Math.abs(value - before) >= LARGE
      ? ''
      : formatSigned(value - before, Math.abs(value) < WIDE ? 2 : 0)
  ];
}

/** From here on a number leaves its decimals out, or the letter before it would stand under it. */
const WIDE = 1000;
/** From here on it is a power of ten, and its change has no room. */
const LARGE = 1e6;

function railNumber(value: number): string {
  return formatFixed(value, Math.abs(value) < WIDE ? 2 : 0);
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
