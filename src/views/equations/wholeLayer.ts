import { floats } from '../../trace';
import type { Channel, Expression, LayerTrace, Trace } from '../../trace';

/**
 * A layer with all that its equations read. What has several numbers a unit stands in it as their
 * mean.
 */
export interface WholeLayer extends LayerTrace {
  /** The names of those channels. */
  readonly means: ReadonlyMap<string, number>;
}

const made = new WeakMap<LayerTrace, LayerTrace>();

/**
 * The layer of a cell together with the channels that a trace keeps beside it because they have
 * another number of units: the state of a selective state space has N numbers a unit, and what is
 * written and read has N in all. The same layer where its equations read nothing from there.
 */
export function wholeLayer({ layers }: Trace, layer: LayerTrace): LayerTrace {
  const known = made.get(layer);
  if (known) {
    return known;
  }
  const beside = layers.filter(({ name }) => name.startsWith(`${layer.name}/`));
  const whole = beside.some(({ channels }) =>
    channels.some(({ name }) => reads(layer, name))
  )
    ? joined(layer, beside)
    : layer;
  made.set(layer, whole);
  return whole;
}

/** Whether an expression has a channel in it that stands for the mean of several numbers. */
export function mentionsMean(
  layer: LayerTrace,
  expression: Expression
): boolean {
  const means = meansOf(layer);
  const within = (part: Expression): boolean =>
    part.kind === 'symbol'
      ? part.role !== 'parameter' && means.has(part.name)
      : part.kind !== 'number' && part.args.some(within);
  return means.size > 0 && within(expression);
}

/** The channels of a layer that stand for means, and of how many numbers each is. */
export const meansOf = (layer: LayerTrace): ReadonlyMap<string, number> =>
  'means' in layer ? (layer as WholeLayer).means : none;

const none: ReadonlyMap<string, number> = new Map();

function reads({ equations }: LayerTrace, name: string): boolean {
  const within = (part: Expression): boolean =>
    part.kind === 'symbol'
      ? part.role !== 'parameter' && part.name === name
      : part.kind !== 'number' && part.args.some(within);
  return equations.some(({ expression }) => within(expression));
}

function joined(layer: LayerTrace, beside: readonly LayerTrace[]): WholeLayer {
  const parts = beside.flatMap(({ channels }) =>
    channels
      .filter(({ role }) => role !== 'gradient')
      .map(channel => {
        const count = countOf(channel, layer.units);
        return { channel: meanChannel(channel, count, layer.units), count };
      })
  );
  return {
    ...layer,
    equations: [...beside.flatMap(each => each.equations), ...layer.equations],
    channels: [...layer.channels, ...parts.map(({ channel }) => channel)],
    means: new Map(
      parts
        // One number that all units share is what it is, no mean.
        .filter(({ count }) => count > 1)
        .map(({ channel, count }) => [channel.name, count])
    )
  };
}

/**
 * How many numbers a unit has of a channel: its own, or those that all units share. In a run that was
 * saved before it said which those are, what is no multiple of the units is shared.
 */
function countOf({ shared, array }: Channel, units: number): number {
  const [, width] = array.shape;
  return shared || width % units !== 0 ? width : width / units;
}

/** One number a unit: the mean of its own, or of those that all units share. */
function meanChannel(channel: Channel, count: number, units: number): Channel {
  const [, width] = channel.array.shape;
  const isOwn = count * units === width;
  const meansIn = (values: ArrayLike<number>, rows: number): Float64Array =>
    Float64Array.from({ length: rows * units }, (_, at) => {
      const from =
        Math.floor(at / units) * width + (isOwn ? (at % units) * count : 0);
      let sum = 0;
      for (let each = from; each < from + count; each++) {
        sum += values[each];
      }
      return sum / count;
    });
  const { array, initial } = channel;
  const rows = array.values.length / width;
  return {
    ...channel,
    array: floats(meansIn(array.values, rows), [rows, units]),
    ...(initial && { initial: floats(meansIn(initial.values, 1), [units]) })
  };
}
