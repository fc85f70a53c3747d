import type { Cell } from '../cells/cell';
import type { Named } from '../recurrence/definition';
import type { ComputedLayer } from '../recurrence/layerRecord';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import { stepsAtOnce } from '../recurrence/stepsAtOnce';
import type { PassOfKernels } from '../run/passOfKernels';
import { activation } from '../tensor/activations';
import type { Floats } from '../tensor/operation';
import { noGradient } from '../tensor/recording';
import { gradients } from '../tensor/tape';
import { Tensor } from '../tensor/tensor';
import type { ChannelGradients } from './channelGradients';
import {
  channelGradients,
  inputGradient,
  parametersOf
} from './channelGradients';
import type { FusedInput, FusedNetwork } from './fusedNetwork';
import type { ClampsAt } from '../recurrence/sequence';
import { canHold } from './stages/heldSteps';
import type { LayerSpec, NetworkSpec, RecurrentSpec } from './spec';
import type { SequencePass } from './wayBackInDoubles';
import { withAllDigits } from './wayBackInDoubles';

/** A layer as far as its trace knows it. */
export interface NamedCells {
  readonly name: string;
  readonly cells: readonly RecurrentCell[];
}

/** What is held in one direction of a layer. */
export type ClampsFor = (layer: string, cell: Cell) => ClampsAt | undefined;

/** Whether training leaves out some of what passes a layer. */
export function dropsSomething(layer: LayerSpec): boolean {
  return (
    layer.kind === 'dropout' ||
    (layer.kind === 'recurrent' &&
      (layer.dropout > 0 || layer.recurrentDropout > 0))
  );
}

/** The same network with nothing dropped: a trace is no training. */
export function withoutDropout(spec: NetworkSpec): NetworkSpec {
  return {
    ...spec,
    layers: spec.layers
      .filter(({ kind }) => kind !== 'dropout')
      .map(layer =>
        layer.kind === 'recurrent'
          ? { ...layer, dropout: 0, recurrentDropout: 0 }
          : layer
      )
  };
}

/** The name of each direction of a recurrent layer. */
export function directionsOf({
  name,
  direction
}: RecurrentSpec): readonly string[] {
  return direction === 'both'
    ? [`${name}/forward`, `${name}/backward`]
    : [name];
}

/** What is held in all layers, or null where the kernels cannot hold it. */
export function clampsOfLayers(
  layers: readonly (NamedCells & { readonly cells: readonly Cell[] })[],
  { layers: specs }: NetworkSpec,
  clampsFor: ClampsFor,
  steps: number
): ReadonlyMap<string, ClampsAt> | null {
  const found = new Map<string, ClampsAt>();
  for (const spec of specs) {
    if (spec.kind !== 'recurrent') {
      continue;
    }
    const { cells } = layers.find(({ name }) => name === spec.name)!;
    for (const [at, name] of directionsOf(spec).entries()) {
      const clampsAt = clampsFor(name, cells[at]);
      if (clampsAt && !canHold(spec, clampsAt, steps)) {
        return null;
      }
      if (clampsAt) {
        found.set(name, clampsAt);
      }
    }
  }
  return found;
}

/**
 * Runs one sequence whose steps are all real.
 *
 * @param lettersOf the letters of a cell's step as they are now, as constants
 */
export function tracedModel(
  layers: readonly NamedCells[],
  network: FusedNetwork,
  given: FusedInput,
  lettersOf: (cell: RecurrentCell) => Named = parametersOf
): PassOfKernels {
  const pass = network.tracedPass(given);
  const last = network.spec.layers[network.spec.layers.length - 1];
  const recurrent = network.spec.layers.filter(
    (layer): layer is RecurrentSpec => layer.kind === 'recurrent'
  );
  const perStep = recurrent[recurrent.length - 1].returnSequences;
  const { outputWidth } = network;
  const logits = new Tensor(
    Float64Array.from(pass.logits),
    perStep ? [1, given.steps, outputWidth] : [1, outputWidth],
    null,
    true
  );
  const squash = activation(last.kind === 'dense' ? last.activation : 'linear');
  return {
    output: squash(logits),
    layersFor(loss) {
      if (!pass.current) {
        return null;
      }
      const byLogits = loss && gradients(loss, [logits])[0].values;
      if (byLogits) {
        pass.backward(byLogits);
      }
      const gradientOf = loss && network.copyGradients();
      const top = recurrent[recurrent.length - 1];
      const above = network.spec.layers.slice(
        network.spec.layers.indexOf(top) + 1
      );
      const isReversed = above.some(({ kind }) => kind === 'reverse');
      /** Whether the loss reads what a layer gives out at a step; of layers further down, at any. */
      const isRead = (spec: RecurrentSpec, t: number) => {
        const row = (isReversed ? given.steps - 1 - t : t) * outputWidth;
        return (
          spec !== top ||
          (perStep &&
            byLogits!.subarray(row, row + outputWidth).some(by => by !== 0))
        );
      };
      const found: Found[] = [];
      for (const spec of recurrent) {
        const { cells } = layers.find(({ name }) => name === spec.name)!;
        for (const [at, trace] of network.trace(spec.name, 0).entries()) {
          const cell = cells[at];
          const inSingles: SequencePass = {
            cell,
            trace,
            // Those of now: they may learn before the derivatives are read.
            parameters: noGradient(() => lettersOf(cell)),
            spec,
            // As it came, where the first layer reads it; a batch of one.
            x: new Tensor((trace.entering ?? given.input) as Floats, [
              given.steps,
              cell.inputSize
            ]),
            clampsAt: given.clamps?.get(directionsOf(spec)[at])
          };
          const whole = loss
            ? withAllDigits(inSingles, t => isRead(spec, t))
            : inSingles;
          if (!whole) {
            return null;
          }
          found.push(
            tracedLayer(
              whole,
              directionsOf(spec)[at],
              gradientOf &&
                (() => weightGradients(network, spec, at, gradientOf))
            )
          );
        }
      }
      const first = network.spec.layers[0];
      return {
        layers: found.map(({ traced }) => traced),
        inputGradient:
          loss && first.kind === 'recurrent'
            ? () =>
                sumOf(
                  found.slice(0, first.direction === 'both' ? 2 : 1),
                  given.steps
                )
            : null
      };
    }
  };
}

interface Found {
  readonly traced: ComputedLayer;
  inputGradient(): Float64Array;
}

function tracedLayer(
  { cell, trace, parameters, spec, x, clampsAt }: SequencePass,
  name: string,
  weightGradients: (() => Readonly<Record<string, Tensor>>) | null
): Found {
  const [steps] = x.shape;
  let all: ChannelGradients | null = null;
  const derivatives = () =>
    (all ??= noGradient(() =>
      channelGradients(
        cell,
        trace,
        parameters,
        spec.resetAfter === false,
        clampsAt
      )
    ));
  const byInput = (): Float64Array =>
    noGradient(() =>
      inputGradient(cell, trace, derivatives(), parameters, spec, clampsAt)
    );
  const letters = Object.keys(cell.channels);
  const named = (of: Readonly<Record<string, Floats>>) => {
    const result: Record<string, Tensor> = {};
    for (const letter of letters) {
      result[letter] = new Tensor(of[letter], [steps, cell.units]);
    }
    return result;
  };
  const channels = named(trace.channels);
  return {
    traced: {
      name,
      cell,
      clampsAt,
      direction: trace.direction,
      channels,
      input: x,
      steps: () =>
        stepsAtOnce(cell, x, channels, parameters, trace.direction, clampsAt),
      gradients: () => weightGradients && named(derivatives()),
      weightGradients: () => weightGradients?.() ?? null,
      inputGradient: () =>
        weightGradients &&
        new Tensor(byInput() as Float64Array<ArrayBuffer>, [
          steps,
          cell.inputSize
        ])
    },
    inputGradient: byInput
  };
}

/** Derivatives by a direction's weights, by the names of its cell. */
export function weightGradients(
  network: FusedNetwork,
  spec: RecurrentSpec,
  at: number,
  gradientOf: (weight: number) => ArrayLike<number>
): Readonly<Record<string, Tensor>> {
  const prefix =
    spec.direction === 'both' ? (at === 0 ? 'forward/' : 'backward/') : '';
  const result: Record<string, Tensor> = {};
  network.weights.forEach(({ layer, name, shape }, index) => {
    if (layer === spec.name && name.startsWith(prefix)) {
      result[name.slice(prefix.length)] = new Tensor(
        gradientOf(index) as Float32Array<ArrayBuffer>,
        shape
      );
    }
  });
  return result;
}

function sumOf(found: readonly Found[], steps: number): Tensor {
  const [first, ...rest] = found.map(one => one.inputGradient());
  rest.forEach(other => other.forEach((value, at) => (first[at] += value)));
  return new Tensor(first as Float64Array<ArrayBuffer>, [
    steps,
    first.length / steps
  ]);
}
