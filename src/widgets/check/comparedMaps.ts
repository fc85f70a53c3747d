import type { CheckReport } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { StepHit } from '../base/stepPointer';
import { html, setAttributes, setText, svg } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { createHeatmap } from '../base/heatmap';
import { floorPixels } from '../../scene/marks/wholePixels';
import { hueOf } from '../base/hue';
import type { Theme } from '../base/theme';
import { stepAxis } from '../../scene/marks/axes';
import { drawn } from '../scene/drawn';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale, type Box, type StepScale } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import type { ReportChannel } from './reportWords';

export interface NumberHit extends StepHit {
  readonly unit: number;
}

/** Expected and got of the first wrong channel, one above the other. */
export interface ComparedMaps {
  readonly element: HTMLElement;
  readonly units: number;
  paint(theme: Theme): void;
  /** Marks a step and a unit, and writes both numbers between the maps. */
  moveTo(step: number, unit: number): void;
  /** The number at a point of the page; null beside the maps. */
  at(x: number, y: number): NumberHit | null;
}

const GUTTER = 92;
const NARROW_GUTTER = 62;

/** The channel that can be drawn: the first wrong one, with both its matrices. */
export function comparedChannel(report: CheckReport): ReportChannel | null {
  return (
    report.channels?.find(
      ({ name, expected, got }) =>
        name === report.first?.channel && expected && got
    ) ?? null
  );
}

/** Where both maps stand, in CSS pixels. */
interface MapsLayout {
  readonly width: number;
  readonly steps: StepScale;
  readonly units: number;
  /** The height of a unit. */
  readonly row: number;
  readonly tops: readonly [number, number];
  readonly bottom: number;
}

function mapsLayout({ expected }: ReportChannel, width: number): MapsLayout {
  const [steps, units] = expected?.shape ?? [0, 0];
  const narrow = width < 480;
  const x = narrow ? NARROW_GUTTER : GUTTER;
  const column = floorPixels(
    (width - x - 4) / Math.max(1, steps),
    devicePixelRatio
  );
  const row = Math.max(3, Math.min(narrow ? 12 : 20, Math.floor(96 / units)));
  const height = row * units;
  const tops = [18, 18 + height + 44] as const;
  const box = { x, y: tops[0], width: column * steps, height };
  return {
    width,
    steps: stepScale(steps, box),
    units,
    row,
    tops,
    bottom: tops[1] + height + 18
  };
}

export function createComparedMaps(
  report: CheckReport,
  channel: ReportChannel,
  width: number,
  measure: (text: string) => number,
  translate: Translate
): ComparedMaps {
  const layout = mapsLayout(channel, width);
  const { steps, units, row, tops, bottom } = layout;
  const { box } = steps;
  const maps = [channel.expected, channel.got].map(matrix => ({
    matrix,
    heatmap: createHeatmap()
  }));
  const frames = ['expected', 'got'].map(name =>
    html('div', { class: `jp-gatescope-${name}-cell` })
  );
  const numbers = numberLine(layout, translate);
  const element = html(
    'div',
    { class: 'jp-gatescope-compared', style: `height: ${bottom}px` },
    ...maps.map(({ heatmap }) => heatmap.element),
    svg(
      'svg',
      {
        class: 'jp-gatescope-layer',
        'aria-hidden': 'true',
        width,
        height: bottom
      },
      mapMarks(channel, layout, measure, translate).map(drawn),
      numbers.elements
    ),
    ...frames
  );
  return {
    element,
    units,
    paint(theme) {
      const { range } = sharedScale(channel);
      maps.forEach(({ matrix, heatmap }, index) => {
        heatmap.paint(
          {
            values: matrix?.values ?? [],
            rows: units,
            columns: steps.steps,
            rowStride: 1,
            columnStride: units
          },
          range[0] < 0 ? theme.states : theme.gates,
          range
        );
        heatmap.place(box.x, tops[index], box.width, box.height);
      });
    },
    moveTo(step, unit) {
      const { first } = report;
      frames.forEach((frame, index) => {
        frame.style.transform = `translate(${steps.left(step) - 1}px, ${tops[index] + unit * row - 1}px)`;
        frame.style.width = `${steps.column + 2}px`;
        frame.style.height = `${row + 2}px`;
        frame.classList.toggle(
          'jp-gatescope-first-wrong',
          first?.step === step && first.unit === unit
        );
      });
      const at = step * units + unit;
      numbers.write(step, unit, [
        channel.expected?.values[at] ?? NaN,
        channel.got?.values[at] ?? NaN
      ]);
    },
    at(x, y) {
      const { left, top } = element.getBoundingClientRect();
      const step = steps.stepAt(x - left);
      const down = y - top >= tops[1] ? y - top - tops[1] : y - top - tops[0];
      const unit = Math.floor(down / row);
      return step === null || unit < 0 || unit >= units ? null : { step, unit };
    }
  };
}

/** Whose map it is, its channel and scale, and the steps below. */
function mapMarks(
  channel: ReportChannel,
  { steps, tops, bottom }: MapsLayout,
  measure: (text: string) => number,
  translate: Translate
): Mark[] {
  const { range, cut } = sharedScale(channel);
  const { x, width, height } = steps.box;
  const axis = { class: 'jp-gatescope-axis' };
  const scale =
    range[0] < 0
      ? `± ${trimmed(range[1])}${cut ? `, ${translate('cut')}` : ''}`
      : `${trimmed(range[0])} … ${trimmed(range[1])}`;
  return [
    ...[translate('expected'), translate('yours')].flatMap((name, index) => {
      const y = tops[index];
      return [
        text(name, x + width, y - 5, {
          anchor: 'end',
          class: 'jp-gatescope-strong'
        }),
        ...channelMarks(channel.name, hueOf(channel), { y, height }),
        text(scale, 11, y + 30, axis)
      ];
    }),
    ...stepAxis(steps, bottom - 19, { measure }).map(each => each.mark),
    text(translate('step'), 0, bottom - 4, axis)
  ];
}

/** The bar and the letter of a channel, left of its map; `hue` is the name of its colour. */
function channelMarks(
  name: string,
  hue: string,
  { y, height }: Pick<Box, 'y' | 'height'>
): Mark[] {
  return [
    mark('rect', {
      class: 'jp-gatescope-channel-bar',
      'data-jp-gatescope-hue': hue,
      x: 0,
      y,
      width: 3,
      height
    }),
    text(name, 11, y + 15, {
      class: 'jp-gatescope-letter',
      'data-jp-gatescope-hue': hue
    })
  ];
}

interface NumberLine {
  readonly elements: readonly SVGElement[];
  write(
    step: number,
    unit: number,
    numbers: readonly [expected: number, got: number]
  ): void;
}

/** Both numbers of a place, between the maps, tied to it. */
function numberLine(
  { width, steps, tops, row, units }: MapsLayout,
  translate: Translate
): NumberLine {
  const y = tops[0] + row * units + 20;
  const where = svg('text', { y });
  const expected = svg('text', { class: 'jp-gatescope-expected-words', y });
  const got = svg('text', { class: 'jp-gatescope-got-words', y });
  const tie = svg('line', { class: 'jp-gatescope-tie' });
  const words = [where, expected, got];
  return {
    elements: [tie, ...words],
    write(step, unit, numbers) {
      const [wanted, written] = numbers.map(number => formatFixed(number, 4));
      setText(where, translate('step %1, unit %2:', step, unit));
      setText(expected, translate('expected %1', wanted));
      setText(got, translate('got %1', written));
      got.classList.toggle('jp-gatescope-same', wanted === written);
      const gap = 10;
      const measured = (): number[] =>
        words.map(each => each.getComputedTextLength() + gap);
      const sum = (all: readonly number[]): number =>
        all.reduce((total, each) => total + each, -gap);
      let lengths = measured();
      if (sum(lengths) > width) {
        // Where they are is drawn; what they are is only written here.
        setText(where, '');
        lengths = [0, ...measured().slice(1)];
      }
      const whole = sum(lengths);
      // On a phone they stand one below the other.
      const isStacked = whole > width;
      // In a narrow panel the words begin further left, so that both numbers are seen.
      let x = Math.max(0, Math.min(steps.box.x, width - whole));
      words.forEach((each, index) => {
        const down = each === expected ? -6 : 7;
        setAttributes(each, { x, y: isStacked ? y + down : y });
        x += isStacked ? 0 : lengths[index];
      });
      const middle = steps.center(step);
      setAttributes(tie, {
        x1: middle,
        x2: middle,
        y1: tops[0] + (unit + 1) * row + 1,
        y2: tops[0] + row * units + 7
      });
    }
  };
}

export function sharedScale({ range, expected }: ReportChannel): {
  readonly range: readonly [number, number];
  /** Whether an answer that grows without end is drawn in the strongest colour from here on. */
  readonly cut: boolean;
} {
  const [low, high] = range;
  if (low >= 0) {
    return { range, cut: false };
  }
  const whole = Math.max(-low, high);
  const asked = Array.from(expected?.values ?? []).reduce(
    (largest, value) => Math.max(largest, Math.abs(value)),
    0
  );
  // Beside a number 20 times as large nothing of what was asked for could be seen.
  const cut = asked > 0 && whole > 20 * asked;
  const end = cut ? asked : whole;
  const round = end <= 1 && end > 0.5 ? 1 : Math.ceil(end * 2) / 2;
  return { range: [-round, round], cut };
}

function trimmed(value: number): string {
  return formatFixed(value, Number.isInteger(value) ? 0 : 1);
}
