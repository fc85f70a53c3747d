import { asRead, hasNumberAt } from '../../trace';
import type { Channel, LayerTrace, TimeAxis, Trace } from '../../trace';
import type { ViewContext } from '../context';
import type { Translate } from '../../scene/words/translate';
import { stepWords } from '../../scene/words/stepWords';
import type { DataTable } from '../../scene/dataTable';
import { spreadNumbers, type SpreadNumber } from '../../views/map/batchSpread';
import type { NamedTable } from '../base/tableBox';

/** The run whose numbers a table shows, and of which channels, from top to bottom. */
export interface TableRun {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly rows: readonly { readonly channel: Channel }[];
  /** Whether what the whole batch does stands beside each number. */
  readonly overSequences?: boolean;
}

/** A channel's columns: its own number, and where it is asked for those of the batch. */
function columnsOf(
  run: TableRun,
  channel: Channel,
  translate: Translate
): readonly string[] {
  return [
    channel.name,
    ...batchNumbers(run, channel, { step: 0, unit: 0 }, translate).map(
      ({ name }) => `${channel.name} ${name}`
    )
  ];
}

function numbersOf(
  run: TableRun,
  channel: Channel,
  place: { readonly step: number; readonly unit: number },
  translate: Translate
): readonly number[] {
  return [
    valueAt(run.trace, channel, place.step, place.unit),
    ...batchNumbers(run, channel, place, translate).map(({ value }) => value)
  ];
}

const batchNumbers = (
  { trace, overSequences }: TableRun,
  channel: Channel,
  place: { readonly step: number; readonly unit: number },
  translate: Translate
): readonly SpreadNumber[] =>
  overSequences === true
    ? spreadNumbers(trace, { channel }, place, translate)
    : [];

/** The steps of a run that have numbers. */
export function stepsOf({ time }: Trace): readonly number[] {
  return time.kept ?? Array.from({ length: time.steps }, (_, step) => step);
}

/** The column of a table in which the labels of steps stand, under a name that no other column has. */
export function labelColumn(
  { labels }: TimeAxis,
  translate: Translate
): readonly string[] {
  return labels ? [translate('label')] : [];
}

/** The number of a unit; NaN where nothing was computed. */
function valueAt(
  { time }: Trace,
  channel: Channel,
  step: number,
  unit: number
): number {
  const { values, shape } = channel.array;
  // A projected state has fewer units than its layer.
  const [, width = 1] = shape;
  return unit < width && hasNumberAt(time, channel, step)
    ? values[step * width + unit]
    : NaN;
}

/** The table on the page: one row a step, for one unit. */
export function unitTable(
  run: TableRun,
  unit: number,
  translate: Translate
): DataTable {
  const { trace, layer, rows } = run;
  const { time, input, targets = [] } = trace;
  const inputs = input.editable ? input.names : [];
  return {
    caption: translate(
      '%1, layer %2, unit %3: one row a %step',
      layer.cellName,
      layer.name,
      unit
    ),
    columns: [
      translate('%step'),
      ...labelColumn(time, translate),
      ...inputs,
      ...rows.flatMap(({ channel }) => columnsOf(run, channel, translate)),
      ...trace.outputs.map(({ name }) => name),
      ...targets.map(({ name }) => translate('target: %1', name))
    ],
    rows: stepsOf(trace).map(step => [
      step,
      ...(time.labels ? [time.labels[step]] : []),
      ...inputs.map(
        (_, feature) => input.array.values[step * input.names.length + feature]
      ),
      ...rows.flatMap(({ channel }) =>
        numbersOf(run, channel, { step, unit }, translate)
      ),
      ...[...trace.outputs, ...targets].map(({ values }) => values.values[step])
    ])
  };
}

/** One row a unit at a step, and all units of the cursor's channel side by side. */
export function unitTables(
  run: () => TableRun,
  { step }: { readonly step: () => number },
  { cursor, translate }: Pick<ViewContext, 'cursor' | 'translate'>
): readonly NamedTable[] {
  return [
    {
      label: translate('By unit'),
      make: () => byUnitTable(run(), step(), translate)
    },
    {
      label: translate('All units'),
      make() {
        const { rows } = run();
        const name = cursor.position.channel;
        const { channel } =
          rows.find(each => each.channel.name === name) ?? rows[0];
        return channelTable(run(), channel, translate);
      }
    }
  ];
}

/** The tables of a view of one layer and unit, beside that of its picture: by step, and by unit. */
export function layerTables(
  context: Pick<ViewContext, 'cursor' | 'translate'>,
  focus: { readonly layer: LayerTrace; readonly singleUnit: number },
  now: () => { readonly trace: Trace; readonly step: number }
): { readonly tableName: string; readonly moreTables: readonly NamedTable[] } {
  const { translate } = context;
  const run = (): TableRun => {
    const { trace } = now();
    const layer =
      trace.layers.find(({ name }) => name === focus.layer.name) ?? focus.layer;
    return {
      trace: asRead(trace, layer),
      layer,
      rows: layer.channels.map(channel => ({ channel }))
    };
  };
  return {
    tableName: translate('The picture'),
    moreTables: [
      {
        label: translate('By %step'),
        make: () => unitTable(run(), focus.singleUnit, translate)
      },
      ...unitTables(run, { step: () => now().step }, context)
    ]
  };
}

/** Every channel of every unit at one step, and its mean over all steps. */
function byUnitTable(
  { trace, layer, rows }: TableRun,
  step: number,
  translate: Translate
): DataTable {
  const steps = stepsOf(trace);
  const mean = (channel: Channel, unit: number): number => {
    const known = steps
      .map(each => valueAt(trace, channel, each, unit))
      .filter(value => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return {
    caption: translate(
      '%1, layer %2, %3: one row a unit; means are over all %steps',
      layer.cellName,
      layer.name,
      stepWords(trace.time, step, translate)
    ),
    columns: [
      translate('unit'),
      ...rows.map(({ channel }) => channel.name),
      ...rows.map(({ channel }) => translate('mean %1', channel.name))
    ],
    rows: Array.from({ length: layer.units }, (_, unit) => [
      unit,
      ...rows.map(({ channel }) => valueAt(trace, channel, step, unit)),
      ...rows.map(({ channel }) => mean(channel, unit))
    ])
  };
}

/** One channel of all units: a row a step, a column a unit. */
function channelTable(
  { trace, layer }: TableRun,
  channel: Channel,
  translate: Translate
): DataTable {
  const { time } = trace;
  const units = Array.from(
    { length: channel.array.shape[1] ?? 1 },
    (_, unit) => unit
  );
  return {
    caption: translate(
      '%1, layer %2, %3 of all units: one row a %step',
      layer.cellName,
      layer.name,
      channel.name
    ),
    columns: [
      translate('%step'),
      ...labelColumn(time, translate),
      ...units.map(unit => translate('unit %1', unit))
    ],
    rows: stepsOf(trace).map(step => [
      step,
      ...(time.labels ? [time.labels[step]] : []),
      ...units.map(unit => valueAt(trace, channel, step, unit))
    ])
  };
}

/** The same for every unit, as a CSV file: what is not a unit's own is said again for each. */
export function unitsTable(scene: TableRun, translate: Translate): DataTable {
  const { layer } = scene;
  const tables = Array.from({ length: layer.units }, (_, unit) =>
    unitTable(scene, unit, translate)
  );
  const [[step, ...columns]] = tables.map(table => table.columns);
  return {
    caption: `${layer.cellName} ${layer.name}`,
    columns: [step, translate('unit'), ...columns],
    rows: tables.flatMap(({ rows }, unit) =>
      rows.map(([at, ...values]) => [at, unit, ...values])
    )
  };
}

/** Everything of one layer, one row a step and unit: the CSV file. */
export function layerTable(run: TableRun, translate: Translate): DataTable {
  const { trace, layer } = run;
  const { time } = trace;
  const rows: (string | number)[][] = [];
  for (const step of stepsOf(trace)) {
    for (let unit = 0; unit < layer.units; unit += 1) {
      rows.push([
        step,
        ...(time.labels ? [time.labels[step]] : []),
        ...(time.mask ? [time.mask.values[step]] : []),
        unit,
        ...layer.channels.flatMap(channel =>
          numbersOf(run, channel, { step, unit }, translate)
        )
      ]);
    }
  }
  return {
    caption: `${layer.cellName} ${layer.name}`,
    columns: [
      translate('%step'),
      ...labelColumn(time, translate),
      ...(time.mask ? ['mask'] : []),
      translate('unit'),
      ...layer.channels.flatMap(channel => columnsOf(run, channel, translate))
    ],
    rows
  };
}
