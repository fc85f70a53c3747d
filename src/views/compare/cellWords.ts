import {
  comparedLayer,
  findCarry,
  isCarry,
  isWrittenOver,
  layersOnTop,
  meanAt
} from '../../trace';
import type { Channel, Comparison, Trace } from '../../trace';
import {
  formatDuration,
  formatFixed,
  formatInteger,
  formatNumber
} from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import {
  answerAt,
  beatsBaseline,
  hasLayersBelow,
  comparedLayerNames,
  targetOf,
  type NetworkAnswer,
  type CompareRow
} from './compareRows';
import { formatDeviation, formatScore } from './scoreWords';

type Row = Comparison['rows'][number];

/** Words of which one is a number that stands out. */
export interface NumberInWords {
  readonly before: string;
  readonly value: string;
  readonly after: string;
}

/** Whether something is as it should be, in words; `right` is null where it is near or far. */
export interface Rightness {
  readonly words: string;
  readonly right: boolean | null;
}

/** What is said of one network above its column. */
export interface HeadWords {
  readonly parameters: string;
  readonly arithmetic: string;
  /** The layer that is compared, where the network has others. */
  readonly layer: string;
  readonly score: NumberInWords | null;
  readonly time: string;
  readonly baseline: {
    readonly words: string;
    readonly judgment: Rightness | null;
  } | null;
}

/**
 * Parameters with their arithmetic, layer, score and time of one network.
 *
 * @param before the row as it was before an edit of the input; null where nothing is edited
 */
export function headWords(
  row: Row,
  layer: string | null,
  before: Row | null,
  translate: Translate
): HeadWords {
  const { parameters, metric } = row;
  const beats = beatsBaseline(row);
  return {
    parameters: translate('%1 parameters', formatInteger(parameters.count)),
    arithmetic: `= ${parameters.arithmetic}`,
    layer: layer === null ? '' : translate('layer %1', layer),
    score: scoreWords(row, before, translate),
    time:
      row.secondsPerEpoch === undefined
        ? ''
        : translate('%1 an epoch', formatDuration(row.secondsPerEpoch)),
    baseline: metric?.baseline
      ? {
          words: `${metric.baseline.name}: ${formatScore(metric.baseline.value)}`,
          judgment:
            beats === null
              ? null
              : {
                  right: beats,
                  words: beats
                    ? translate('✓ better')
                    : translate('✗ not better')
                }
        }
      : null
  };
}

/** The layer whose channels a network is compared by; null where it has no other. */
export const comparedName = (trace: Trace): string | null =>
  hasLayersBelow(trace) ? comparedLayerNames(trace) : null;

function scoreWords(
  { metric, loss }: Row,
  before: Row | null,
  translate: Translate
): NumberInWords | null {
  if (metric) {
    const { name, unit, mean, deviation, seeds } = metric;
    const spread =
      deviation === undefined ? '' : ` ± ${formatDeviation(mean, deviation)}`;
    return {
      before: `${name}${unit ? `, ${unit}` : ''} `,
      value: formatScore(mean),
      after:
        spread + (seeds === undefined ? '' : translate(' (%1 seeds)', seeds))
    };
  }
  return loss
    ? {
        before: translate('loss '),
        value: before?.loss
          ? `${formatScore(before.loss.value)} → ${formatScore(loss.value)}`
          : formatScore(loss.value),
        after: ''
      }
    : null;
}

/** What stands in place of a map where a network has no such channel, and why. */
export function missingMapWords(
  trace: Trace,
  { direction, hue }: CompareRow,
  translate: Translate
): readonly [what: string, why: string] {
  if (
    direction &&
    layersOnTop(trace).every(each => each.direction !== direction)
  ) {
    return [
      direction === 'backward'
        ? translate('reads forward alone')
        : translate('reads backward alone'),
      ''
    ];
  }
  const carry = findCarry(comparedLayer(trace));
  return [
    hue === 'cell' || hue === 'hidden'
      ? translate('no such state')
      : hue === 'propose'
        ? translate('no candidate')
        : translate('no such gate'),
    isWrittenOver(carry) && hue === 'keep'
      ? translate('%1 is written over at every %step', carry.state ?? 'h')
      : isCarry(carry) && hue === 'cell'
        ? translate('%1 itself is carried', carry.state)
        : ''
  ];
}

/** Where in the grid words stand. */
export interface ComparedPlace {
  readonly row: CompareRow;
  /** The same row before the edits. */
  readonly before?: CompareRow;
  readonly network: number;
  /** Whether the network computes nothing at the step. */
  readonly padded: boolean;
}

/**
 * The numbers under a map: the mean at the cursor and at all other steps, or of one unit. After an
 * edit, what it was and what it is now.
 */
export function mapNumbers(
  { row, before, network, padded }: ComparedPlace,
  step: number,
  unit: number | null,
  tight: boolean,
  translate: Translate
): NumberInWords {
  const channel = row.channels[network];
  if (!channel || padded) {
    return {
      before: channel ? translate('padding') : '',
      ...{ value: '', after: '' }
    };
  }
  const was = before?.channels[network];
  const arrow = (number: (of: Channel) => string): string =>
    was ? `${number(was)} → ${number(channel)}` : number(channel);
  const mean = arrow(of => formatFixed(meanAt(of, step)));
  const width = channel.array.shape[1] ?? 1;
  return unit !== null && unit < width
    ? {
        before: tight
          ? translate('unit %1: ', unit)
          : translate('mean %1, unit %2: ', mean, unit),
        value: arrow(of => formatFixed(of.array.values[step * width + unit])),
        after: ''
      }
    : {
        before:
          was || tight
            ? translate('mean %1', mean)
            : translate(
                'mean %1, at other %steps %2',
                mean,
                formatFixed(meanElsewhere(channel, step))
              ),
        ...{ value: '', after: '' }
      };
}

const sums = new WeakMap<Channel, readonly [sum: number, count: number]>();

/** The mean over all steps but one; padding has none. */
function meanElsewhere(channel: Channel, step: number): number {
  const [steps] = channel.array.shape;
  const means = (): number[] =>
    Array.from({ length: steps }, (_, at) => meanAt(channel, at)).filter(
      mean => !Number.isNaN(mean)
    );
  const [sum, count] = sums.get(channel) ?? [
    means().reduce((all, mean) => all + mean, 0),
    means().length
  ];
  sums.set(channel, [sum, count]);
  const here = meanAt(channel, step);
  return Number.isNaN(here) ? sum / count : (sum - here) / (count - 1);
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
): (NumberInWords & { readonly judgment: Rightness | null }) | null {
  const answer = answerAt(trace, step);
  if (!answer) {
    return null;
  }
  const unit = answer.unit ? ` ${answer.unit}` : '';
  const was = before && answerAt(before, step);
  const wanted = targetOf(answer);
  const target = typeof wanted === 'number' ? answerNumber(wanted) : wanted;
  return {
    before:
      answer.step === step
        ? translate('answer at %step %1 ', step)
        : translate('answer '),
    value: `${was ? `${answeredNumber(was)} → ` : ''}${answeredNumber(answer)}${unit}`,
    after:
      target === null
        ? ''
        : // The target belongs to the input as it was: nothing is right or wrong of the edited one.
          was
          ? translate(' target before the edit %1', target)
          : translate(' of %1', target),
    judgment: was ? null : judgmentOf(answer, translate)
  };
}

/** `0.64`, or of a choice among classes `cat 0.64`. */
const answeredNumber = ({ value, choice }: NetworkAnswer): string =>
  `${choice ? `${choice.chosen} ` : ''}${answerNumber(value)}`;

/** Whether the answer is right, or by how much it is not; null where neither is known. */
function judgmentOf(
  { value, target, right, choice }: NetworkAnswer,
  translate: Translate
): Rightness | null {
  if (right !== null) {
    return {
      right,
      words: right ? translate('✓ right') : translate('✗ wrong')
    };
  }
  return target === null || choice
    ? null
    : {
        right,
        words: translate('off by %1', formatFixed(Math.abs(value - target)))
      };
}
