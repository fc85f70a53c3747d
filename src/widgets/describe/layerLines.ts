import { hasNumberAt, holdsStep, isPadding } from '../../trace';
import type { Channel, LayerTrace, Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import {
  formatFixed,
  formatNumber,
  formatPercent,
  formatPower
} from '../../scene/words/format';
import type { LineBand, Line, ShownLines } from './line';

/** Which of the lines of a layer the cursor is on. */
interface Here {
  readonly channel: string | null;
  readonly unit: number;
  /** Whether that unit stands alone, beside the band of its batch. */
  readonly overSequences?: boolean;
}

/**
 * The units of some channels of a layer as lines: what the views of a run show.
 *
 * @param channels those that are drawn, from top to bottom
 */
export function layerLines(
  trace: Trace,
  layer: LayerTrace,
  channels: readonly Channel[],
  here: Here,
  translate: Translate
): ShownLines {
  const alone = here.overSequences === true;
  const lines = channels.flatMap(channel =>
    Array.from({ length: channel.array.shape[1] ?? 1 }, (_, unit) => unit)
      .filter(unit => !alone || unit === here.unit)
      .map(unit => {
        const line = unitLine(trace, layer, channel, unit, translate);
        const band = alone && bandOf(trace, channel, unit, translate);
        return band ? { ...line, band } : line;
      })
  );
  const of = (name: string | null): number =>
    lines.findIndex(
      ({ place }) => place.channel === name && place.unit === here.unit
    );
  return {
    time: trace.time,
    lines,
    here: Math.max(
      0,
      of(here.channel) < 0 ? of(channels[0]?.name) : of(here.channel)
    ),
    of: [
      trace,
      layer,
      ...channels.map(({ name }) => name),
      ...(alone ? [here.unit] : [])
    ]
  };
}

function unitLine(
  { time }: Trace,
  layer: LayerTrace,
  channel: Channel,
  unit: number,
  translate: Translate
): Line {
  const { array, range, role } = channel;
  const width = array.shape[1] ?? 1;
  const values = Float64Array.from({ length: time.steps }, (_, step) =>
    holdsStep(time, step) && hasNumberAt(time, channel, step)
      ? array.values[step * width + unit]
      : NaN
  );
  return {
    name: translate("unit %1's %2", unit, channelWords(channel, translate)),
    group: `${layer.name} ${channel.name}`,
    values,
    // A cell state has no bounds: its range is that of its colors.
    ...(role === 'gate' && range[0] === 0 && range[1] === 1
      ? { bounds: [0, 1] as const }
      : {}),
    write:
      role === 'gradient'
        ? formatPower
        : role === 'gate'
          ? value => formatFixed(value)
          : formatNumber,
    place: { layer: layer.name, channel: channel.name, unit }
  };
}

/** Between which numbers a unit lies in most sequences of its batch; null where that is not held. */
function bandOf(
  { batch, time }: Trace,
  { array, spread }: Channel,
  unit: number,
  translate: Translate
): LineBand | null {
  if (!spread || !batch?.shares) {
    return null;
  }
  const [low, high] = batch.shares;
  const [, width = 1] = array.shape;
  const line = ({ values }: { readonly values: ArrayLike<number> }) =>
    Float64Array.from({ length: time.steps }, (_, step) =>
      // The other sequences go on while a state of this one is only carried.
      isPadding(time, step) ? NaN : values[step * width + unit]
    );
  return {
    name: translate(
      'the band from %1 to %2 over %3 sequences',
      formatPercent(low),
      formatPercent(high),
      batch.size
    ),
    low: line(spread.low),
    high: line(spread.high)
  };
}

/** `forget gate f`, `hidden state h`, `gate k`; a letter alone where there is no other word. */
function channelWords(
  { name, label, role }: Channel,
  translate: Translate
): string {
  const word = translate(label);
  return label === name
    ? name
    : role === 'gate' && label !== 'gate'
      ? translate('%1 gate %2', word, name)
      : `${word} ${name}`;
}
