import { line } from 'd3-shape';
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { Metric } from '../../trace';
import { svg } from '../base/dom';
import {
  formatFixed,
  tickWriter,
  formatNumber,
  formatPercent
} from '../base/format';
import type { Box } from './trainingLayout';

export interface MetricChart {
  readonly element: SVGElement;
  readonly y: ScaleLinear<number, number>;
}

export interface MetricChartOptions {
  readonly box: Box;
  /** The place of an epoch (its number counted from 1). */
  readonly x: (epoch: number) => number;
  /** Loss of each batch, drawn thin behind, and how many epochs they cover. */
  readonly batches?: {
    readonly values: ArrayLike<number>;
    readonly epochs: number;
  };
  /** Index of the best epoch, from 0. */
  readonly best?: number;
  readonly bestWords?: string;
}

/** A share from 0 to 1, such as accuracy, is written in per cent. */
export function isShare({ name, training, validation }: Metric): boolean {
  return (
    /accuracy|precision|recall|f1/i.test(name) &&
    [training, validation].every(
      list => !list || [...list.values].every(value => !(value > 1))
    )
  );
}

/** Draws training and validation values of one metric over the epochs. */
export function metricChart(
  metric: Metric,
  { box, x, batches, best, bestWords }: MetricChartOptions
): MetricChart {
  const share = isShare(metric);
  const training = metric.training.values;
  const validation = metric.validation?.values;
  const domain = domainOf(
    [training, validation ?? []],
    batches?.values ?? [],
    share
  );
  const y = scaleLinear(domain, [box.y + box.height, box.y]);
  if (!share) {
    y.nice(4);
  }
  const element = svg('g');
  const ticks = share ? y.ticks(3) : y.ticks(4);
  const write = share ? formatPercent : tickWriter(ticks);
  for (const tick of ticks) {
    const at = Math.round(y(tick)) + 0.5;
    element.append(
      svg('line', {
        class: 'jp-gatescope-grid-line',
        x1: box.x,
        x2: box.x + box.width,
        y1: at,
        y2: at
      }),
      svg(
        'text',
        {
          class: 'jp-gatescope-axis',
          x: box.x - 6,
          y: at + 4,
          'text-anchor': 'end'
        },
        write(tick)
      )
    );
  }
  if (batches && batches.values.length > 1) {
    const { values, epochs } = batches;
    // An inner picture ends at its edge: wild first batches must not run over the words above.
    const inner = svg('svg', {
      class: 'jp-gatescope-batch-frame',
      x: box.x,
      y: box.y,
      width: box.width,
      height: box.height,
      viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`
    });
    inner.append(
      svg('path', {
        class: 'jp-gatescope-batch-line',
        d: pathOf(values, index => x(((index + 1) / values.length) * epochs), y)
      })
    );
    element.append(inner);
  }
  element.append(
    svg('path', {
      class: 'jp-gatescope-training-line',
      d: pathOf(training, index => x(index + 1), y)
    })
  );
  if (validation) {
    element.append(
      svg('path', {
        class: 'jp-gatescope-validation-line',
        d: pathOf(validation, index => x(index + 1), y)
      })
    );
  }
  const watched = validation ?? training;
  const ends = endsOf(training, validation, x, y);
  if (best !== undefined && best < watched.length && bestWords) {
    element.append(
      ...bestMark(
        x(best + 1),
        y(watched[best]),
        box,
        bestWords,
        watched[best],
        // While training goes on, the numbers at the ends stand where the best epoch is.
        best === watched.length - 1 ? ends : []
      )
    );
  }
  element.append(...endNumbers(ends, share));
  return { element, y };
}

/** The end of a line, and where its number stands. */
interface LineEnd {
  readonly kind: string;
  readonly value: number;
  /** The middle of the number. */
  readonly at: number;
  readonly left: number;
}

/** The ends of the lines, from above, their numbers apart by at least their height. */
function endsOf(
  training: ArrayLike<number>,
  validation: ArrayLike<number> | undefined,
  x: (epoch: number) => number,
  y: (value: number) => number
): LineEnd[] {
  const ends = [
    { values: training, kind: 'training' },
    ...(validation ? [{ values: validation, kind: 'validation' }] : [])
  ]
    .filter(({ values }) => values.length > 0)
    .map(({ values, kind }) => ({
      kind,
      value: values[values.length - 1],
      at: y(values[values.length - 1]),
      left: x(values.length) + 8
    }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.at - b.at);
  if (ends.length === 2 && ends[1].at - ends[0].at < 15) {
    const middle = (ends[0].at + ends[1].at) / 2;
    ends[0].at = middle - 7.5;
    ends[1].at = middle + 7.5;
  }
  return ends;
}

function endNumbers(ends: readonly LineEnd[], share: boolean): SVGElement[] {
  return ends.map(({ kind, value, at, left }) =>
    svg(
      'text',
      {
        class: `jp-gatescope-end-number jp-gatescope-end-${kind}`,
        x: left,
        y: at + 5
      },
      share
        ? formatPercent(value)
        : Math.abs(value) >= 0.001
          ? formatFixed(value, 3)
          : formatNumber(value)
    )
  );
}

function bestMark(
  x: number,
  y: number,
  box: Box,
  words: string,
  value: number,
  ends: readonly LineEnd[]
): SVGElement[] {
  const anchor =
    x < box.x + 50 ? 'start' : x > box.x + box.width - 50 ? 'end' : 'middle';
  const number =
    Math.abs(value) >= 0.001 ? formatFixed(value, 3) : formatNumber(value);
  const text = (
    at: number,
    content: string,
    strong: boolean,
    place: { x: number; anchor: string } = { x, anchor }
  ): SVGElement =>
    svg(
      'text',
      {
        class: `jp-gatescope-halo ${strong ? 'jp-gatescope-strong' : ''}`,
        x: place.x,
        y: at,
        'text-anchor': place.anchor
      },
      content
    );
  const mark = svg('circle', {
    class: 'jp-gatescope-best-mark',
    cx: x,
    cy: y,
    r: 4.5
  });
  const highest = ends.at(0);
  const lowest = ends.at(-1);
  if (highest && lowest && x < box.x + box.width - 50) {
    // The number is there already: the words stand above it or below.
    const above = highest.at - 11;
    const at = above > box.y + 6 ? above : lowest.at + 21;
    return [mark, text(at, words, true, { x: highest.left, anchor: 'start' })];
  }
  // The curve goes up from its lowest place: above it is free, in two lines or in one.
  const room = y - box.y;
  return [
    mark,
    ...(room > 44
      ? [text(y - 24, words, true), text(y - 10, number, false)]
      : room > 24
        ? [text(y - 11, `${words}, ${number}`, true)]
        : [text(y + 22, words, true), text(y + 36, number, false)])
  ];
}

function pathOf(
  values: ArrayLike<number>,
  x: (index: number) => number,
  y: (value: number) => number
): string {
  const indices = Array.from({ length: values.length }, (_, index) => index);
  const path = line<number>(x, index => y(values[index])).defined(index =>
    Number.isFinite(values[index])
  )(indices);
  return path ?? '';
}

/** From zero (or the lowest) to the highest epoch value; wild batches are cut off at the edge. */
function domainOf(
  lists: readonly ArrayLike<number>[],
  batches: ArrayLike<number>,
  share: boolean
): [number, number] {
  let low = share ? Infinity : 0;
  let high = -Infinity;
  const take = (value: number): void => {
    if (Number.isFinite(value)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  };
  for (const list of lists) {
    for (let index = 0; index < list.length; index += 1) {
      take(list[index]);
    }
  }
  if (high === -Infinity) {
    for (let index = 0; index < batches.length; index += 1) {
      take(batches[index]);
    }
  }
  if (high === -Infinity) {
    return [0, 1];
  }
  if (share) {
    return [Math.floor(Math.min(low, 0.95) * 4) / 4, 1];
  }
  return high > low ? [low, high] : [low, low + 1];
}
