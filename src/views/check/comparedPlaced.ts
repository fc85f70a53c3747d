import { channelHue, type CheckReport } from '../../trace';
import { stepAxis } from '../../scene/marks/axes';
import { framed } from '../../scene/marks/framed';
import { largestSize } from '../../scene/marks/largestSize';
import { letterMark } from '../../scene/marks/letter';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { linearScale } from '../../scene/marks/valueScale';
import { axisLook } from '../../scene/placeMarks';
import type { Layout, Overlay, PlacedPanel, Surface } from '../../scene/scene';
import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import type { ReportChannel } from './checkWords';

const GUTTER = 92;
const NARROW_GUTTER = 62;
const NARROW_BELOW = 480;
const TOP = 18;
/** Between the maps, for the numbers of a place. */
const BETWEEN = 44;
/** How high all units are together, where they are no lower than can be seen. */
const HEIGHT = 96;

/** Expected and got of a channel, one above the other, over the steps. */
export function comparedPlaced(
  channel: ReportChannel,
  surface: Surface,
  translate: Translate
): ReturnType<Layout> {
  const { width, measure, theme } = surface;
  const { expected, got, name } = channel;
  const [steps, units] = expected?.shape ?? [0, 0];
  const isNarrow = width < NARROW_BELOW;
  const x = isNarrow ? NARROW_GUTTER : GUTTER;
  const wide = (width - x - 4) / Math.max(1, steps);
  const column = wide < 1 ? wide : Math.floor(wide);
  const row = Math.max(
    3,
    Math.min(isNarrow ? 12 : 20, Math.floor(HEIGHT / units))
  );
  const height = row * units;
  const panels = ['expected', 'got'].map((id, at): PlacedPanel => {
    const y = TOP + at * (height + BETWEEN);
    const box = { x, y, width: column * steps, height };
    // Units stand below each other.
    const down = { y: y + height, height: -height };
    return {
      ...{ id, box, across: true, places: stepScale(steps, box) },
      value: linearScale([0, units], down, { nice: false })
    };
  });
  const bottom = panels[1].box.y + height + 18;
  const { range, cut } = sharedScale(channel);
  const [low, high] = range;
  const axis = axisLook(theme);
  const scale =
    low < 0
      ? `± ${trimmed(high)}${cut ? `, ${translate('cut')}` : ''}`
      : `${trimmed(low)} … ${trimmed(high)}`;
  const hue = channelHue(channel);
  return {
    ...{ height: bottom, panels },
    maps: panels.map(({ box }, at) => ({
      ...{ ...box, range, ramp: low < 0 ? 'states' : 'gates' },
      values: {
        values: [expected, got][at]?.values ?? [],
        ...{ rows: units, columns: steps, rowStride: 1, columnStride: units }
      }
    })),
    marks: [
      ...[translate('expected'), translate('yours')].flatMap((whose, at) => {
        const { y, width: plot } = panels[at].box;
        return [
          text(whose, x + plot, y - 5, {
            ...{ anchor: 'end', 'font-size': 12, 'font-weight': 600 },
            fill: theme.color('ink')
          }),
          mark('rect', {
            ...{ x: 0, y, width: 3, height, fill: theme.color(hue) }
          }),
          letterMark(name, hue, { x: 11, y: y + 15 }, theme),
          text(scale, 11, y + 30, axis)
        ];
      }),
      ...stepAxis(panels[1].places, bottom - 19, { measure, words: axis }).map(
        each => each.mark
      ),
      text(translate('step'), 0, bottom - 4, axis)
    ],
    hit(at, y) {
      const [over, under] = panels;
      const panel = y < under.box.y ? over : under;
      const step = panel.places.stepAt(at);
      return step === null || y < panel.box.y || y >= panel.box.y + height
        ? null
        : { row: step, column: Math.floor(panel.value.invert(y)), panel };
    }
  };
}

/** The place that is looked at in both maps, with both its numbers between them, tied to it. */
export const placeMarks =
  (
    { first }: CheckReport,
    { expected, got }: ReportChannel,
    translate: Translate
  ): Overlay['marks'] =>
  (step, { panels }, surface, lit) => {
    const { theme } = surface;
    const unit = lit ?? first?.unit ?? 0;
    const isFirst = first?.step === step && first.unit === unit;
    const [, units = 1] = expected?.shape ?? [];
    const [wanted, written] = [expected, got].map(each =>
      formatFixed(each?.values[step * units + unit] ?? NaN, 4)
    );
    const [{ box, places, value }] = panels;
    const foot = box.y + box.height;
    const middle = places.center(step);
    const bold = { 'font-size': 12, 'font-weight': 700 };
    const right = { ...bold, fill: theme.color('right') };
    const wrong = { ...bold, fill: theme.color('wrong') };
    return [
      ...panels.flatMap((panel, at) =>
        framed(
          theme,
          {
            ...{ x: places.left(step), width: places.column },
            ...{ y: panel.value(unit), height: value(1) - value(0) }
          },
          0,
          isFirst ? (at === 0 ? 'right' : 'wrong') : 'ink',
          isFirst ? theme.part('first-wrong') : {}
        )
      ),
      rule({
        ...{ x1: middle, x2: middle, y1: value(unit + 1) + 1, y2: foot + 7 },
        stroke: theme.color('second')
      }),
      ...inLine(
        [
          [
            translate('step %1, unit %2:', step, unit),
            { 'font-size': 12, fill: theme.color('ink') }
          ],
          [translate('expected %1', wanted), right],
          [translate('got %1', written), wanted === written ? right : wrong]
        ],
        box.x,
        foot + 20,
        surface
      )
    ];
  };

type Worded = readonly [
  words: string,
  look: Readonly<Record<string, string | number>>
];

/** Words in one line; where they have no room without the first, and where these have none, below each other. */
function inLine(
  words: readonly Worded[],
  left: number,
  y: number,
  { width, measure }: Surface
): Mark[] {
  // Bold letters are wider.
  const lengths = words.map(([each]) => 1.1 * measure(each) + 10);
  const whole = lengths.reduce((sum, each) => sum + each, -10);
  if (whole > width && words.length > 2) {
    // Where they are is drawn; what they are is only written here.
    return inLine(words.slice(1), left, y, { width, measure } as Surface);
  }
  const isStacked = whole > width;
  // In a narrow panel the words begin further left, so that both numbers are seen.
  let x = Math.max(0, Math.min(left, width - whole));
  return words.map(([each, look], at) => {
    const from = x;
    x += isStacked ? 0 : lengths[at];
    return text(each, from, isStacked ? y - 6 + 13 * at : y, look);
  });
}

export function sharedScale({ range, expected }: ReportChannel): {
  readonly range: readonly [number, number];
  /** Whether an answer that grows without end is drawn in the strongest color from here on. */
  readonly cut: boolean;
} {
  const [low, high] = range;
  if (low >= 0) {
    return { range, cut: false };
  }
  const whole = Math.max(-low, high);
  const asked = largestSize(expected?.values ?? []);
  // Beside a number 20 times as large nothing of what was asked for could be seen.
  const cut = asked > 0 && whole > 20 * asked;
  const end = cut ? asked : whole;
  const round = end <= 1 && end > 0.5 ? 1 : Math.ceil(end * 2) / 2;
  return { range: [-round, round], cut };
}

function trimmed(value: number): string {
  return formatFixed(value, Number.isInteger(value) ? 0 : 1);
}
