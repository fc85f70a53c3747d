import { area, line } from 'd3-shape';
import type { ScaleLinear } from 'd3-scale';
import type { Prediction } from '../../trace';
import type { Translate } from '../context';
import { svg } from '../base/dom';
import { formatFixed } from '../base/format';
import { layoutLabels } from '../base/timeLabels';
import { chartScales, type ChartBox, type ChartScales } from './chartScales';
import { asked, filledGuess, type Guess } from './guess';
import { drawBars, truthBars } from './predictBars';

export interface ChartParts {
  readonly still: SVGElement;
  /** Revealed from left to right when the guess is committed. */
  readonly truth: SVGElement | null;
}

/** Draws axes, what is given, the guess and, once committed, the truth over it. */
export function predictChart(
  prediction: Prediction,
  guess: Guess,
  box: ChartBox,
  chosen: number | null,
  measure: (text: string) => number,
  translate: Translate
): ChartParts {
  const scales = chartScales(prediction, box);
  const still = svg('g');
  still.append(
    ...valueAxis(prediction, box, scales.y),
    ...positionAxis(prediction, box, scales, measure)
  );
  if (chosen !== null && !guess.committed) {
    still.append(
      svg('rect', {
        class: 'jp-gatescope-predict-chosen',
        x: scales.x(chosen) - scales.band / 2,
        y: box.top,
        width: scales.band,
        height: box.height
      })
    );
  }
  const filled = filledGuess(prediction, guess);
  const bars = prediction.form !== 'curve';
  still.append(
    ...(bars
      ? drawBars(prediction, filled, guess, box, scales)
      : drawCurves(prediction, filled, guess, scales, chosen))
  );
  const labels =
    guess.committed || !bars
      ? nameLabels(prediction, guess, filled, scales, box, translate)
      : [];
  const truth = guess.committed
    ? svg(
        'g',
        {},
        ...(bars
          ? truthBars(prediction, box, scales)
          : truthCurve(prediction, filled, scales))
      )
    : null;
  still.append(...labels);
  return { still, truth };
}

function valueAxis(
  { quantity }: Prediction,
  box: ChartBox,
  y: ScaleLinear<number, number>
): SVGElement[] {
  const ticks = y.ticks(4);
  const decimals = Math.max(
    0,
    Math.min(
      6,
      Math.ceil(
        -Math.log10(Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0)) || 1) - 1e-9
      )
    )
  );
  return [
    ...ticks.flatMap(tick => {
      const at = Math.round(y(tick)) + 0.5;
      return [
        svg('line', {
          class: 'jp-gatescope-grid-line',
          x1: box.left,
          x2: box.left + box.width,
          y1: at,
          y2: at
        }),
        svg(
          'text',
          {
            class: 'jp-gatescope-axis',
            x: box.left - 6,
            y: at + 4,
            'text-anchor': 'end'
          },
          formatFixed(tick, decimals)
        )
      ];
    }),
    svg(
      'text',
      { class: 'jp-gatescope-axis', x: 0, y: box.top - 8 },
      quantity.unit ? `${quantity.name}, ${quantity.unit}` : quantity.name
    )
  ];
}

function positionAxis(
  { axis, form }: Prediction,
  box: ChartBox,
  { x, band }: ChartScales,
  measure: (text: string) => number
): SVGElement[] {
  if (form === 'value' && axis.count === 1 && !axis.labels) {
    return [];
  }
  const layout = layoutLabels({
    steps: axis.count,
    labels: axis.labels,
    columnWidth: band,
    measure
  });
  const y = box.top + box.height;
  const turned = layout.mode === 'turned';
  return [
    ...layout.ticks.map(({ step, text }) =>
      svg(
        'text',
        turned
          ? {
              class: 'jp-gatescope-axis',
              transform: `translate(${x(step) + 3} ${y + 12}) rotate(-50)`,
              'text-anchor': 'end'
            }
          : {
              class: 'jp-gatescope-axis',
              x: x(step),
              y: y + 15,
              'text-anchor': 'middle'
            },
        text
      )
    ),
    svg(
      'text',
      {
        class: 'jp-gatescope-axis',
        x: box.left + box.width,
        y: y + (turned ? 62 : 30),
        'text-anchor': 'end'
      },
      axis.name
    )
  ];
}

/** How much room the labels below need. */
export function axisHeight(
  { axis, form }: Prediction,
  band: number,
  measure: (text: string) => number
): number {
  if (form === 'value' && axis.count === 1 && !axis.labels) {
    return 8;
  }
  return layoutLabels({
    steps: axis.count,
    labels: axis.labels,
    columnWidth: band,
    measure
  }).mode === 'turned'
    ? 68
    : 34;
}

function drawCurves(
  prediction: Prediction,
  filled: Float64Array,
  guess: Guess,
  { x, y }: ChartScales,
  chosen: number | null
): SVGElement[] {
  const drawn: SVGElement[] = [];
  if (prediction.given) {
    drawn.push(
      svg('path', {
        class: 'jp-gatescope-given-line',
        d: path(prediction.given.values, x, y)
      })
    );
    // A number between others that are not given makes no line; it has a mark of its own.
    const { values } = prediction.given;
    const isGiven = (index: number): boolean => Number.isFinite(values[index]);
    for (const index of values.keys()) {
      if (isGiven(index) && !isGiven(index - 1) && !isGiven(index + 1)) {
        drawn.push(
          svg('circle', {
            class: 'jp-gatescope-given-dot',
            cx: x(index),
            cy: y(values[index]),
            r: 3.5
          })
        );
      }
    }
  }
  const positions = asked(prediction);
  const any = positions.some(index => guess.values[index] !== null);
  if (!any) {
    return drawn;
  }
  // The line starts at the last number that is given.
  const first = positions[0];
  const own = Float64Array.from(filled, (value, index) =>
    positions.includes(index) || index === first - 1 ? value : NaN
  );
  drawn.push(
    svg('path', { class: 'jp-gatescope-guess-line', d: path(own, x, y) })
  );
  if (chosen !== null && !guess.committed && Number.isFinite(filled[chosen])) {
    drawn.push(
      svg('circle', {
        class: 'jp-gatescope-guess-dot',
        cx: x(chosen),
        cy: y(filled[chosen]),
        r: 4.5
      })
    );
  }
  return drawn;
}

function truthCurve(
  prediction: Prediction,
  filled: Float64Array,
  { x, y }: ChartScales
): SVGElement[] {
  const { values } = prediction.truth;
  const positions = asked(prediction);
  const between = area<number>(
    index => x(index),
    index => y(filled[index]),
    index => y(values[index])
  ).defined(
    index => Number.isFinite(filled[index]) && Number.isFinite(values[index])
  );
  return [
    svg('path', {
      class: 'jp-gatescope-guess-between',
      d: between(positions) ?? ''
    }),
    svg('path', { class: 'jp-gatescope-truth-line', d: path(values, x, y) })
  ];
}

/** The names of the lines, where they are apart. */
function nameLabels(
  prediction: Prediction,
  guess: Guess,
  filled: Float64Array,
  { x, y }: ChartScales,
  box: ChartBox,
  translate: Translate
): SVGElement[] {
  if (prediction.form !== 'curve') {
    return [
      svg(
        'text',
        {
          class: 'jp-gatescope-axis',
          x: box.left + box.width - 88,
          y: box.top - 8,
          'text-anchor': 'end'
        },
        translate('left: yours')
      ),
      svg(
        'text',
        {
          class: 'jp-gatescope-truth-name',
          x: box.left + box.width,
          y: box.top - 8,
          'text-anchor': 'end'
        },
        translate('right: truth')
      )
    ];
  }
  const positions = asked(prediction).filter(index =>
    Number.isFinite(filled[index])
  );
  if (positions.length < 4 || guess.values.every(value => value === null)) {
    return [];
  }
  const { values } = prediction.truth;
  const at = guess.committed
    ? positions.reduce((best, index) =>
        Math.abs(filled[index] - values[index]) >
        Math.abs(filled[best] - values[best])
          ? index
          : best
      )
    : positions[Math.floor(positions.length * 0.6)];
  const below = guess.committed && filled[at] < values[at];
  const name = (
    text: string,
    className: string,
    value: number,
    under: boolean
  ): SVGElement =>
    svg(
      'text',
      {
        class: `${className} jp-gatescope-halo`,
        x: Math.max(box.left + 40, Math.min(box.left + box.width - 40, x(at))),
        y: y(value) + (under ? 18 : -9),
        'text-anchor': 'middle'
      },
      text
    );
  return [
    name(translate('your curve'), 'jp-gatescope-axis', filled[at], below),
    ...(guess.committed
      ? [
          name(
            translate('truth'),
            'jp-gatescope-truth-name',
            values[at],
            !below
          )
        ]
      : [])
  ];
}

function path(
  values: ArrayLike<number>,
  x: (index: number) => number,
  y: (value: number) => number
): string {
  return (
    line<number>(
      index => x(index),
      index => y(values[index])
    ).defined(index => Number.isFinite(values[index]))(
      Array.from({ length: values.length }, (_, index) => index)
    ) ?? ''
  );
}
