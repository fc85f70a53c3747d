import { hasNumberAt } from '../../trace';
import type { Channel, LayerTrace, TimeAxis, Trace } from '../../trace';
import {
  note,
  number,
  place,
  type Column,
  type Table
} from '../../scene/table';
import { formatFixed, formatPower } from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import type { Translate } from '../../scene/words/translate';
import { spreadNumbers } from '../map/batchSpread';

/** The run whose numbers a table shows, and of which channels, from top to bottom. */
export interface TableRun {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly rows: readonly { readonly channel: Channel }[];
  /** Whether what the whole batch does stands beside each number. */
  readonly overSequences?: boolean;
}

/** What a row of a table is of. */
interface At {
  readonly step: number;
  readonly unit: number;
}

type AtRow = (row: number) => At;

/** The steps of a run that have numbers. */
export const numberedSteps = ({ time }: Trace): readonly number[] =>
  time.kept ?? Array.from({ length: time.steps }, (_, step) => step);

/** The column of a table in which the labels of steps stand, under a name that no other column has. */
export const labelColumn = (
  { labels }: TimeAxis,
  translate: Translate
): readonly string[] => (labels ? [translate('label')] : []);

/** The number of a unit; NaN where nothing was computed. */
function valueAt(
  { time }: Trace,
  channel: Channel,
  { step, unit }: At
): number {
  const { values, shape } = channel.array;
  // A projected state has fewer units than its layer.
  const [, width = 1] = shape;
  return unit < width && hasNumberAt(time, channel, step)
    ? values[step * width + unit]
    : NaN;
}

/** A channel's columns: its own number, and where it is asked for those of the batch. */
export function channelColumns(
  { trace, overSequences }: Pick<TableRun, 'trace' | 'overSequences'>,
  channel: Channel,
  at: AtRow,
  translate: Translate
): readonly Column[] {
  const batch = (row: number) =>
    spreadNumbers(trace, { channel }, at(row), translate);
  return [
    number(channel.name, row => valueAt(trace, channel, at(row)), {
      write: channel.role === 'gradient' ? formatPower : formatFixed
    }),
    ...(overSequences === true ? batch(0) : []).map(({ name }, index) =>
      note(`${channel.name} ${name}`, row => batch(row)[index].value)
    )
  ];
}

/** The step of a row, its label, and whether it is padding. */
const stepColumns = (
  { time }: Trace,
  at: AtRow,
  translate: Translate
): readonly Column[] => [
  place(translate('%step'), row => at(row).step),
  ...labelColumn(time, translate).map(name =>
    note(name, row => time.labels?.[at(row).step] ?? '')
  )
];

/** What went in, what each channel was, what came out and what should have. */
function runColumns(
  run: TableRun,
  at: AtRow,
  translate: Translate
): readonly Column[] {
  const { input, outputs, targets = [] } = run.trace;
  const { names, array } = input;
  return [
    ...(input.editable ? names : []).map((name, feature) =>
      note(name, row => array.values[at(row).step * names.length + feature])
    ),
    ...run.rows.flatMap(({ channel }) =>
      channelColumns(run, channel, at, translate)
    ),
    ...outputs.map(({ name, values }) =>
      note(name, row => values.values[at(row).step])
    ),
    ...targets.map(({ name, values }) =>
      note(translate('target: %1', name), row => values.values[at(row).step])
    )
  ];
}

const tableOf = (
  caption: string,
  count: number,
  columns: readonly Column[],
  nameOf: (row: number) => string = String
): Table => ({
  caption,
  places: { count, nameOf },
  // Names of channels may be numbers, which would come first.
  columns: Object.fromEntries(
    columns.map((column, index) => [`column ${index}`, column])
  )
});

/** One row a step, for one unit. */
export function unitTable(
  run: TableRun,
  unit: number,
  translate: Translate
): Table {
  const { trace, layer } = run;
  const steps = numberedSteps(trace);
  const at: AtRow = row => ({ step: steps[row], unit });
  return tableOf(
    translate(
      '%1, layer %2, unit %3: one row a %step',
      layer.cellName,
      layer.name,
      unit
    ),
    steps.length,
    [...stepColumns(trace, at, translate), ...runColumns(run, at, translate)],
    row => stepWords(trace.time, steps[row], translate)
  );
}

/** Every channel of every unit at one step, and its mean over all steps. */
export function byUnitTable(
  run: TableRun,
  step: number,
  translate: Translate
): Table {
  const { trace, layer, rows } = run;
  const steps = numberedSteps(trace);
  const mean = (channel: Channel, unit: number): number => {
    const known = steps
      .map(each => valueAt(trace, channel, { step: each, unit }))
      .filter(value => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const own = { trace };
  return tableOf(
    translate(
      '%1, layer %2, %3: one row a unit; means are over all %steps',
      layer.cellName,
      layer.name,
      stepWords(trace.time, step, translate)
    ),
    layer.units,
    [
      place(translate('unit'), unit => unit),
      ...rows.flatMap(({ channel }) =>
        channelColumns(own, channel, unit => ({ step, unit }), translate)
      ),
      ...rows.map(({ channel }) =>
        note(translate('mean %1', channel.name), unit => mean(channel, unit))
      )
    ]
  );
}

/** One channel of all units: a row a step, a column a unit. */
export function channelTable(
  { trace, layer }: TableRun,
  channel: Channel,
  translate: Translate
): Table {
  const steps = numberedSteps(trace);
  const at: AtRow = row => ({ step: steps[row], unit: 0 });
  return tableOf(
    translate(
      '%1, layer %2, %3 of all units: one row a %step',
      layer.cellName,
      layer.name,
      channel.name
    ),
    steps.length,
    [
      ...stepColumns(trace, at, translate),
      ...Array.from({ length: channel.array.shape[1] ?? 1 }, (_, unit) =>
        note(translate('unit %1', unit), row =>
          valueAt(trace, channel, { step: steps[row], unit })
        )
      )
    ]
  );
}

/** The rows of every unit one after the other, as a CSV file: what is not a unit's own is said again for each. */
export function unitsTable(run: TableRun, translate: Translate): Table {
  const { trace, layer } = run;
  const steps = numberedSteps(trace);
  const at: AtRow = row => ({
    step: steps[row % steps.length],
    unit: Math.floor(row / steps.length)
  });
  const [step, ...labels] = stepColumns(trace, at, translate);
  return tableOf(
    `${layer.cellName} ${layer.name}`,
    steps.length * layer.units,
    [
      step,
      place(translate('unit'), row => at(row).unit),
      ...labels,
      ...runColumns(run, at, translate)
    ]
  );
}

/** Everything of one layer, one row a step and unit: the CSV file. */
export function layerTable(run: TableRun, translate: Translate): Table {
  const { trace, layer } = run;
  const { mask } = trace.time;
  const steps = numberedSteps(trace);
  const at: AtRow = row => ({
    step: steps[Math.floor(row / layer.units)],
    unit: row % layer.units
  });
  return tableOf(
    `${layer.cellName} ${layer.name}`,
    steps.length * layer.units,
    [
      ...stepColumns(trace, at, translate),
      ...(mask ? [note('mask', row => mask.values[at(row).step])] : []),
      place(translate('unit'), row => at(row).unit),
      ...layer.channels.flatMap(channel =>
        channelColumns(run, channel, at, translate)
      )
    ]
  );
}
