import type { CheckReport } from '../../trace';
import type { Translate } from '../context';
import { html, listen, setText, svg } from '../base/dom';
import { formatFixed } from '../base/format';
import { createHeatmap, floorPixels } from '../base/heatmap';
import { hueOf, letterText } from '../base/hue';
import { numberLabels } from '../base/timeLabels';
import type { Theme } from '../base/theme';
import type { ReportChannel } from './reportWords';

/** Expected and got of the first wrong channel, one above the other. */
export interface ComparedMaps {
  readonly element: HTMLElement;
  build(width: number, theme: Theme, measure: (text: string) => number): void;
  /** Marks a step and a unit, and writes both numbers between the maps. */
  paint(step: number, unit: number): void;
  readonly steps: number;
  readonly units: number;
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

export function createComparedMaps(
  report: CheckReport,
  channel: ReportChannel,
  translate: Translate,
  choose: (step: number, unit: number) => void
): ComparedMaps {
  const [steps, units] = channel.expected?.shape ?? [0, 0];
  const maps = [createHeatmap(), createHeatmap()];
  const frames = [
    html('div', { class: 'jp-gatescope-expected-cell' }),
    html('div', { class: 'jp-gatescope-got-cell' })
  ];
  const words = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  const catcher = html('div', { class: 'jp-gatescope-catcher' });
  const element = html(
    'div',
    { class: 'jp-gatescope-compared' },
    ...maps.map(map => map.element),
    words,
    ...frames,
    catcher
  );
  const where = svg('text', {});
  const expected = svg('text', { class: 'jp-gatescope-expected-words' });
  const got = svg('text', { class: 'jp-gatescope-got-words' });
  const tie = svg('line', { class: 'jp-gatescope-tie' });
  let left = 0;
  let whole = 0;
  let column = 1;
  let row = 1;
  let tops: readonly [number, number] = [0, 0];

  const build: ComparedMaps['build'] = (width, theme, measure) => {
    const narrow = width < 480;
    whole = width;
    const gutter = narrow ? NARROW_GUTTER : GUTTER;
    column = floorPixels((width - gutter - 4) / Math.max(1, steps));
    row = Math.max(3, Math.min(narrow ? 12 : 20, Math.floor(96 / units)));
    left = gutter;
    const high = row * units;
    tops = [18, 18 + high + 44];
    const bottom = tops[1] + high + 18;
    element.style.height = `${bottom}px`;
    words.setAttribute('width', String(width));
    words.setAttribute('height', String(bottom));
    const { range, cut } = sharedScale(channel);
    for (const [index, map] of maps.entries()) {
      const matrix = index === 0 ? channel.expected : channel.got;
      map.paint(
        {
          values: matrix?.values ?? [],
          rows: units,
          columns: steps,
          rowStride: 1,
          columnStride: units
        },
        range[0] < 0 ? theme.states : theme.gates,
        range
      );
      map.place(left, tops[index], column * steps, high);
    }
    catcher.style.left = `${left}px`;
    catcher.style.top = `${tops[0]}px`;
    catcher.style.width = `${column * steps}px`;
    catcher.style.height = `${tops[1] + high - tops[0]}px`;
    words.replaceChildren(
      ...[translate('expected'), translate('yours')].flatMap((name, index) => [
        svg(
          'text',
          {
            class: 'jp-gatescope-strong',
            x: left + column * steps,
            y: tops[index] - 5,
            'text-anchor': 'end'
          },
          name
        ),
        svg('rect', {
          class: 'jp-gatescope-channel-bar',
          'data-jp-gatescope-hue': hueOf(channel),
          x: 0,
          y: tops[index],
          width: 3,
          height: high
        }),
        letterText(channel.name, hueOf(channel), {
          x: 11,
          y: tops[index] + 15
        }),
        svg(
          'text',
          { class: 'jp-gatescope-axis', x: 11, y: tops[index] + 30 },
          range[0] < 0
            ? `± ${trimmed(range[1])}${cut ? `, ${translate('cut')}` : ''}`
            : `${trimmed(range[0])} … ${trimmed(range[1])}`
        )
      ]),
      ...numberLabels(steps, column, measure).ticks.map(({ step, text }) =>
        svg(
          'text',
          {
            class: 'jp-gatescope-axis',
            x: left + (step + 0.5) * column,
            y: bottom - 4,
            'text-anchor': 'middle'
          },
          text
        )
      ),
      svg(
        'text',
        { class: 'jp-gatescope-axis', x: 0, y: bottom - 4 },
        translate('step')
      ),
      tie,
      where,
      expected,
      got
    );
    for (const [element_, x] of [
      [where, left],
      [expected, left],
      [got, left]
    ] as const) {
      element_.setAttribute('x', String(x));
      element_.setAttribute('y', String(tops[0] + high + 20));
    }
  };

  const paint: ComparedMaps['paint'] = (step, unit) => {
    const at = step * units + unit;
    const wanted = channel.expected?.values[at] ?? NaN;
    const written = channel.got?.values[at] ?? NaN;
    for (const [index, frame] of frames.entries()) {
      frame.style.transform = `translate(${left + step * column - 1}px, ${tops[index] + unit * row - 1}px)`;
      frame.style.width = `${column + 2}px`;
      frame.style.height = `${row + 2}px`;
    }
    const isFirst = report.first?.step === step && report.first.unit === unit;
    for (const frame of frames) {
      frame.classList.toggle('jp-gatescope-first-wrong', isFirst);
    }
    setText(where, translate('step %1, unit %2:', step, unit));
    setText(expected, translate('expected %1', formatFixed(wanted, 4)));
    setText(got, translate('got %1', formatFixed(written, 4)));
    got.classList.toggle(
      'jp-gatescope-same',
      formatFixed(wanted, 4) === formatFixed(written, 4)
    );
    const gap = 10;
    const first = where.getComputedTextLength();
    const second = expected.getComputedTextLength();
    const third = got.getComputedTextLength();
    // In a narrow panel the words begin further left, so that both numbers are seen.
    const start = Math.max(
      0,
      Math.min(left, whole - (first + second + third + 2 * gap))
    );
    where.setAttribute('x', String(start));
    expected.setAttribute('x', String(start + first + gap));
    got.setAttribute('x', String(start + first + second + 2 * gap));
    tie.setAttribute('x1', String(left + (step + 0.5) * column));
    tie.setAttribute('x2', String(left + (step + 0.5) * column));
    tie.setAttribute('y1', String(tops[0] + (unit + 1) * row + 1));
    tie.setAttribute('y2', String(tops[0] + row * units + 7));
  };

  const pick = (event: PointerEvent): void => {
    const box = catcher.getBoundingClientRect();
    const y = event.clientY - box.top;
    const second = tops[1] - tops[0];
    const unit = Math.floor((y >= second ? y - second : y) / row);
    const step = Math.floor((event.clientX - box.left) / column);
    if (step >= 0 && step < steps && unit >= 0 && unit < units) {
      choose(step, unit);
    }
  };
  listen<PointerEvent>(catcher, 'pointermove', pick);
  listen<PointerEvent>(catcher, 'pointerdown', pick);

  return { element, build, paint, steps, units };
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
