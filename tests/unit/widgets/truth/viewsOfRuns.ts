import type { LayerTrace, Trace } from '../../../../src/trace';
import { formatFixed } from '../../../../src/scene/words/format';
import type { ViewFactory } from '../../../../src/widgets/context';
import { createCellView } from '../../../../src/widgets/cell/createCellView';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { createUnrolledView } from '../../../../src/widgets/unrolled/createUnrolledView';
import {
  drawnNetwork,
  everyNetwork,
  ranNetwork,
  type DrawnNetwork
} from './networks';
import {
  channelOf,
  drawnRun,
  earlier,
  everyKind,
  isHeld,
  isPadded,
  keptBy,
  meanOver,
  ranAs,
  valueOf,
  type Drawn,
  type Ran
} from './runs';
import { openView, type ViewPage } from '../viewPage';
import { asItIs, type Adapter, type Truth, type Walked } from './adapter';
import { slotTruth, wireTruth } from './drawnNumbers';
import {
  near,
  type Cell,
  type Near,
  type Rows,
  type Told,
  type Words
} from './told';

export interface ViewOfRun {
  readonly view: ViewFactory<Trace>;
  /** The room that it has on the page, where it leaves out numbers for want of it. */
  readonly width?: number;
  readonly truth: (ran: Ran, told: Told, page: ViewPage) => Truth;
}

const steps = ({ trace }: Ran): number[] =>
  Array.from({ length: trace.time.steps }, (_, step) => step);

/** `step 3` or `token 3`, and its label where there is one. */
export const placeWords = ({ trace, labels }: Ran, step: number): string => {
  const { name } = trace.time;
  return labels ? `${name} ${step} “${labels[step]}”` : `${name} ${step}`;
};

/** What a layer computes at padding is thrown away: of a gate there is no number. */
export function shownAt(
  { trace }: Ran,
  layer: LayerTrace,
  name: string,
  step: number,
  unit: number
): number {
  const role = channelOf(layer, name)?.role;
  return isPadded(trace, step) && role !== 'state' && role !== 'gradient'
    ? NaN
    : valueOf(layer, name, step, unit);
}

/** A run, and the layer of another that it is compared with. */
type Compared = Ran & { readonly before?: LayerTrace };

/** A column of a table of steps, by its name. */
function column(ran: Compared, name: string, step: number, unit: number): Cell {
  const { trace, labels, isTurned, layer, before } = ran;
  const { time, input, outputs, targets = [] } = trace;
  if (name === time.name) {
    return step;
  }
  if (name === 'label') {
    return labels?.[step] ?? '';
  }
  if (name === 'unit') {
    return unit;
  }
  if (name === 'mask') {
    return time.mask?.values[step] ?? NaN;
  }
  // What a run differs by from another.
  if (name.startsWith('Δ')) {
    const state = name.slice(1);
    const was = channelOf(before!, state)!;
    const units = was.array.shape[1];
    const size = Math.max(
      ...Array.from(
        was.array.values.slice(step * units, (step + 1) * units),
        Math.abs
      )
    );
    // What a step of such a size differs by when it is added in another order is no difference.
    return near(
      valueOf(layer, state, step, unit) -
        valueOf({ ...layer, channels: [was] }, state, step, unit),
      size
    );
  }
  if (channelOf(layer, name)) {
    return shownAt(ran, layer, name, step, unit);
  }
  const feature = input.names.indexOf(name);
  if (feature >= 0) {
    const read = isTurned ? time.steps - 1 - step : step;
    return input.array.values[read * input.names.length + feature];
  }
  const series =
    outputs.find(each => each.name === name) ??
    targets.find(each => `target: ${each.name}` === name);
  if (!series) {
    throw new Error(`No number of the run is called “${name}”.`);
  }
  return series.values.values[step];
}

/** A table of steps, or of steps and units, by the names of its columns. */
export function byColumns(
  ran: Compared,
  columns: readonly string[],
  units: readonly number[],
  bySteps: boolean
): Rows {
  const rows = bySteps
    ? steps(ran).flatMap(step => units.map(unit => [step, unit]))
    : units.flatMap(unit => steps(ran).map(step => [step, unit]));
  return [
    columns,
    ...rows.map(([step, unit]) =>
      columns.map(name => column(ran, name, step, unit))
    )
  ];
}

/** Every name once, and what every view of gates must have: else a column would be missing unseen. */
function requireColumns({ layer }: Ran, columns: readonly string[]): void {
  expect(new Set(columns).size).toBe(columns.length);
  expect(columns).toEqual(
    expect.arrayContaining(
      layer.channels
        .filter(({ role }) => ['gate', 'candidate', 'state'].includes(role))
        .map(({ name }) => name)
    )
  );
}

export const gates: ViewOfRun = {
  view: createGatesView,
  truth(ran, { table, csv, spoken, sentence, tooltips }, page) {
    const { layer, trace, step, unit } = ran;
    for (const { name, role } of layer.channels) {
      if (role === 'state' && !isPadded(trace, step)) {
        expect(sentence).toContain(
          `= ${formatFixed(valueOf(layer, name, step, unit))}`
        );
      }
    }
    requireColumns(ran, table![0]);
    requireColumns(ran, csv![0]);
    const where = `${placeWords(ran, step)}, unit ${unit}:`;
    const read = layer.channels.find(
      ({ label, role }) => role !== 'term' && spoken.includes(`: ${label} `)
    );
    return {
      table: byColumns(ran, table![0], [unit], true),
      csv: byColumns(
        ran,
        csv![0],
        Array.from({ length: layer.units }, (_, each) => each),
        true
      ),
      spoken:
        isPadded(trace, step) || !read
          ? [where, 'padding']
          : [where, read.label, valueOf(layer, read.name, step, unit)],
      tooltip: words => gateTooltip(ran, words),
      screen: railTruth(ran, table![0], page),
      sums: [sentence, ...tooltips]
    };
  }
};

/** From so many units on they are a map, and not lines, unless `show` is told otherwise. */
const MAP = 9;

/** The numbers beside the plot, and how each has changed or the mean of all units. */
function railTruth(
  ran: Ran,
  columns: readonly string[],
  { element }: ViewPage
): [string, Words][] {
  const { layer, trace, step, unit } = ran;
  const values = [...element.querySelectorAll('.jp-gatescope-number-text')];
  const isMap = !(trace.view?.lines ?? layer.units < MAP);
  return columns
    .filter(name => channelOf(layer, name))
    .flatMap((name, at): [string, Words][] => {
      const value = values[at];
      const said = [value, value.nextElementSibling!].map(
        ({ textContent }) => textContent ?? ''
      );
      if (isPadded(trace, step)) {
        return [
          [said[0], ['–']],
          [said[1], []]
        ];
      }
      const before = earlier(layer, step);
      const number = valueOf(layer, name, step, unit);
      const isFirst = before < 0 || before >= trace.time.steps;
      const beside: Words = isMap
        ? [
            'mean',
            meanOver(layer, name, each => valueOf(layer, name, step, each))
          ]
        : isFirst
          ? []
          : [number - valueOf(layer, name, before, unit)];
      // A gradient is told by its power of ten; of a very large number the change has no room.
      const isAlone =
        channelOf(layer, name)!.role === 'gradient' || Math.abs(number) > 1e5;
      return said[1] === '' && !isFirst && isAlone
        ? [[said[0], [number]]]
        : [
            [said[0], [number]],
            [said[1], beside]
          ];
    });
}

const does: Readonly<Record<string, readonly [string, string]>> = {
  'lstm f': ['keeps', 'of c'],
  'lstm i': ['writes', 'of g'],
  'lstm o': ['shows', 'of tanh c'],
  'gru z': ['keeps', 'of h'],
  'gru r': ['lets the candidate see', 'of h']
};

function gateTooltip(ran: Ran, words: string): Words {
  const { layer, trace, drawn } = ran;
  const [, step, unit] = /^\w+ (\d+).* unit (\d+)/.exec(words)!.map(Number);
  const head = `${placeWords(ran, step)} · unit ${unit}`;
  if (isPadded(trace, step)) {
    return [head, 'padding: nothing was computed'];
  }
  const [, line] = words.split('\n');
  const channel = layer.channels.find(({ name, label }) =>
    line.startsWith(name === label ? `${name} ` : `${name} ${label} `)
  )!;
  const { name, label } = channel;
  const value = valueOf(layer, name, step, unit);
  const action = does[`${drawn.kind} ${name}`];
  return [
    head,
    ...(name === label ? [name] : [name, label]),
    value,
    ...(action ? [action[0], { percent: value }, '%', action[1]] : []),
    ...(words.includes('the color is the mean')
      ? [words.slice(words.indexOf('the color is the mean'))]
      : [])
  ];
}

/** The number of a quantity of the equations, by its text; null for what no run holds. */
function quantity(
  ran: Ran,
  text: string,
  step: number,
  unit: number
): number | Near | null {
  const { layer, trace } = ran;
  const parts = trace.layers.filter(
    ({ name }) => name === layer.name || name.startsWith(`${layer.name}/`)
  );
  const before = /^(\w+)\[t[−+]1\]$/.exec(text);
  const at = before ? earlier(layer, step) : step;
  const name = before ? before[1] : text.replaceAll('[t+1]', '[t−1]');
  const tanh = /^tanh\((\w+)\)$/.exec(name);
  if (tanh) {
    const value = valueOf(layer, tanh[1], at, unit);
    return near(Math.tanh(value));
  }
  const part = parts.find(each => channelOf(each, name));
  if (!part) {
    return null;
  }
  // A state of several numbers a unit is told by their mean; what all units share, by its mean too.
  const width = part.units;
  const several =
    part === layer
      ? 1
      : channelOf(part, name)!.shared
        ? width
        : width / layer.units;
  if (several === 1) {
    // One number that all units share is told of each.
    return valueOf(part, name, at, Math.min(unit, width - 1));
  }
  const from = channelOf(part, name)!.shared ? 0 : unit * several;
  let sum = 0;
  let largest = 0;
  for (let each = from; each < from + several; each += 1) {
    sum += valueOf(part, name, at, each);
    largest = Math.max(largest, Math.abs(valueOf(part, name, at, each)));
  }
  return near(sum / several, largest);
}

function inputOf(
  { trace, layer }: Ran,
  name: string,
  step: number
): number | null {
  const at = trace.input.names.indexOf(name);
  const scaled = /^x\[(\d+)\]$/.exec(name);
  return scaled
    ? (layer.entering ?? trace.input.array).values[
        step * layer.inputSize + Number(scaled[1])
      ]
    : at < 0
      ? null
      : trace.input.array.values[step * trace.input.names.length + at];
}

/** dL/d of a state, where the run holds it. */
function slope({ layer }: Ran, text: string, step: number, unit: number): Cell {
  const before = /^(\w+)\[t[−+]1\]$/.exec(text);
  const name = `dL/d${before ? before[1] : text}`;
  const at = before ? earlier(layer, step) : step;
  const values = channelOf(layer, name);
  return values && at >= 0 && at < values.array.shape[0]
    ? valueOf(layer, name, at, unit)
    : null;
}

export const wired: ViewOfRun = {
  view: createCellView,
  width: 1600,
  truth(ran, { table, csv, sentence }, page) {
    const { layer, trace, step, unit } = ran;
    const padded = isPadded(trace, step);
    const told = (text: string, at: number): Cell =>
      inputOf(ran, text, at) ??
      (isPadded(trace, at) && channelOf(layer, text)?.role === 'gate'
        ? NaN
        : isPadded(trace, at) && channelOf(layer, text)?.role !== 'state'
          ? null
          : quantity(ran, text, at, unit));
    return {
      table: [
        table![0],
        ...table!
          .slice(1)
          .map(([text, words]): Cell[] => [
            text,
            words,
            told(text, step),
            ...(table![0].length > 3
              ? [padded ? null : slope(ran, text, step, unit)]
              : [])
          ])
      ],
      csv: [
        csv![0],
        ...steps(ran).map(at =>
          csv![0].map((name): Cell => {
            const text = name.replace(/ \(.*\)$/, '');
            const given = name === text ? null : inputOf(ran, text, at);
            return (
              given ??
              (['unit', 'label', trace.time.name].includes(name)
                ? column(ran, name, at, unit)
                : told(name, at))
            );
          })
        )
      ],
      sentence: changeTruth(ran, sentence),
      screen: wireTruth(ran, page)
    };
  }
};

const numberIn = (quantity: number | Near | null): number =>
  typeof quantity === 'number' ? quantity : (quantity?.near ?? NaN);

/** A state of several numbers a unit: the gate that keeps it, or what is added to it while all stays. */
const severalBy: Readonly<
  Record<
    string,
    { readonly state: string; readonly keep: string; readonly added?: string }
  >
> = {
  selectiveStateSpace: { state: 's', keep: 'keep' },
  mLstm: { state: 'n', keep: 'f' },
  linearAttention: { state: 'z', keep: '1', added: 'k' },
  deltaNet: { state: 'S', keep: '1', added: 'beta ⊙ (v − recall) ⊙ k' }
};

/** What became of a state since the step before. */
function changeTruth(ran: Ran, said: string): Words {
  const { layer, trace, drawn, step, unit } = ran;
  const before = earlier(layer, step);
  const isFirst = before < 0 || before >= trace.time.steps;
  const lead = isFirst
    ? 'From the start:'
    : `Since ${trace.time.name} ${before}:`;
  const kept = keptBy[drawn.kind];
  const own = severalBy[drawn.kind];
  // Of one unit, C and S hold as many numbers as n and z, and are carried in the same way.
  const several = /numbers of C /.test(said)
    ? { ...own, state: 'C' }
    : drawn.kind === 'linearAttention' && / of S is carried/.test(said)
      ? { ...own, state: 'S', added: 'v ⊙ k' }
      : own;
  const state = kept?.state ?? several?.state ?? 'h';
  const now = quantity(ran, state, step, unit)!;
  const was = quantity(ran, `${state}[t−1]`, step, unit)!;
  if (isPadded(trace, step)) {
    return [lead, state, 'stays', now, '; padding is not computed.'];
  }
  if (isHeld(ran, state, step, unit)) {
    return [lead, state, 'is held at', now, '.'];
  }
  if (several) {
    const means: Words = ['went from', was, 'to', now, '.'];
    const { keep, added } = several;
    return added === undefined
      ? [
          lead,
          `${keep} keeps`,
          { percent: numberIn(quantity(ran, keep, step, unit)) },
          `% of each of the 4 numbers of ${state} on average; their mean`,
          ...means
        ]
      : [
          lead,
          `all of ${state} is carried on, ${added} is added: the mean of its 4 numbers`,
          ...means
        ];
  }
  if (!kept) {
    const [, words] = / to −?\d+\.\d+(.*)$/s.exec(said)!;
    return [lead, 'h went from', was, 'to', now, words];
  }
  const at = (name: string): number => valueOf(layer, name, step, unit);
  const keep = kept.keep(at);
  const from = Number(was);
  const [, letters, write] = /: (.+) keeps .+\), (.+) adds/s.exec(said)!;
  return [
    lead,
    `${letters} keeps`,
    { percent: keep },
    `% of ${state} (`,
    near(keep * from, from),
    'of',
    from,
    `), ${write} adds`,
    near(
      Number(now) - keep * from,
      Math.max(Math.abs(from), Math.abs(Number(now)))
    ),
    `: ${state} =`,
    now,
    '.'
  ];
}

export const unrolled: ViewOfRun = {
  view: createUnrolledView,
  truth(ran, { table, csv, sentence, tooltips }, page) {
    const { layer, drawn, unit, trace, labels } = ran;
    expect(sentence).not.toContain('is not explained by the equation');
    const rows = keptBy[drawn.kind] ? sharesOf(ran, table![0]) : undefined;
    const chain = (told: string[][]): Rows => [
      told[0],
      ...steps(ran).map(at => [
        labels?.[at] ?? at,
        ...told[0].slice(1).map(name => {
          const known = channelOf(layer, name.replace('U h', 'U h[t−1]'));
          return known && !isPadded(trace, at)
            ? valueOf(layer, known.name, at, unit)
            : null;
        })
      ])
    ];
    return {
      table: rows ?? chain(table!),
      csv: rows ? undefined : chain(csv!),
      screen: slotTruth(ran, page),
      sums: [sentence, ...tooltips]
    };
  }
};

/** What a step left of a state and wrote into it, and what a table says of both. */
export function wroteAt(
  ran: Ran,
  { state, keep }: (typeof keptBy)[string],
  at: number,
  size: number
): {
  readonly kept: number;
  readonly written: number;
  readonly told: readonly Cell[];
} {
  const { layer, trace, unit } = ran;
  if (isPadded(trace, at)) {
    return { kept: 1, written: 0, told: [near(0, size), near(1)] };
  }
  const value = valueOf(layer, state, at, unit);
  if (isHeld(ran, state, at, unit)) {
    return {
      kept: 0,
      written: value,
      told: [near(value, size), 'held']
    };
  }
  const kept = keep(name => valueOf(layer, name, at, unit));
  const written =
    value - kept * valueOf(layer, state, earlier(layer, at), unit);
  return { kept, written, told: [near(written, size), near(kept)] };
}

/** What each step wrote into a state and what later steps left of it, by its cell's definition alone. */
function sharesOf(ran: Ran, columns: readonly string[]): Rows {
  const { layer, drawn, trace, labels, step, unit } = ran;
  const { state } = keptBy[drawn.kind];
  const order: number[] = [];
  for (
    let at = step;
    at >= 0 && at < trace.time.steps;
    at = earlier(layer, at)
  ) {
    order.unshift(at);
  }
  const words = (text: string): string[] => (labels ? [text] : []);
  const start = valueOf(layer, state, earlier(layer, order[0]), unit);
  const total = valueOf(layer, state, step, unit);
  const size = Math.max(
    ...order.map(at => Math.abs(valueOf(layer, state, at, unit)))
  );
  let left = 1;
  const rows = order.toReversed().map((at): Cell[] => {
    const { kept, written, told } = wroteAt(ran, keptBy[drawn.kind], at, size);
    const row = [
      at,
      ...words(labels?.[at] ?? ''),
      ...told,
      near(written * left, size)
    ];
    left *= kept;
    return row;
  });
  return [
    columns,
    ['start', ...words(''), near(start), '', near(start * left)],
    ...rows.toReversed(),
    [
      'rounding',
      ...words(''),
      '',
      '',
      { near: 0, within: 1e-4 * Math.max(1, size) }
    ],
    ['sum', ...words(''), '', '', near(total, size)]
  ];
}

/** A view that is drawn from the saved run alone. */
export const walked = (
  { view, width, truth }: ViewOfRun,
  ran: Ran
): Walked => ({
  open: (named = asItIs) => openView(view, named(ran.trace), { width }),
  at: { step: ran.step, unit: ran.unit, layer: ran.layer.name },
  truth: (told, page) => truth(ran, told, page)
});

const ofRun = (view: ViewOfRun): Adapter<Drawn> => ({
  drawn: drawnRun,
  always: everyKind,
  of: drawn => walked(view, ranAs(drawn))
});

/** The same view of stacked layers, of a sequence of a batch and of both sides of an encoder–decoder. */
const ofNetwork = (view: ViewOfRun): Adapter<DrawnNetwork> => ({
  drawn: drawnNetwork,
  always: everyNetwork,
  of: drawn => walked(view, ranNetwork(drawn))
});

export const viewsOfRuns = {
  Gates: ofRun(gates),
  'Cell, wired': ofRun(wired),
  Unrolled: ofRun(unrolled)
};

/** The same views, of what is more than one layer or one sequence. */
export const viewsOfNetworks = {
  'Gates of several': ofNetwork(gates),
  'Cell, wired, of several': ofNetwork(wired),
  'Unrolled of several': ofNetwork(unrolled)
};
