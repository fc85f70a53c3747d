import type { Pass, Signal } from '../layers/layer';
import { channelRole } from '../recurrence/channelNotes';
import type { LayerRecord } from '../recurrence/layerRecord';
import type { Tensor } from '../tensor/tensor';
import { noGradient } from '../tensor/recording';
import { GATE_BINS, type GateRow } from './epochRow';

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
  const layers: LayerRecord[] = [];
  noGradient(() =>
    network.forward(x, {
      ...network.passFor(false, 0),
      recorder: {
        clampsAt: () => undefined,
        add: record => layers.push(record)
      }
    })
  );
  return gateRows(layers);
}

/** The same of what recurrent layers did in one pass. */
export function gateRows(layers: readonly LayerRecord[]): GateRow[] {
  return layers.flatMap(layer => {
    const { cell, steps, name, mask } = layer;
    const isReal = (sequence: number, step: number) =>
      mask?.values[sequence * steps.length + step] !== 0;
    return cell.equations
      .filter(
        equation => channelRole(cell, equation.channel, equation) === 'gate'
      )
      .map(({ channel }): GateRow => {
        let sum = 0;
        let low = 0;
        let high = 0;
        let count = 0;
        const bins = new Array<number>(GATE_BINS).fill(0);
        steps.forEach(({ channels }, step) => {
          const { values, shape } = channels[channel];
          values.forEach((value, at) => {
            if (!isReal(Math.floor(at / shape[1]), step)) {
              return;
            }
            sum += value;
            low += Number(value < LOW);
            high += Number(value > HIGH);
            bins[Math.min(GATE_BINS - 1, Math.floor(value * GATE_BINS))]++;
            count++;
          });
        });
        // Nothing but padding has no share of anything.
        count ||= 1;
        return {
          layer: name,
          channel,
          mean: sum / count,
          low: low / count,
          high: high / count,
          histogram: bins.map(bin => bin / count)
        };
      });
  });
}
