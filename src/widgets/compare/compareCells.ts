import type { Comparison, Trace } from '../../trace';
import type { ViewContext } from '../context';
import { html, svg, type Content } from '../base/dom';
import {
  formatDuration,
  formatFixed,
  formatInteger,
  formatPower
} from '../base/format';
import type { NetworkLook } from '../base/networkLook';
import { hueOf, letter } from '../base/hue';
import {
  answerAt,
  beatsBaseline,
  comparedLayer,
  meanAt,
  type CompareRow
} from './compareRows';

type Translate = ViewContext['translate'];
type Row = Comparison['rows'][number];

/** Name, parameters with their arithmetic, score and time of one network. */
export function headCell(
  row: Row,
  look: NetworkLook,
  translate: Translate
): HTMLElement {
  const { parameters, metric, loss } = row;
  const name = html('b', { class: 'jp-gatescope-compare-name' }, row.name);
  name.style.color = look.color;
  const bar = html('div', { class: 'jp-gatescope-compare-bar' });
  bar.style.background = look.color;
  const beats = beatsBaseline(row);
  return html(
    'div',
    { class: 'jp-gatescope-compare-head' },
    bar,
    html(
      'div',
      { class: 'jp-gatescope-compare-line' },
      name,
      html('b', {}, translate('%1 parameters', formatInteger(parameters.count)))
    ),
    html(
      'div',
      { class: 'jp-gatescope-compare-line' },
      html(
        'span',
        { class: 'jp-gatescope-second' },
        row.secondsPerEpoch === undefined
          ? ''
          : translate('%1 an epoch', formatDuration(row.secondsPerEpoch))
      ),
      html(
        'span',
        { class: 'jp-gatescope-second', title: parameters.formula },
        `= ${parameters.arithmetic}`
      )
    ),
    html(
      'div',
      { class: 'jp-gatescope-compare-line' },
      html(
        'span',
        { class: 'jp-gatescope-second' },
        metric
          ? `${metric.name}${metric.unit ? `, ${metric.unit}` : ''} `
          : loss
            ? translate('loss ')
            : '',
        ...(metric
          ? [
              html(
                'b',
                { class: 'jp-gatescope-compare-score' },
                formatScore(metric.mean)
              ),
              metric.deviation !== undefined
                ? ` ± ${formatScore(metric.deviation, 2)}`
                : '',
              metric.seeds !== undefined
                ? translate(' (%1 seeds)', metric.seeds)
                : ''
            ]
          : loss
            ? [
                html(
                  'b',
                  { class: 'jp-gatescope-compare-score' },
                  formatScore(loss.value)
                )
              ]
            : [])
      )
    ),
    ...(metric?.baseline && beats !== null
      ? [
          html(
            'div',
            { class: 'jp-gatescope-compare-line' },
            html(
              'span',
              { class: 'jp-gatescope-second' },
              `${metric.baseline.name}: ${formatScore(metric.baseline.value)}`
            ),
            html(
              'b',
              {
                class: beats
                  ? 'jp-gatescope-compare-right'
                  : 'jp-gatescope-compare-wrong'
              },
              beats ? translate('✓ better') : translate('✗ not better')
            )
          )
        ]
      : [])
  );
}

/** A score with three figures that count: `0.156`, `0.0059`, `2.2 × 10⁻⁴`. */
export function formatScore(value: number, figures = 3): string {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value) || size >= 1e5 || size < 1e-3) {
    return size === 0 ? '0' : formatPower(value);
  }
  const whole = Math.floor(Math.log10(size)) + 1;
  return formatFixed(value, Math.max(0, figures - whole));
}

/** The input as bars, one a step; the marked steps dark, with their numbers. */
export function inputCell(
  trace: Trace,
  feature: number,
  width: number,
  height: number
): SVGSVGElement {
  const { steps, marks = [] } = trace.time;
  const features = trace.input.names.length;
  const { values } = trace.input.array;
  const at = (step: number): number => values[step * features + feature];
  let low = 0;
  let high = 0;
  for (let step = 0; step < steps; step++) {
    low = Math.min(low, at(step));
    high = Math.max(high, at(step));
  }
  const top = marks.length > 0 ? 15 : 3;
  const scale = (height - top) / (high - low || 1);
  const zero = top + high * scale;
  const column = width / steps;
  const marked = new Set(marks.map(({ step }) => step));
  const bars = (of: (step: number) => boolean): string => {
    let d = '';
    for (let step = 0; step < steps; step++) {
      if (of(step) && at(step) !== 0) {
        const x = step * column + Math.min(0.5, column * 0.1);
        const end = zero - at(step) * scale;
        d += `M${x.toFixed(2)} ${zero.toFixed(2)}V${end.toFixed(2)}h${Math.max(0.5, column - 2 * Math.min(0.5, column * 0.1)).toFixed(2)}V${zero.toFixed(2)}Z`;
      }
    }
    return d;
  };
  const picture = svg('svg', {
    class: 'jp-gatescope-compare-input',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'aria-hidden': 'true'
  });
  picture.append(
    svg('path', {
      class: 'jp-gatescope-compare-bars',
      d: bars(step => !marked.has(step))
    }),
    svg('path', {
      class: 'jp-gatescope-compare-marked',
      d: bars(step => marked.has(step))
    }),
    svg('line', {
      class: 'jp-gatescope-grid-line',
      x1: 0,
      x2: width,
      y1: zero,
      y2: zero
    }),
    ...marks
      .filter(({ step }, index) => {
        const next = marks[index - 1];
        return !next || (step - next.step) * column > 28;
      })
      .map(({ step }) =>
        svg(
          'text',
          {
            class: 'jp-gatescope-compare-mark',
            x: Math.max(14, Math.min(width - 14, (step + 0.5) * column)),
            y: 10,
            'text-anchor': 'middle'
          },
          formatFixed(at(step))
        )
      )
  );
  return picture;
}

/** What stands in place of a map where a network has no such channel. */
export function missingCell(
  trace: Trace,
  row: CompareRow,
  translate: Translate
): HTMLElement {
  const layer = comparedLayer(trace);
  return html(
    'div',
    { class: 'jp-gatescope-compare-missing' },
    html(
      'span',
      {},
      row.hue === 'cell'
        ? translate('no cell state')
        : row.hue === 'propose'
          ? translate('no candidate')
          : translate('no such gate')
    ),
    html(
      'span',
      { class: 'jp-gatescope-second' },
      layer.cell === 'rnn' && row.hue === 'keep'
        ? translate('h is written over at every step')
        : layer.cell === 'gru' && row.hue === 'cell'
          ? translate('h itself is carried')
          : ''
    )
  );
}

/** The numbers under a map: the mean at the cursor and at all other steps. */
export function mapWords(
  row: CompareRow,
  network: number,
  step: number,
  unit: number | null,
  translate: Translate
): Content {
  const channel = row.channels[network];
  if (!channel) {
    return '';
  }
  const [steps, width] = [channel.array.shape[0], channel.array.shape[1] ?? 1];
  const here = meanAt(channel, step);
  let others = 0;
  for (let at = 0; at < steps; at++) {
    others += at === step ? 0 : meanAt(channel, at);
  }
  const value =
    unit !== null && unit < width
      ? channel.array.values[step * width + unit]
      : NaN;
  return [
    letter(channel.name, hueOf(channel)),
    ' ',
    Number.isNaN(value)
      ? translate(
          'mean %1, at other steps %2',
          formatFixed(here),
          formatFixed(others / Math.max(1, steps - 1))
        )
      : translate('mean %1, unit %2: ', formatFixed(here), unit ?? 0),
    ...(Number.isNaN(value)
      ? []
      : [html('b', { class: 'jp-gatescope-value' }, formatFixed(value))])
  ];
}

/** The answer at the cursor against its target. */
export function answerWords(
  trace: Trace,
  step: number,
  translate: Translate
): Content {
  const answer = answerAt(trace, step);
  if (!answer) {
    return '';
  }
  const unit = answer.unit ? ` ${answer.unit}` : '';
  const words: (string | Node)[] = [
    html(
      'span',
      { class: 'jp-gatescope-second' },
      answer.step === step
        ? translate('answer at step %1 ', step)
        : translate('answer ')
    ),
    html(
      'b',
      { class: 'jp-gatescope-compare-answer' },
      `${formatFixed(answer.value)}${unit}`
    )
  ];
  if (answer.target === null) {
    return words;
  }
  words.push(
    html(
      'span',
      { class: 'jp-gatescope-second' },
      translate(' of %1', formatFixed(answer.target))
    )
  );
  const off = Math.abs(answer.value - answer.target);
  if (answer.binary) {
    const right = answer.value >= 0.5 === answer.target >= 0.5;
    words.push(
      html(
        'b',
        {
          class: `jp-gatescope-compare-verdict jp-gatescope-compare-${right ? 'right' : 'wrong'}`
        },
        right ? translate('✓ right') : translate('✗ wrong')
      )
    );
  } else {
    words.push(
      html(
        'b',
        { class: 'jp-gatescope-compare-verdict' },
        translate('off by %1', formatFixed(off))
      )
    );
  }
  return words;
}
