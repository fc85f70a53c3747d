import * as fc from 'fast-check';
import { layers, sequential, type Run } from '../../../../src/engine';
import { wholeLayers } from '../../../../src/trace';
import type { Channel, LayerTrace, Trace } from '../../../../src/trace';

/** A run that the engine made, and what the test needs to read it on its own. */
export interface Ran {
  readonly drawn: Drawn;
  readonly input: readonly (readonly number[])[];
  readonly run: Run;
  readonly trace: Trace;
  /** What each step of the layer is called, by what it reads there. */
  readonly labels: readonly string[] | undefined;
  /** Whether the first step of the layer reads what came last. */
  readonly isTurned: boolean;
  /** The layer, and place, that are looked at. */
  readonly layer: LayerTrace;
  readonly step: number;
  readonly unit: number;
}

export const kinds = [
  'simpleRNN',
  'lstm',
  'gru',
  'minGru',
  'minLstm',
  'sLstm',
  'selectiveStateSpace',
  'linearAttention',
  'mLstm',
  'deltaNet'
] as const;

export type Kind = (typeof kinds)[number];

/** Steps and units: each is at its ends in some, and no run is large in both. */
const shapes: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 256],
  [2, 3],
  [7, 2],
  [24, 9],
  [60, 3],
  [300, 5],
  [2000, 1]
];

/** What a padded step holds: a mask takes it out. */
const PADDED = -7;

export const drawnRun = fc.record({
  kind: fc.constantFrom(...kinds),
  shape: fc.constantFrom(...shapes),
  way: fc.constantFrom('forward', 'backward', 'both'),
  loss: fc.constantFrom('none', 'last', 'every'),
  masked: fc.boolean(),
  labeled: fc.boolean(),
  scale: fc.constantFrom(1e-6, 1, 1000),
  seed: fc.nat(1000),
  step: fc.nat(1999),
  unit: fc.nat(255),
  direction: fc.nat(1),
  held: fc.constantFrom('nothing', 'nothing', 'gate', 'state')
});

export type Drawn = typeof drawnRun extends fc.Arbitrary<infer T> ? T : never;

/** A short run of each kind of cell, in turn with a mask, a loss and either direction. */
export const everyKind: readonly Drawn[] = kinds.map((kind, at) => ({
  kind,
  shape: at % 2 === 0 ? [7, 2] : [5, 9],
  way: (['forward', 'backward', 'both'] as const)[at % 3],
  loss: (['every', 'last', 'none'] as const)[at % 3],
  masked: at % 4 < 2,
  labeled: at % 2 === 1,
  scale: 1,
  seed: at,
  step: at,
  unit: 1,
  direction: at % 2,
  held: (['nothing', 'state', 'gate'] as const)[at % 3]
}));

/** A label a step, where the run has them. */
export const labelsOf = (
  { labeled }: Drawn,
  input: readonly unknown[]
): string[] | undefined =>
  labeled ? input.map((_, step) => `day ${step}`) : undefined;

/** The run that was drawn. */
export function ranAs(drawn: Drawn): Ran {
  const { kind, way, masked, seed, loss } = drawn;
  const [steps, units] = drawn.shape;
  const every = loss === 'every';
  const first = { inputShape: [null, 2] };
  const options = {
    units,
    returnSequences: every,
    goBackwards: way === 'backward'
  };
  const model = sequential(
    [
      ...(masked ? [layers.masking({ maskValue: PADDED, ...first })] : []),
      way === 'both'
        ? layers.bidirectional({ layer: layers[kind](options), ...first })
        : layers[kind]({ ...options, ...first }),
      layers.dense({ units: 1 })
    ],
    { seed }
  );
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  const real = masked ? Math.max(1, steps - 1 - (seed % 3)) : steps;
  const input = Array.from({ length: steps }, (_, step) =>
    step < real
      ? [0.7, 1.3].map(speed => drawn.scale * Math.sin(seed + step * speed))
      : [PADDED, PADDED]
  );
  const target = every
    ? input.map((_, step) => [Math.cos(step)])
    : [Math.cos(seed)];
  const labels = labelsOf(drawn, input);
  const free = model.trace(input, {
    ...(loss !== 'none' && { target }),
    labels,
    outputNames: ['answer']
  });
  const main = wholeLayers(free.toBundle());
  const looked = main[drawn.direction % main.length];
  const run = clampedRun(free, looked, drawn);
  const trace = run.toBundle();
  return {
    drawn,
    input,
    run,
    trace,
    labels,
    isTurned: false,
    layer: trace.layers.find(({ name }) => name === looked.name)!,
    step: drawn.step % steps,
    unit: drawn.unit % units
  };
}

/** The run with a gate or a state of the layer held in some steps of the unit that is looked at, or of all. */
function clampedRun(run: Run, layer: LayerTrace, drawn: Drawn): Run {
  const { held, seed, step, unit } = drawn;
  const [steps] = drawn.shape;
  const channels = layer.channels.filter(({ role }) => role === held);
  if (channels.length === 0) {
    return run;
  }
  const { name, array } = channels[seed % channels.length];
  const around = [step, step + 1, step + 4].map(each => each % steps);
  return run.recompute({
    clamps: [
      {
        layer: layer.name,
        channel: name,
        ...(seed % 2 > 0 && { units: [unit % array.shape[1]] }),
        ...(seed % 5 > 0 && { steps: [...new Set(around)] }),
        value: held === 'gate' ? 0.25 : -0.5
      }
    ]
  });
}

/** The step that a layer computed before one; outside of the run for its first. */
export const earlier = ({ direction }: LayerTrace, step: number): number =>
  direction === 'backward' ? step + 1 : step - 1;

export const isPadded = ({ time }: Trace, step: number): boolean =>
  time.mask?.values[step] === 0;

export const channelOf = (
  { channels }: LayerTrace,
  name: string
): Channel | undefined => channels.find(each => each.name === name);

/** Whether a clamp holds a channel of the layer there. */
export const isHeld = (
  { trace: { clamps }, layer }: Ran,
  name: string,
  step: number,
  unit: number
): boolean =>
  clamps.some(
    ({ layer: of, channel, steps, units }) =>
      of === layer.name &&
      channel === name &&
      (steps?.includes(step) ?? true) &&
      (units?.includes(unit) ?? true)
  );

/** The number of a channel; before the first step what the layer began with. */
export function valueOf(
  layer: LayerTrace,
  name: string,
  step: number,
  unit: number
): number {
  const channel = channelOf(layer, name);
  if (!channel) {
    return NaN;
  }
  const [steps, units] = channel.array.shape;
  return step < 0 || step >= steps
    ? (channel.initial?.values[unit] ?? 0)
    : channel.array.values[step * units + unit];
}

/** What a state keeps of itself, by the definition of its cell; null where nothing stays in place. */
export const keptBy: Readonly<
  Record<
    string,
    {
      readonly state: string;
      readonly keep: (at: (name: string) => number) => number;
    }
  >
> = {
  lstm: { state: 'c', keep: at => at('f') },
  gru: { state: 'h', keep: at => at('z') },
  minGru: { state: 'h', keep: at => 1 - at('z') },
  minLstm: { state: 'h', keep: at => at('keep') },
  sLstm: { state: 'c', keep: at => at('f') }
};

/** √ of the sum of squares of a channel at a step. */
export function normOf(layer: LayerTrace, name: string, step: number): number {
  const { values, shape } = channelOf(layer, name)!.array;
  const [, units] = shape;
  return Math.hypot(
    ...Array.from(values.slice(step * units, (step + 1) * units))
  );
}

/** The mean over what a channel holds at a step; a state may hold several numbers a unit. */
export function meanOver(
  layer: LayerTrace,
  name: string,
  of: (unit: number) => number
): number {
  const [, width] = channelOf(layer, name)!.array.shape;
  const all = Array.from({ length: width }, (_, unit) => of(unit));
  return all.reduce((sum, value) => sum + value / width, 0);
}
