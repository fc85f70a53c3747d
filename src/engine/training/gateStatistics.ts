import type { Pass, Signal } from '../layers/layer';
import { channelRole } from '../recurrence/channelNotes';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Tensor } from '../tensor/tensor';
import { noGradient } from '../tensor/recording';
import { GATE_BINS, type GateRow } from './epochRow';
import { seenLayer, type SeenLayer } from './seenLayer';

/** A network, as far as its gates are concerned. */
export interface GatedNetwork {
  forward(x: Tensor, pass: Pass): Signal;
  passFor(training: boolean, step: number): Pass;
}

/** Below and above these a gate counts as saturated. */
const LOW = 0.1;
const HIGH = 0.9;

/**
 * Mean of each gate, and the shares of its values that are saturated, over the real steps of some
 * sequences.
 */
export function gateStatistics(network: GatedNetwork, x: Tensor): GateRow[] {
  const layers: SeenLayer[] = [];
  const pass = network.passFor(false, 0);
  noGradient(() =>
    network.forward(x, {
      ...pass,
      recorder: {
        run(name, _cell, request) {
          const { layer, result } = seenLayer(
            name,
            request,
            pass.compiles === true
          );
          layers.push(layer);
          return result;
        }
      }
    })
  );
  return gateRows(layers);
}

/** The same of what recurrent layers did in one pass. */
export function gateRows(layers: readonly SeenLayer[]): GateRow[] {
  return layers.flatMap(({ cell, channels, name, mask }) =>
    gatesOf(cell).map(channel =>
      gateRow(name, channel, count => {
        const { values, shape } = channels[channel];
        values.forEach((value, at) => {
          if (mask?.values[Math.floor(at / shape[2])] !== 0) {
            count(value);
          }
        });
      })
    )
  );
}

/** The channels of a cell that open and close. */
export function gatesOf(cell: RecurrentCell): string[] {
  return cell.equations
    .filter(
      equation => channelRole(cell, equation.channel, equation) === 'gate'
    )
    .map(({ channel }) => channel);
}

/** @param visit counts each value of a real step once */
export function gateRow(
  layer: string,
  channel: string,
  visit: (count: (value: number) => void) => void
): GateRow {
  let sum = 0;
  let low = 0;
  let high = 0;
  let all = 0;
  const bins = new Array<number>(GATE_BINS).fill(0);
  visit(value => {
    sum += value;
    low += Number(value < LOW);
    high += Number(value > HIGH);
    bins[Math.min(GATE_BINS - 1, Math.floor(value * GATE_BINS))]++;
    all++;
  });
  // Nothing but padding has no share of anything.
  all ||= 1;
  return {
    layer,
    channel,
    mean: sum / all,
    low: low / all,
    high: high / all,
    histogram: bins.map(bin => bin / all)
  };
}
