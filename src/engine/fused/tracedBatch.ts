import type { Cell } from '../cells/cell';
import type { Layer } from '../layers/layer';
import type { Named } from '../recurrence/definition';
import { noGradient } from '../tensor/recording';
import type { GateRow, WeightRow } from '../training/epochRow';
import { gateRow, gatesOf } from '../training/gateStatistics';
import { weightRows } from '../training/weightStatistics';
import type { FusedInput, FusedNetwork, FusedTrainStep } from './network';
import type { RecurrentSpec } from './spec';
import type { FusedTrace } from './traceOf';
import { directionsOf, weightGradients } from './tracedModel';

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

/** Norms of each gate's weights, and of the loss's derivatives by them over a batch, by the kernels. */
export function weightRowsByKernels(
  layers: readonly Layer[],
  network: FusedNetwork,
  given: Pick<FusedTrainStep, 'target'> & FusedInput
): WeightRow[] {
  network.trainStep({ ...given, traced: true });
  return weightRows(
    recurrentOf(network).flatMap(spec => {
      const { cells } = layers.find(({ name }) => name === spec.name)!;
      return directionsOf(spec).map((name, at) => {
        const cell = cells[at];
        const lettersOf = (from?: Named) =>
          noGradient(() => cell.weights.parameters(from));
        return {
          record: { name, cell, parameters: lettersOf() },
          gradients: lettersOf(
            weightGradients(network, spec, at, network.readGradient)
          )
        };
      });
    })
  );
}

function recurrentOf({ spec }: FusedNetwork): readonly RecurrentSpec[] {
  return spec.layers.filter(layer => layer.kind === 'recurrent');
}

function tracedBatch(
  layers: readonly Layer[],
  network: FusedNetwork,
  given: FusedInput
): TracedDirection[] {
  network.tracedPass(given);
  return recurrentOf(network).flatMap(spec => {
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
