import type { Cell } from '../cells/cell';
import type { Layer } from '../layers/layer';
import type { GateRow } from '../training/epochRow';
import { gateRow, gatesOf } from '../training/gateStatistics';
import type { FusedInput, FusedNetwork } from './network';
import type { RecurrentSpec } from './spec';
import type { FusedTrace } from './traceOf';
import { directionsOf } from './tracedModel';

/** One direction of a recurrent layer over a batch. */
interface TracedDirection {
  readonly name: string;
  readonly cell: Cell;
  /** One for each sequence. */
  readonly traces: readonly FusedTrace[];
}

/** What gates do over the real steps of a batch, by the kernels. */
export function gateRowsByKernels(
  layers: readonly Layer[],
  network: FusedNetwork,
  given: FusedInput
): GateRow[] {
  return tracedBatch(layers, network, given).flatMap(({ name, cell, traces }) =>
    gatesOf(cell).map(channel =>
      gateRow(name, channel, count =>
        traces.forEach(({ channels, mask }) => {
          const values = channels[channel];
          const units = values.length / mask.length;
          for (let at = 0; at < values.length; at++) {
            if (mask[Math.floor(at / units)] === 1) {
              count(values[at]);
            }
          }
        })
      )
    )
  );
}

function tracedBatch(
  layers: readonly Layer[],
  network: FusedNetwork,
  given: FusedInput
): TracedDirection[] {
  network.tracedPass(given);
  return network.spec.layers
    .filter((spec): spec is RecurrentSpec => spec.kind === 'recurrent')
    .flatMap(spec => {
      const { cells } = layers.find(({ name }) => name === spec.name)!;
      const sequences = Array.from(given.starts, (_, sequence) =>
        network.trace(spec.name, sequence)
      );
      return directionsOf(spec).map((name, at) => ({
        name,
        cell: cells[at],
        traces: sequences.map(directions => directions[at])
      }));
    });
}
