import { comparedLayer, holdsStep, isPadding, meanAt } from '../../trace';
import type { Comparison } from '../../trace';
import type { ViewContext } from '../context';
import { stepsWords, unitsEachWords } from '../../scene/words/counts';
import { html, type Content } from '../base/dom';
import { formatFixed, formatNumber, formatPercent } from '../../scene/words/format';
import { letter } from '../base/hue';
import type { DataTable } from '../../scene/dataTable';
import { weekdayDate } from '../../scene/words/timeLabels';
import {
  answerAt,
  changeAt,
  directionWord,
  layerNames,
  namedIn,
  rowsOfJob,
  targetOf,
  type CompareRow
} from './compareRows';

type Translate = ViewContext['translate'];

/** Task, steps and units, beside the title. */
export function compareMeta(
  { traces, title }: Comparison,
  translate: Translate
): string {
  const { units } = comparedLayer(traces[0]);
  return [
    ...(title ? [title] : []),
    stepsWords(Math.max(...traces.map(({ time }) => time.steps)), translate),
    ...(traces.every(trace => comparedLayer(trace).units === units)
      ? [unitsEachWords(units, translate)]
      : [])
  ].join(' · ');
}

/** The line above the picture. */
export function compareReading(
  {
    shared,
    lines,
    means,
    edited,
    dark
  }: {
    readonly shared: boolean;
    readonly lines: boolean;
    /** Whether a line is the mean of several units. */
    readonly means: boolean;
    readonly edited: boolean;
    readonly dark: boolean;
  },
  translate: Translate
): string {
  if (lines) {
    return [
      means
        ? translate('one line is one network, the mean of its units.')
        : translate('one line is one network.'),
      ...(edited ? [translate('Pale: before the edit.')] : [])
    ].join(' ');
  }
  return [
    translate(
      'one column is one network, one cursor runs through all. Above zero is purple, below orange; an open gate is %1%2',
      dark ? translate('bright') : translate('dark'),
      shared
        ? translate('; the same scale in every column.')
        : translate('; each network has a scale of its own.')
    ),
    ...(edited
      ? [translate('Of two maps the upper one is before the edit.')]
      : [])
  ].join(' ');
}

/** What the networks do at the cursor, next to each other: how far h moves, what is kept. */
export function differenceSentence(
  { traces, rows }: Comparison,
  all: readonly CompareRow[],
  step: number,
  translate: Translate
): Content {
  const words: (string | Node)[] = [
    html('b', {}, translate('At %step %1:', stepOf(traces, step))),
    ' '
  ];
  const opening = words.length;
  const add = (...more: (string | Node)[]): void =>
    void words.push(words.length > opening ? '; ' : '', ...more);
  const padded = traces.map(({ time }) => isPadding(time, step));
  const names = rows
    .filter((_, network) => padded[network])
    .map(({ name }) => name);
  if (names.length > 0) {
    add(translate('padding in %1', names.join(', ')));
  }
  if (names.length === traces.length) {
    return [...words, '.'];
  }
  for (const hidden of rowsOfJob(all, 'hidden')) {
    const moves = traces.flatMap((_, network) => {
      const channel = hidden.channels[network];
      const layer = hidden.layers[network];
      const change =
        channel && layer && !padded[network]
          ? changeAt(layer, channel, step)
          : NaN;
      return Number.isNaN(change)
        ? []
        : [`${formatFixed(change)} (${rows[network].name})`];
    });
    if (moves.length > 0) {
      add(
        ...rowLetters(hidden, translate),
        translate(' moves by %1 on average', moves.join(', '))
      );
    }
  }
  for (const keep of rowsOfJob(all, 'keep')) {
    keep.channels.forEach((channel, network) => {
      const mean = channel && !padded[network] ? meanAt(channel, step) : NaN;
      if (channel && !Number.isNaN(mean)) {
        add(
          letter(channel.name, keep.hue),
          ...directionWords(keep, translate),
          translate(' keeps %1 (%2)', formatPercent(mean), rows[network].name)
        );
      }
    });
  }
  // Of numbers that are none nothing is said.
  return words.length > opening ? [...words, '.'] : [];
}

/** `12, Mon 3 Jan`: the step and, where all runs are of the same days or words, its label. */
function stepOf(traces: Comparison['traces'], step: number): string {
  const [label, ...others] = traces.map(({ time }) => time.labels?.[step]);
  return label !== undefined &&
    label !== '' &&
    others.every(each => each === label)
    ? `${step}, ${weekdayDate(label)}`
    : String(step);
}

/** `h`, or `s / h` where the networks have other letters for it. */
export function rowLetters(
  row: CompareRow,
  translate: Translate
): (string | Node)[] {
  const { letters, hue } = row;
  return [
    ...letters.flatMap((name, index) =>
      index === 0 ? [letter(name, hue)] : [' / ', letter(name, hue)]
    ),
    ...directionWords(row, translate)
  ];
}

/** The direction of a row behind its letter, where there are rows of both. */
export const directionWords = (
  { direction }: CompareRow,
  translate: Translate
): string[] =>
  direction === undefined ? [] : [' ', directionWord(direction, translate)];

/** The names of the columns of means; where two rows go by the same letters, with what they are. */
function meanColumns(
  all: readonly CompareRow[],
  translate: Translate
): readonly string[] {
  const names = all.map(row =>
    translate('mean %1', namedIn(row, row.letters.join(' / '), translate))
  );
  return names.map((name, at) =>
    names.indexOf(name) === names.lastIndexOf(name)
      ? name
      : translate('%1 (%2)', name, translate(all[at].words))
  );
}

/** The numbers that a reader compares: one row a network. */
export function comparisonTable(
  { traces, rows }: Comparison,
  all: readonly CompareRow[],
  step: number,
  translate: Translate
): DataTable {
  return {
    caption: translate('%1 networks, at %step %2', rows.length, step),
    columns: [
      translate('network'),
      translate('cell'),
      translate('layer'),
      translate('units'),
      translate('parameters'),
      translate('arithmetic'),
      translate('score'),
      translate('seconds an epoch'),
      translate('answer'),
      translate('target'),
      ...meanColumns(all, translate)
    ],
    rows: rows.map((row, network) => {
      const trace = traces[network];
      const answer = answerAt(trace, step);
      const layer = comparedLayer(trace);
      const score = row.metric
        ? `${row.metric.name} ${formatNumber(row.metric.mean)}` +
          (row.metric.deviation === undefined
            ? ''
            : ` ± ${formatNumber(row.metric.deviation)}`) +
          (row.metric.scores
            ? ` (${row.metric.scores.map(formatNumber).join(', ')})`
            : '')
        : row.loss
          ? `${row.loss.name} ${formatNumber(row.loss.value)}`
          : '–';
      return [
        row.name,
        layer.cellName,
        layerNames(trace),
        layer.units,
        row.parameters.count,
        row.parameters.arithmetic,
        score,
        row.secondsPerEpoch ?? '–',
        answer?.choice?.chosen ?? answer?.value ?? '–',
        (answer && targetOf(answer)) ?? '–',
        ...all.map(({ channels }) => {
          const channel = channels[network];
          return channel ? meanAt(channel, step) : '–';
        })
      ];
    })
  };
}

/** Every value of every channel of every network, for a file. */
export function comparisonNumbers(
  { traces, rows }: Comparison,
  all: readonly CompareRow[],
  translate: Translate
): DataTable {
  const found: (string | number)[][] = [];
  traces.forEach((_, network) => {
    for (const row of all) {
      const channel = row.channels[network];
      if (!channel) {
        continue;
      }
      const [steps, width] = channel.array.shape;
      for (let step = 0; step < steps; step++) {
        if (!holdsStep(traces[network].time, step)) {
          continue;
        }
        for (let unit = 0; unit < width; unit++) {
          found.push([
            rows[network].name,
            row.layers[network]?.name ?? '',
            namedIn(row, channel.name, translate),
            step,
            unit,
            channel.array.values[step * width + unit]
          ]);
        }
      }
    }
  });
  return {
    caption: translate('All values'),
    columns: [
      translate('network'),
      translate('layer'),
      translate('channel'),
      translate('%step'),
      translate('unit'),
      translate('value')
    ],
    rows: found
  };
}
