import type { Attention, NumericArray } from '../../../trace';
import type { Box } from '../../../scene/marks/plane';
import { element } from '../../../scene/marks/markup';
import { rampOf } from './colours';
import { numberWords } from './moment';
import { pngAddress } from './png';
import { ink, label } from './svg';

const GAP = 8;
/** How wide, or high, a state is drawn. */
const STRIP = 48;

/** What the decoder held, right of the map of where it looked, and what the encoder held, from `top` on. */
export function attentionSides(
  { sourceStates, targetStates }: Attention['decodings'][number],
  map: Box,
  top: number
): {
  readonly elements: readonly string[];
  readonly right: number;
  readonly bottom: number;
} {
  const x = map.x + map.width + GAP;
  const words = { fill: ink.second, 'font-size': 11 };
  return {
    right: targetStates ? x + STRIP + GAP : 0,
    bottom: sourceStates ? top + STRIP + GAP + 12 : top,
    elements: [
      ...(targetStates
        ? [
            stateMap(targetStates, { ...map, x, width: STRIP }),
            label(x, map.y - GAP, 'decoder', words)
          ]
        : []),
      ...(sourceStates
        ? [
            stateMap(sourceStates, { ...map, y: top, height: STRIP }, true),
            label(map.x - GAP, top + STRIP / 2 + 4, 'encoder', {
              ...words,
              'text-anchor': 'end'
            }),
            label(map.x, top + STRIP + 14, scaleWords(sourceStates), words)
          ]
        : [])
    ]
  };
}

const endOf = ({ values }: NumericArray): number =>
  Math.max(0, ...Array.from(values, Math.abs).filter(Number.isFinite)) || 1;

const scaleWords = (states: NumericArray): string =>
  `purple to ${numberWords(endOf(states))}, orange to ${numberWords(-endOf(states))}`;

/** States `[T, H]`, a row a step; or a column, where they lie below what was read. */
function stateMap(
  states: NumericArray,
  box: Box,
  areColumns: boolean = false
): string {
  const { values, shape } = states;
  const [steps, units = 1] = shape;
  const end = endOf(states);
  const ramp = rampOf({ role: 'state', range: [-end, end] });
  const bytes = new Uint8Array(steps * units * 3);
  values.forEach((value, index) => {
    const [step, unit] = [Math.floor(index / units), index % units];
    bytes.set(ramp(value), (areColumns ? unit * steps + step : index) * 3);
  });
  const [width, height] = areColumns ? [steps, units] : [units, steps];
  return steps * units === 0
    ? ''
    : element('image', {
        ...box,
        preserveAspectRatio: 'none',
        style: 'image-rendering: pixelated',
        href: pngAddress({ width, height, bytes })
      });
}
