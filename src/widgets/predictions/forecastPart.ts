import { hideUnder, type AxisWord } from '../base/axisWords';
import { fill, html, listen, setAttributes, svg } from '../base/dom';
import { formatFixed, formatSigned } from '../base/format';
import { textMeasure } from '../base/measure';
import { createPainter } from '../base/painter';
import { stepKey } from '../base/stepKeys';
import { layoutLabels, shortDate, spokenLabel } from '../base/timeLabels';
import { extentOf } from '../gates/seriesPanels';
import { errorAt, largestMiss, type ForecastContent } from './measures';
import {
  areaPath,
  errorPath,
  formatTick,
  linePath,
  thinned,
  ticks
} from './forecastPaths';
import { forecastLook, forecastRows, forecastSentence } from './forecastRail';
import type { PartOptions, PredictionsPart } from './part';

const PLOT = 190;
const ERRORS = 64;
const RAIL = 190;

/** A forecast against what came, with its band and its errors on the same time axis. */
export function createForecastPart(
  content: ForecastContent,
  { frame, context, view }: PartOptions
): PredictionsPart {
  const { cursor, translate } = context;
  const { truth, forecasts, time } = content;
  const { steps } = time;
  const unit = truth.unit ? ` ${truth.unit}` : '';
  const element = html('div', { class: 'jp-gatescope-forecast' });
  let place: { left: number; width: number } = { left: 0, width: 1 };
  let move: (step: number) => void = () => undefined;
  /** The forecast whose errors are drawn. */
  let chosen = 0;
  let width = 0;

  const stepNow = (): number => {
    const wanted = cursor.position.step ?? steps - 1;
    return Math.max(0, Math.min(steps - 1, wanted));
  };

  const draw = (next: number): void => {
    width = next;
    const narrow = frame.narrow;
    const rail = narrow ? 0 : RAIL;
    const left = narrow ? 40 : 64;
    const plotWidth = Math.max(100, width - left - (rail ? rail + 14 : 8));
    place = { left, width: plotWidth };
    const top = 14;
    const bottom = top + PLOT;
    const errorTop = bottom + 34;
    const errorBottom = errorTop + ERRORS;
    const [low, high] = extentOf([
      truth.values.values,
      ...forecasts.flatMap(({ values, band }) => [
        values.values,
        ...(band ? [band.lower.values, band.upper.values] : [])
      ])
    ]);
    const x = (step: number): number =>
      left + ((step + 0.5) / steps) * plotWidth;
    const y = (value: number): number =>
      bottom - ((value - low) / (high - low)) * PLOT;
    const largest = Math.max(
      ...forecasts.map(forecast => {
        const miss = largestMiss(content, forecast);
        return miss === null ? 0 : Math.abs(errorAt(content, forecast, miss));
      }),
      1e-9
    );
    const middle = (errorTop + errorBottom) / 2;
    const errorY = (value: number): number =>
      middle - (value / largest) * (ERRORS / 2);
    const height = errorBottom + 8;
    const picture = svg('svg', {
      class: 'jp-gatescope-forecast-picture',
      width: left + plotWidth + 8,
      height,
      viewBox: `0 0 ${left + plotWidth + 8} ${height}`,
      'aria-hidden': 'true'
    });
    const text = (
      look: string,
      at: number,
      line: number,
      words: string,
      anchor = 'start'
    ): SVGElement =>
      svg(
        'text',
        { class: look, x: at, y: line, 'text-anchor': anchor },
        words
      );

    for (const value of ticks(low, high)) {
      picture.append(
        svg('line', {
          class: 'jp-gatescope-grid-line',
          x1: left,
          x2: left + plotWidth,
          y1: y(value),
          y2: y(value)
        }),
        text(
          'jp-gatescope-axis',
          left - 8,
          y(value) + 4,
          formatTick(value, high - low),
          'end'
        )
      );
    }
    forecasts.forEach(({ band }, index) => {
      if (band) {
        const area = svg('path', {
          class: 'jp-gatescope-forecast-band',
          d: areaPath(band.lower.values, band.upper.values, steps, x, y)
        });
        area.style.fill = forecastLook(index).color;
        picture.append(area);
      }
    });
    picture.append(
      svg('path', {
        class: 'jp-gatescope-forecast-truth',
        d: linePath(truth.values.values, steps, x, y)
      })
    );
    forecasts.forEach((forecast, index) => {
      const line = svg('path', {
        class: 'jp-gatescope-forecast-line',
        'stroke-dasharray': forecastLook(index).dash,
        d: linePath(forecast.values.values, steps, x, y)
      });
      line.style.stroke = forecastLook(index).color;
      picture.append(line);
    });

    // Errors of one forecast, on the same time axis.
    const bars = svg('path', {
      class: 'jp-gatescope-forecast-errors',
      d: errorPath(content, forecasts[chosen], x, errorY, middle, plotWidth)
    });
    if (forecasts[chosen]) {
      bars.style.fill = forecastLook(chosen).color;
    }
    picture.append(
      svg('line', {
        class: 'jp-gatescope-grid-line',
        x1: left,
        x2: left + plotWidth,
        y1: middle,
        y2: middle
      }),
      text(
        'jp-gatescope-axis',
        left - 8,
        errorTop + 8,
        formatSigned(largest, largest < 10 ? 1 : 0),
        'end'
      ),
      text(
        'jp-gatescope-axis',
        left - 8,
        errorBottom,
        formatFixed(-largest, largest < 10 ? 1 : 0),
        'end'
      ),
      text(
        'jp-gatescope-forecast-name',
        0,
        middle + 4,
        narrow ? '' : translate('error')
      ),
      bars
    );

    const measure = textMeasure('11px sans-serif');
    const axis: AxisWord[] = [];
    for (const { step, text: words } of layoutLabels({
      steps,
      labels: time.labels,
      columnWidth: plotWidth / steps,
      measure
    }).ticks.filter(thinned(plotWidth / steps))) {
      const written = shortDate(words);
      const half = measure(written) / 2;
      axis.push({
        element: text(
          'jp-gatescope-axis',
          x(step),
          bottom + 18,
          written,
          'middle'
        ),
        from: x(step) - half,
        to: x(step) + half
      });
    }
    picture.append(...axis.map(({ element: word }) => word));

    const line = svg('path', { class: 'jp-gatescope-flow-cursor' });
    const truthDot = svg('circle', { class: 'jp-gatescope-flow-dot', r: 4.5 });
    truthDot.style.fill = 'var(--jp-gatescope-ink)';
    const dots = forecasts.map((_, index) => {
      const dot = svg('circle', { class: 'jp-gatescope-flow-dot', r: 4.5 });
      dot.style.fill = forecastLook(index).color;
      return dot;
    });
    const badge = html('div', { class: 'jp-gatescope-badge' });
    const railElement = html('div', {
      class: narrow
        ? 'jp-gatescope-forecast-below'
        : 'jp-gatescope-forecast-rail'
    });
    picture.append(line, truthDot, ...dots);
    const plot = html(
      'div',
      { class: 'jp-gatescope-forecast-plot' },
      picture,
      badge
    );
    fill(element, plot, railElement);

    move = step => {
      const at = x(step);
      line.setAttribute('d', `M${at} ${top - 8}V${errorBottom}`);
      const put = (dot: SVGElement, value: number): void => {
        dot.style.display = Number.isNaN(value) ? 'none' : '';
        if (!Number.isNaN(value)) {
          setAttributes(dot, { cx: at, cy: y(value) });
        }
      };
      put(truthDot, truth.values.values[step]);
      forecasts.forEach(({ values }, index) =>
        put(dots[index], values.values[step])
      );
      const label = spokenLabel(time.labels?.[step]);
      badge.textContent =
        translate('step %1', step) + (label ? ` · ${label}` : '');
      const half = badge.offsetWidth / 2 || 50;
      const from = Math.max(
        left,
        Math.min(left + plotWidth - 2 * half, at - half)
      );
      badge.style.transform = `translate(${from}px, ${bottom + 4}px)`;
      hideUnder(axis, { from, to: from + 2 * half });
      fill(railElement, forecastRows(content, step, translate));
    };
    painter.schedule();
    describe();
  };

  /** How good, and where it fails. */
  const describe = (): void => {
    frame.setReading(
      translate(
        'the solid line is what came, the dashed lines are forecasts; below, forecast minus truth of %1.',
        forecasts[chosen]?.name ?? ''
      )
    );
    frame.setChanged(forecastSentence(content, translate));
    if (forecasts.length > 1) {
      frame.setTools([
        {
          id: 'forecast',
          label: translate('Errors of: %1 ▾', forecasts[chosen].name),
          keep: true,
          menu: () =>
            forecasts.map(({ name }, index) => ({
              label: name,
              checked: index === chosen,
              run: () => {
                chosen = index;
                draw(width);
              }
            }))
        }
      ]);
    }
  };

  const painter = createPainter(frame.element, () => {
    const step = stepNow();
    move(step);
    const value = truth.values.values[step];
    frame.announce(
      `${translate('step %1', step)} ${spokenLabel(time.labels?.[step])}: ${truth.name} ${formatFixed(value)}${unit}, ${forecasts
        .map(
          forecast =>
            `${forecast.name} ${formatFixed(forecast.values.values[step])}, ${translate('error %1', formatSigned(errorAt(content, forecast, step)))}`
        )
        .join('; ')}`
    );
  });
  const go = (step: number): void =>
    cursor.move({ step: Math.max(0, Math.min(steps - 1, step)) }, view);
  const removers = [
    cursor.subscribe(() => painter.schedule()),
    listen<PointerEvent>(element, 'pointermove', event => {
      const box = element.getBoundingClientRect();
      const at =
        ((event.clientX - box.left - place.left) / place.width) * steps;
      if (at >= 0 && at < steps && !cursor.position.pinned) {
        go(Math.floor(at));
      }
    }),
    listen<MouseEvent>(element, 'click', () =>
      cursor.move({ pinned: !cursor.position.pinned }, view)
    )
  ];

  return {
    element,
    draw,
    key(action) {
      switch (action) {
        case 'nextUnit':
        case 'previousUnit':
          chosen =
            (chosen + (action === 'nextUnit' ? 1 : -1) + forecasts.length) %
            Math.max(1, forecasts.length);
          draw(width);
          return true;
        default:
          return stepKey(action, {
            cursor,
            view,
            step: stepNow(),
            last: steps - 1
          });
      }
    },
    table: () => ({
      caption: translate('Forecasts of %1', `${truth.name}${unit}`),
      columns: [
        time.name,
        truth.name,
        ...forecasts.flatMap(({ name, band }) => [
          name,
          translate('%1, error', name),
          ...(band
            ? [translate('%1, lower', name), translate('%1, upper', name)]
            : [])
        ])
      ],
      rows: Array.from({ length: steps }, (_, step) => [
        time.labels?.[step] ?? step,
        truth.values.values[step],
        ...forecasts.flatMap(forecast => [
          forecast.values.values[step],
          errorAt(content, forecast, step),
          ...(forecast.band
            ? [
                forecast.band.lower.values[step],
                forecast.band.upper.values[step]
              ]
            : [])
        ])
      ])
    }),
    themeChanged: () => undefined,
    dispose() {
      painter.dispose();
      removers.forEach(remove => remove());
    }
  };
}
