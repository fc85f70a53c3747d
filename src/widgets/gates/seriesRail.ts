import type { Trace } from '../../trace';
import type { Translate } from '../context';
import { setText, svg } from '../base/dom';
import { formatNumber, formatFixed, formatSigned } from '../base/format';
import type { GatesLayout } from './gatesLayout';
import { seriesSample, smaller } from './seriesLegend';
import { lastValue, type SeriesPanel } from './seriesPanels';

/** The numbers of the series at the cursor, right of their charts. */
export interface SeriesRail {
  readonly element: SVGSVGElement;
  build(
    panels: readonly SeriesPanel[],
    layout: GatesLayout,
    trace: Trace,
    measure: (text: string) => number
  ): void;
  paint(step: number | null): void;
}

const LINE = 17;
/** Where notes beside a number begin. */
const NOTES_LEFT = 52;

export function createSeriesRail(translate: Translate): SeriesRail {
  const element = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  let writers: ((step: number | null) => void)[] = [];

  const build: SeriesRail['build'] = (panels, layout, trace, measure) => {
    element.replaceChildren();
    element.setAttribute('width', String(layout.railLeft + layout.railWidth));
    element.setAttribute('height', String(layout.height));
    writers = panels.map((panel, index) => {
      const band = layout.series[index];
      return layout.railWidth < 60
        ? single(panel, band.y + band.height / 2 + 5, layout)
        : panel.lines.length === 1 && !panel.bars
          ? one(panel, band.y, layout, trace, measure)
          : several(panel, band.y, layout, measure);
    });
  };

  /** One number, right-aligned: the narrow view. */
  const single = (
    panel: SeriesPanel,
    y: number,
    layout: GatesLayout
  ): ((step: number | null) => void) => {
    const value = bold(layout.railLeft + layout.railWidth, y, 'end');
    const { values } = panel.lines[panel.lines.length - 1];
    return step =>
      setText(value, step === null ? '' : seriesNumber(values[step], panel));
  };

  /** A number, and beside it how the series ends. */
  const one = (
    panel: SeriesPanel,
    top: number,
    layout: GatesLayout,
    trace: Trace,
    measure: (text: string) => number
  ): ((step: number | null) => void) => {
    const { values, kind } = panel.lines[0];
    const unit = panel.unit === '' ? '' : ` ${panel.unit}`;
    // A number is written larger and bolder than texts are measured.
    const widest = Math.max(
      ...panel.domain.map(
        value => measure(seriesNumber(value, panel) + unit) * 1.2
      )
    );
    const notes: string[] = [];
    if (kind !== 'input') {
      notes.push(translate('ends at %1', formatFixed(lastValue(values))));
      const target = trace.targets?.[0];
      if (target) {
        notes.push(
          translate('target %1', formatNumber(lastValue(target.values.values)))
        );
      }
    }
    const below = notes.length > 0 && widest > NOTES_LEFT - 6;
    const value = bold(layout.railLeft, top + (below ? 14 : 28), 'start');
    notes.forEach((note, index) =>
      element.append(
        svg(
          'text',
          {
            class: 'jp-gatescope-axis',
            x: layout.railLeft + (below ? 0 : NOTES_LEFT),
            y: below
              ? top + 29 + index * 14
              : top + (notes.length === 1 ? 28 : 20 + index * 15)
          },
          note
        )
      )
    );
    return step =>
      setText(
        value,
        step === null ? '' : seriesNumber(values[step], panel) + unit
      );
  };

  /** A row a series, and the error between answer and target. */
  const several = (
    panel: SeriesPanel,
    top: number,
    layout: GatesLayout,
    measure: (text: string) => number
  ): ((step: number | null) => void) => {
    const right = layout.railLeft + layout.railWidth;
    const unit = panel.unit === '' ? '' : ` ${panel.unit}`;
    const shown = [...panel.lines, ...(panel.bars ? [panel.bars] : [])];
    // Numbers are written larger than texts are measured, and bold.
    const widest = Math.max(
      ...panel.domain.map(
        value => measure(seriesNumber(value, panel) + unit) * 1.2
      )
    );
    const room = layout.railWidth - widest - 8;
    // The names stand above the chart, too: a piece of the line says more than half a name.
    const named = shown.every(({ name }) => smaller(measure)(name) <= room);
    const rows = shown.map((series, index) => {
      const y = top + 11 + index * LINE;
      element.append(
        named
          ? svg(
              'text',
              {
                class: `jp-gatescope-axis jp-gatescope-name-${series.kind}`,
                x: layout.railLeft,
                y
              },
              series.name
            )
          : seriesSample(panel, series, layout.railLeft, y)
      );
      return bold(right, y, 'end');
    });
    const output = panel.lines.find(({ kind }) => kind === 'output');
    const target = panel.lines.find(({ kind }) => kind === 'target');
    const y = top + 11 + shown.length * LINE;
    const error =
      output && target
        ? svg('text', {
            class: 'jp-gatescope-number-thin',
            x: right,
            y,
            'text-anchor': 'end'
          })
        : null;
    if (error) {
      element.append(
        svg(
          'text',
          { class: 'jp-gatescope-axis', x: layout.railLeft, y },
          translate('error')
        ),
        error
      );
    }
    return step => {
      for (const [index, series] of shown.entries()) {
        setText(
          rows[index],
          step === null
            ? ''
            : seriesNumber(series.values[step], panel) +
                (series === panel.bars ? '' : unit)
        );
      }
      if (error && output && target) {
        const difference =
          step === null ? NaN : output.values[step] - target.values[step];
        setText(
          error,
          Number.isNaN(difference) ? '' : formatSigned(difference, 1) + unit
        );
      }
    };
  };

  const bold = (
    x: number,
    y: number,
    anchor: 'start' | 'end'
  ): SVGTextElement => {
    const text = svg('text', {
      class: 'jp-gatescope-number-text',
      x,
      y,
      'text-anchor': anchor
    });
    element.append(text);
    return text;
  };

  return {
    element,
    build,
    paint: step => {
      for (const write of writers) {
        write(step);
      }
    }
  };
}

/** Two decimals on a scale of a few, one on a larger. */
export function seriesNumber(value: number, panel: SeriesPanel): string {
  if (!Number.isFinite(value)) {
    return '–';
  }
  const size = Math.max(Math.abs(panel.domain[0]), Math.abs(panel.domain[1]));
  return size < 1e-3 || size >= 1e5
    ? formatNumber(value)
    : formatFixed(value, size >= 10 ? 1 : 2);
}
