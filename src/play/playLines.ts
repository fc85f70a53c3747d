import { formatFixed, formatPower } from '../scene/words/format';
import type { DataTable } from '../scene/dataTable';
import type { Line, ShownLines } from '../widgets/describe/line';
import type { HorizonsShown } from './horizonPlot';
import type { LaneShown } from './reading';
import { tasks } from './tasks';
import { GATE_WORDS, meansByStep } from './words';

/**
 * What a lane shows, as lines over its steps: each unit of the state that runs along, the mean of each gate,
 * and the derivative by the state.
 *
 * @param unit the unit of the state that the cursor is on
 */
export function laneLines(
  { look, values, marks, task }: LaneShown,
  unit: number
): ShownLines {
  const { belt, channels, units, gates, gradient } = look;
  const { over } = tasks[task];
  const state = Array.from({ length: units[belt] }, (_, at): Line => ({
    name: `unit ${at}’s ${belt === 'c' ? 'cell state' : 'state'} ${belt}`,
    group: 'state',
    values: Array.from(
      values,
      (_value, step) => channels[belt][step * units[belt] + at]
    ),
    write: value => formatFixed(value),
    place: { unit: at }
  }));
  const means = gates.map((gate): Line => ({
    name: `the mean ${[GATE_WORDS[gate], 'gate', gate].filter(Boolean).join(' ')}`,
    group: 'gates',
    values: meansByStep(channels[gate], units[gate]),
    bounds: [0, 1],
    write: value => formatFixed(value),
    place: {}
  }));
  const back: Line = {
    name: `the derivative |dL/d${belt}|`,
    group: 'derivative',
    values: gradient,
    log: true,
    write: value => formatPower(value),
    place: {}
  };
  return {
    time: {
      unit: 'step',
      nameOf(step) {
        const label = over(values[step], marks[step]);
        return label === '' ? `step ${step}` : `step ${step} “${label}”`;
      }
    },
    lines: [...state, ...means, ...(gradient.length > 0 ? [back] : [])],
    here: unit,
    of: [look]
  };
}

/**
 * Lines as a table, a row a place.
 *
 * @param reads what is read at each place, where something is
 */
export function linesTable(
  { time, lines }: ShownLines,
  caption: string,
  reads?: readonly string[]
): DataTable {
  const before = reads === undefined ? [] : ['reads'];
  return {
    caption,
    columns: [time.unit ?? '', ...before, ...lines.map(({ name }) => name)],
    rows: Array.from(lines[0].values, (_, place) => [
      time.nameOf?.(place) ?? place,
      ...before.map(() => reads![place]),
      ...lines.map(({ values }) => values[place])
    ]),
    formats: Object.fromEntries(
      lines.map(({ write }, at) => [1 + before.length + at, write])
    )
  };
}

/**
 * What the horizons show at the epoch that is looked at, as a line a network over the delays.
 *
 * @param names the networks, in the middle of a sentence
 * @param lane the network that the cursor is on
 * @returns null before anything is learned
 */
export function horizonLines(
  { rows, groups, at }: HorizonsShown,
  names: readonly string[],
  lane: number
): ShownLines | null {
  const shown = at === null ? [] : rows.map(each => each.at(at.epoch));
  const known = shown.filter(row => row !== undefined);
  if (known.length < names.length) {
    return null;
  }
  const nameOf = (place: number): string => `delay ${groups[place]}`;
  return {
    time: { unit: 'delay', nameOf },
    lines: known.map((values, each) => ({
      name: `what ${names[each]} holds`,
      group: 'held',
      values,
      bounds: [0, 1],
      write: value => formatFixed(value),
      place: {}
    })),
    here: lane,
    parts: true,
    of: known
  };
}
