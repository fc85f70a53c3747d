import { channelHue, isPadding, layerTime } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import {
  formatFixed,
  formatPower,
  formatSigned
} from '../../scene/words/format';
import { text } from '../../scene/marks/text';
import { letterMark } from './letterMark';
import type { MapScene, SceneRow } from './mapScene';
import type { MovingText } from './movingText';

/** The numbers right of the plot: of each channel its value, and how it has changed or the mean of all. */
export function railNumbers(
  scene: MapScene,
  translate: Translate
): readonly MovingText[] {
  const narrow = scene.layout.railWidth < 60;
  return [
    ...scene.rows.flatMap((_, index) =>
      rowTexts(scene, index, narrow, translate)
    ),
    ...(narrow ? [] : heads(scene, translate))
  ];
}

/** The letter of a channel that has no map beside which it stands. */
function rowLetter({ layout, rows }: MapScene, index: number): MovingText {
  const { channel } = rows[index];
  const { y, height } = layout.groups[index];
  return {
    mark: letterMark(channel.name, channelHue(channel), {
      x: layout.railLeft,
      y: y + height / 2 + 5,
      size: channel.name.length > 2 ? 12 : 17
    }),
    words: () => channel.name
  };
}

/** What the numbers below are of. */
function heads(
  { layout, lines }: MapScene,
  translate: Translate
): MovingText[] {
  const y =
    layout.labels.height > 0
      ? layout.labels.y + layout.labels.height - 6
      : layout.groups[0].y - 6;
  const look = { class: 'jp-gatescope-axis' };
  const right = layout.railLeft + layout.railWidth;
  const unitWords = (unit: number): string => translate('unit %1', unit);
  return [
    {
      mark: text('', layout.railLeft, y, look),
      words: (step, unit) =>
        step === null
          ? ''
          : lines
            ? unitWords(unit)
            : translate('at %step %1', step)
    },
    {
      mark: text('', right, y, { ...look, anchor: 'end' }),
      words: (step, unit) =>
        lines ? translate('change') : step === null ? '' : unitWords(unit)
    }
  ];
}

function rowTexts(
  scene: MapScene,
  index: number,
  narrow: boolean,
  translate: Translate
): MovingText[] {
  const { layout, lines, rows, trace } = scene;
  const band = layout.groups[index];
  const middle = band.y + band.height / 2;
  const right = layout.railLeft + layout.railWidth;
  const row = rows[index];
  // Padding carries the last state on; a number there would look computed.
  const isNothing = (step: number): boolean => isPadding(trace.time, step);
  return [
    ...(lines && !narrow ? [rowLetter(scene, index)] : []),
    {
      mark: text(
        '',
        lines && !narrow ? layout.railLeft + 84 : right,
        lines || narrow ? middle + 5 : band.y + band.height - 15,
        { class: 'jp-gatescope-number-text', anchor: 'end' }
      ),
      words: (step, unit) =>
        step === null
          ? ''
          : isNothing(step)
            ? '–'
            : writeOf(row)(
                row.channel.array.values[step * scene.layer.units + unit]
              )
    },
    ...(narrow
      ? []
      : [
          {
            mark: text(
              '',
              right,
              lines ? middle + 5 : band.y + band.height - 1,
              {
                class: 'jp-gatescope-axis',
                anchor: 'end'
              }
            ),
            words: (step: number | null, unit: number) =>
              step === null || isNothing(step)
                ? ''
                : besideWords(scene, row, step, unit, translate)
          }
        ])
  ];
}

const writeOf = ({ log }: SceneRow): ((value: number) => string) =>
  log ? formatPower : railNumber;

/** How the value of a unit has changed, or the mean of all. */
function besideWords(
  { layer, lines, trace }: MapScene,
  row: SceneRow,
  step: number,
  unit: number,
  translate: Translate
): string {
  const { values } = row.channel.array;
  if (!lines) {
    return translate(
      'mean %1',
      writeOf(row)(meanOf(values, step, layer.units))
    );
  }
  const value = values[step * layer.units + unit];
  const before =
    values[
      layerTime(layer, trace.time.steps).before(step) * layer.units + unit
    ] ?? NaN;
  return Number.isNaN(before) || row.log || Math.abs(value - before) >= LARGE
    ? ''
    : formatSigned(value - before, Math.abs(value) < WIDE ? 2 : 0);
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
