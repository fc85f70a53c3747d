import {
  comparedLayer,
  findCarry,
  isCarry,
  isWrittenOver,
  layersOnTop,
  meanAt
} from '../../trace';
import type { Channel, Comparison, Trace } from '../../trace';
import type { ViewContext } from '../context';
import { html, type Content } from '../base/dom';
import {
  formatDuration,
  formatFixed,
  formatInteger,
  formatNumber
} from '../../scene/words/format';
import type { NetworkLook } from '../../scene/marks/networkLook';
import { letter } from '../base/hue';
import { formatDeviation, formatScore } from '../../views/compare/scoreWords';
import { directionWords } from './compareWords';
import {
  answerAt,
  type Answer,
  beatsBaseline,
  targetOf,
  type CompareRow
} from '../../views/compare/compareRows';

type Translate = ViewContext['translate'];
type Row = Comparison['rows'][number];

/**
 * Name, parameters with their arithmetic, layer, score and time of one network.
 *
 * @param layer the name of the layer that is compared; null where there is no other
 * @param before the row as it was before an edit of the input; null where nothing is edited
 */
export function headCell(
  row: Row,
  layer: string | null,
  before: Row | null,
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
        {
          class: 'jp-gatescope-second jp-gatescope-compare-arithmetic',
          title: parameters.formula
        },
        `= ${parameters.arithmetic}`
      )
    ),
    ...layerLine(layer, translate),
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
                {
                  class: 'jp-gatescope-compare-score',
                  title: metric.scores && seedWords(metric.scores, translate)
                },
                formatScore(metric.mean)
              ),
              metric.deviation !== undefined
                ? ` ± ${formatDeviation(metric.mean, metric.deviation)}`
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
                  before?.loss
                    ? `${formatScore(before.loss.value)} → ${formatScore(loss.value)}`
                    : formatScore(loss.value)
                )
              ]
            : [])
      ),
      ...(row.secondsPerEpoch === undefined
        ? []
        : [
            html(
              'span',
              { class: 'jp-gatescope-second' },
              translate('%1 an epoch', formatDuration(row.secondsPerEpoch))
            )
          ])
    ),
    ...(metric?.baseline
      ? [
          html(
            'div',
            { class: 'jp-gatescope-compare-line' },
            html(
              'span',
              { class: 'jp-gatescope-second' },
              `${metric.baseline.name}: ${formatScore(metric.baseline.value)}`
            ),
            beats === null
              ? ''
              : html(
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

/** Which layer is compared, where the network has others. */
const layerLine = (
  layer: string | null,
  translate: Translate
): readonly HTMLElement[] =>
  layer === null
    ? []
    : [
        html(
          'div',
          { class: 'jp-gatescope-compare-line' },
          html(
            'span',
            { class: 'jp-gatescope-second' },
            translate('layer %1', layer)
          )
        )
      ];

/** The score of each seed, for whoever looks closer. */
function seedWords(scores: readonly number[], translate: Translate): string {
  return scores
    .map((score, seed) =>
      translate('seed %1: %2', seed + 1, formatScore(score))
    )
    .join('\n');
}

/** What stands in place of a map where a network has no such channel. */
export function missingCell(
  trace: Trace,
  row: CompareRow,
  translate: Translate
): HTMLElement {
  const layer = comparedLayer(trace);
  if (
    row.direction &&
    layersOnTop(trace).every(each => each.direction !== row.direction)
  ) {
    return html(
      'div',
      { class: 'jp-gatescope-compare-missing' },
      html(
        'span',
        {},
        row.direction === 'backward'
          ? translate('reads forward alone')
          : translate('reads backward alone')
      )
    );
  }
  const carry = findCarry(layer);
  return html(
    'div',
    { class: 'jp-gatescope-compare-missing' },
    html(
      'span',
      {},
      row.hue === 'cell' || row.hue === 'hidden'
        ? translate('no such state')
        : row.hue === 'propose'
          ? translate('no candidate')
          : translate('no such gate')
    ),
    html(
      'span',
      { class: 'jp-gatescope-second' },
      isWrittenOver(carry) && row.hue === 'keep'
        ? translate('%1 is written over at every %step', carry.state ?? 'h')
        : isCarry(carry) && row.hue === 'cell'
          ? translate('%1 itself is carried', carry.state)
          : ''
    )
  );
}

/**
 * The numbers under a map: the mean at the cursor and at all other steps, or of one unit. After an
 * edit, what it was and what it is now.
 */
export function mapWords(
  { row, before, network, padded }: MapPlace,
  step: number,
  unit: number | null,
  tight: boolean,
  translate: Translate
): Content {
  const channel = row.channels[network];
  if (!channel) {
    return '';
  }
  const was = before?.channels[network];
  const name = [
    letter(channel.name, row.hue),
    ...directionWords(row, translate),
    ' '
  ];
  if (padded) {
    return [...name, translate('padding')];
  }
  const arrow = (number: (of: Channel) => string): string =>
    was ? `${number(was)} → ${number(channel)}` : number(channel);
  const mean = arrow(of => formatFixed(meanAt(of, step)));
  const width = channel.array.shape[1] ?? 1;
  if (unit !== null && unit < width) {
    return [
      ...name,
      tight
        ? translate('unit %1: ', unit)
        : translate('mean %1, unit %2: ', mean, unit),
      html(
        'b',
        { class: 'jp-gatescope-value' },
        arrow(of => formatFixed(of.array.values[step * width + unit]))
      )
    ];
  }
  return [
    ...name,
    was || tight
      ? translate('mean %1', mean)
      : translate(
          'mean %1, at other %steps %2',
          mean,
          formatFixed(meanElsewhere(channel, step))
        )
  ];
}

/** Where in the grid words stand. */
export interface MapPlace {
  readonly row: CompareRow;
  /** The same row before the edits. */
  readonly before?: CompareRow;
  readonly network: number;
  /** Whether the network computes nothing at the step. */
  readonly padded: boolean;
}

function meanElsewhere(channel: Channel, step: number): number {
  const [steps] = channel.array.shape;
  let others = 0;
  let count = 0;
  for (let at = 0; at < steps; at++) {
    const mean = at === step ? NaN : meanAt(channel, at);
    // Padding has none.
    if (!Number.isNaN(mean)) {
      others += mean;
      count += 1;
    }
  }
  return others / count;
}

/** Of thousands nobody reads the hundredths. */
function answerNumber(value: number): string {
  return Math.abs(value) >= 1000 ? formatNumber(value) : formatFixed(value);
}

/** The answer at the cursor against its target; after an edit, the answer before it and now. */
export function answerWords(
  trace: Trace,
  before: Trace | undefined,
  step: number,
  translate: Translate
): Content {
  const answer = answerAt(trace, step);
  if (!answer) {
    return '';
  }
  const unit = answer.unit ? ` ${answer.unit}` : '';
  const was = before && answerAt(before, step);
  const second = (text: string): HTMLElement =>
    html('span', { class: 'jp-gatescope-second' }, text);
  const words: (string | Node)[] = [
    second(
      answer.step === step
        ? translate('answer at %step %1 ', step)
        : translate('answer ')
    ),
    html(
      'b',
      { class: 'jp-gatescope-compare-answer' },
      `${was ? `${answeredNumber(was)} → ` : ''}${answeredNumber(answer)}${unit}`
    )
  ];
  const wanted = targetOf(answer);
  const target = typeof wanted === 'number' ? answerNumber(wanted) : wanted;
  if (was) {
    // The target belongs to the input as it was: nothing is right or wrong of the edited one.
    return target === null
      ? words
      : [...words, second(translate(' target before the edit %1', target))];
  }
  const verdict = verdictWords(answer, translate);
  return [
    ...words,
    ...(target === null ? [] : [second(translate(' of %1', target))]),
    ...(verdict === null ? [] : [verdict])
  ];
}

/** `0.64`, or of a choice among classes `cat 0.64`. */
const answeredNumber = ({ value, choice }: Answer): string =>
  `${choice ? `${choice.chosen} ` : ''}${answerNumber(value)}`;

/** Whether the answer is right, or by how much it is not; null where neither is known. */
function verdictWords(
  { value, target, right, choice }: Answer,
  translate: Translate
): HTMLElement | null {
  if (right !== null) {
    return html(
      'b',
      {
        class: `jp-gatescope-compare-verdict jp-gatescope-compare-${right ? 'right' : 'wrong'}`
      },
      right ? translate('✓ right') : translate('✗ wrong')
    );
  }
  return target === null || choice
    ? null
    : html(
        'b',
        { class: 'jp-gatescope-compare-verdict' },
        translate('off by %1', formatFixed(Math.abs(value - target)))
      );
}
