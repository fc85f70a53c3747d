import { isPadding, openingPlace, spreadSteps } from '../../../trace';
import type { LayerTrace, Trace } from '../../../trace';
import { powerWords } from '../../../scene/marks/valueScale';

/** The place of a run that its view opens on, and the numbers there. */
export interface Moment {
  readonly layer: LayerTrace;
  readonly unit: number;
  readonly step: number;
  /** `step 4`, or `step 4 “good”` where steps have words. */
  readonly words: string;
  /** A channel's number for the unit, at a step of the run; NaN where the saved copy has none. */
  value(channel: string, step?: number): number;
  /** The step that the layer has read before this one. */
  readonly before: number;
}

/** Where a saved picture stands: where the notebook asked for, else where something happens. */
export function momentOf(saved: Trace): Moment | null {
  const { layers, time, view } = spreadSteps(saved) as Trace;
  const layer = layers.find(({ name }) => name === view?.layer) ?? layers.at(0);
  if (!layer || time.steps === 0 || layer.units === 0) {
    return null;
  }
  const opening = openingPlace(layer, time);
  const step = Math.min(view?.step ?? opening.step, time.steps - 1);
  const unit = Math.min(view?.unit ?? opening.unit, layer.units - 1);
  // A layer begins before its first step: one that reads backward, after the last of all.
  const isBackward = layer.direction === 'backward';
  const start = isBackward ? time.steps : -1;
  return {
    layer,
    unit,
    step,
    words: stepWords(time, step),
    before: step + (isBackward ? 1 : -1),
    value(name, at = step) {
      const channel = layer.channels.find(each => each.name === name);
      const units = channel?.array.shape[1] ?? 1;
      // At padding a state stays, and nothing else is computed.
      if (channel?.role !== 'state' && isPadding(time, at)) {
        return NaN;
      }
      return at === start
        ? (channel?.initial?.values[unit] ?? NaN)
        : (channel?.array.values[at * units + unit] ?? NaN);
    }
  };
}

/** `step 4`, or `day 4 “good”` where steps have names. */
export function stepWords(
  { name, labels }: Trace['time'],
  step: number
): string {
  const label = labels?.[step];
  return `${name} ${step}${label ? ` “${label}”` : ''}`;
}

/** A number of a saved picture: two decimals, a true minus. */
export function numberWords(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  }
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size !== 0 && (size < 0.005 || size >= 1e6)) {
    const [mantissa, exponent] = size.toExponential(1).split('e');
    return `${sign}${mantissa} × ${powerWords(Number(exponent))}`;
  }
  return `${sign}${size.toFixed(2)}`;
}

/** What a saved picture is told by: each channel's number at the place it stands on. */
export function momentSentence({ layer, unit, words, value }: Moment): string {
  const numbers = layer.channels
    .filter(({ role }) => role !== 'term' && role !== 'gradient')
    .map(({ name }) => `${name} ${numberWords(value(name))}`);
  return `Unit ${unit} at ${words}: ${numbers.join(', ')}.`;
}
