import {
  comparedLayer,
  hasNumberAt,
  holdsStep,
  meanAt,
  type Comparison,
  type Trace
} from '../../trace';
import {
  note,
  number,
  numbered,
  place,
  type TableCell,
  type Column,
  type RowPlaces,
  type Table
} from '../../scene/table';
import { formatFixed, formatNumber } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import {
  answerAt,
  comparedLayerNames,
  namedIn,
  targetOf,
  type CompareRow
} from './compareRows';

/** The labels of the steps, where all runs are of the same days or words. */
function labelsOfAll(traces: readonly Trace[]): {
  readonly labels?: readonly string[];
} {
  const [{ labels }, ...others] = traces.map(({ time }) => time);
  return others.every(
    time =>
      time.labels?.length === labels?.length &&
      (labels?.every((label, step) => label === time.labels?.[step]) ?? true)
  )
    ? { labels }
    : {};
}

const places = (count: number, more: Partial<RowPlaces> = {}): RowPlaces => ({
  count,
  nameOf: String,
  ...more
});

/** The mean of each channel of each network, each a line; NaN at a step of which no number is kept. */
const meansOf = (
  { traces, rows: networks }: Comparison,
  rows: readonly CompareRow[],
  translate: Translate
): readonly Column[] =>
  rows.flatMap(row =>
    row.channels.flatMap((channel, network): readonly Column[] =>
      channel
        ? [
            number(
              translate(
                'the mean %1 of %2',
                namedIn(row, channel.name, translate),
                networks[network].name
              ),
              step =>
                holdsStep(traces[network].time, step)
                  ? meanAt(channel, step)
                  : NaN,
              {
                write: formatFixed,
                line: { group: row.id, parts: true },
                ...(channel.role === 'gate' && { bounds: [0, 1] })
              }
            )
          ]
        : []
    )
  );

/** One row a step: what each network answers, and the means of the drawn channels over its units. */
export function comparedStepTable(
  comparison: Comparison,
  rows: readonly CompareRow[],
  translate: Translate
): Table {
  const { traces, rows: networks } = comparison;
  const { labels } = labelsOfAll(traces);
  const steps = Math.max(0, ...traces.map(({ time }) => time.steps));
  return {
    caption: translate(
      '%1 networks: one row a %step; channels are means over the units',
      networks.length
    ),
    places: places(steps, { labels }),
    columns: {
      step: place(translate('%step'), step => step),
      ...(labels && {
        label: note(translate('label'), step => labels[step] ?? '')
      }),
      ...numbered(
        'answer',
        networks.map(({ name }, network) =>
          note(translate('answer: %1', name), step => {
            const answer = answerAt(traces[network], step);
            return answer?.choice?.chosen ?? answer?.value ?? NaN;
          })
        )
      ),
      target: note(translate('target'), step => {
        const answers = traces.map(trace => answerAt(trace, step));
        return (
          answers
            .map(answer => answer && targetOf(answer))
            .find(target => target !== null) ?? NaN
        );
      }),
      ...numbered('mean', meansOf(comparison, rows, translate))
    }
  };
}

/** One row a unit: every drawn channel of every network at one step. */
export function unitTable(
  { traces, rows: networks }: Comparison,
  rows: readonly CompareRow[],
  step: number,
  translate: Translate
): Table {
  const units = Math.max(0, ...traces.map(trace => comparedLayer(trace).units));
  return {
    caption: translate(
      '%1 networks, at %step %2: one row a unit',
      networks.length,
      step
    ),
    places: places(units, { unordered: true }),
    columns: {
      unit: place(translate('unit'), unit => unit),
      ...numbered(
        'value',
        rows.flatMap(row =>
          row.channels.flatMap((channel, network) => {
            if (!channel) {
              return [];
            }
            const [, width = 1] = channel.array.shape;
            const { time } = traces[network];
            return [
              note(
                `${networks[network].name} ${namedIn(row, channel.name, translate)}`,
                unit =>
                  unit < width && hasNumberAt(time, channel, step)
                    ? channel.array.values[step * width + unit]
                    : NaN
              )
            ];
          })
        )
      )
    }
  };
}

/** One row a network: the numbers that a reader compares. */
export function networkTable(
  { traces, rows }: Comparison,
  all: readonly CompareRow[],
  step: number,
  translate: Translate
): Table {
  const answers = traces.map(trace => answerAt(trace, step));
  const means = meanNames(all, translate);
  const of = (
    name: string,
    cell: (
      network: number,
      layer: ReturnType<typeof comparedLayer>
    ) => TableCell
  ): Column =>
    note(name, network => cell(network, comparedLayer(traces[network])));
  return {
    caption: translate('%1 networks, at %step %2', rows.length, step),
    places: places(rows.length, { unordered: true }),
    columns: {
      network: of(translate('network'), at => rows[at].name),
      cell: of(translate('cell'), (_, layer) => layer.cellName),
      layer: of(translate('layer'), at => comparedLayerNames(traces[at])),
      units: of(translate('units'), (_, layer) => layer.units),
      parameters: of(translate('parameters'), at => rows[at].parameters.count),
      arithmetic: of(
        translate('arithmetic'),
        at => rows[at].parameters.arithmetic
      ),
      score: of(translate('score'), at => scoreCell(rows[at])),
      seconds: of(
        translate('seconds an epoch'),
        at => rows[at].secondsPerEpoch ?? '–'
      ),
      answer: of(
        translate('answer'),
        at => answers[at]?.choice?.chosen ?? answers[at]?.value ?? '–'
      ),
      target: of(translate('target'), at => {
        const answer = answers[at];
        return (answer && targetOf(answer)) ?? '–';
      }),
      ...numbered(
        'mean',
        all.map(({ channels }, row) =>
          of(means[row], at => {
            const channel = channels[at];
            return channel ? meanAt(channel, step) : '–';
          })
        )
      )
    }
  };
}

/** The score of a network with its spread and each of its seeds, else its loss. */
function scoreCell({ metric, loss }: Comparison['rows'][number]): string {
  if (!metric) {
    return loss ? `${loss.name} ${formatNumber(loss.value)}` : '–';
  }
  const { name, mean, deviation, scores } = metric;
  return [
    `${name} ${formatNumber(mean)}`,
    deviation === undefined ? '' : ` ± ${formatNumber(deviation)}`,
    scores ? ` (${scores.map(formatNumber).join(', ')})` : ''
  ].join('');
}

/** The names of the columns of means; where two rows go by the same letters, with what they are. */
function meanNames(
  all: readonly CompareRow[],
  translate: Translate
): readonly string[] {
  const names = all.map(row =>
    translate('mean %1', namedIn(row, row.channelNames.join(' / '), translate))
  );
  return names.map((name, at) =>
    names.indexOf(name) === names.lastIndexOf(name)
      ? name
      : translate('%1 (%2)', name, translate(all[at].words))
  );
}

/** One row a number: every value of every channel of every network, for a file. */
export function valueTable(
  { traces, rows }: Comparison,
  all: readonly CompareRow[],
  translate: Translate
): Table {
  const found = traces.flatMap(({ time }, network) =>
    all.flatMap(row => {
      const channel = row.channels[network];
      if (!channel) {
        return [];
      }
      const [steps, width] = channel.array.shape;
      return Array.from({ length: steps * width }, (_, at) => ({
        ...{ network, row, channel, at },
        step: Math.floor(at / width),
        unit: at % width
      })).filter(({ step }) => holdsStep(time, step));
    })
  );
  const of = (
    name: string,
    cell: (value: (typeof found)[number]) => TableCell
  ) => note(name, row => cell(found[row]));
  return {
    caption: translate('All values'),
    places: places(found.length),
    columns: {
      network: of(translate('network'), ({ network }) => rows[network].name),
      layer: of(
        translate('layer'),
        ({ row, network }) => row.layers[network]?.name ?? ''
      ),
      channel: of(translate('channel'), ({ row, channel }) =>
        namedIn(row, channel.name, translate)
      ),
      step: of(translate('%step'), ({ step }) => step),
      unit: of(translate('unit'), ({ unit }) => unit),
      value: of(
        translate('value'),
        ({ channel, at }) => channel.array.values[at]
      )
    }
  };
}
