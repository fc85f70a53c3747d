import type { Cell } from '../cells/cell';
import type { Named } from '../recurrence/definition';
import type { ComputedLayer } from '../recurrence/layerRecord';
import type { RecurrentCell } from '../recurrence/recurrentCell';
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
import { stepsAtOnce } from './stepsAtOnce';
import type { FusedTrace } from './traceOf';

/** A layer as far as its trace knows it. */
export interface NamedCells {
  readonly name: string;
  readonly cells: readonly RecurrentCell[];
}

/** What is held in one direction of a layer. */
export type ClampsFor = (layer: string, cell: Cell) => ClampsAt | undefined;

/** Below this f32 has lost digits, and soon after it has nothing but zeros. */
const SMALLEST = 1e-28;

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
      if (loss) {
        pass.backward(gradients(loss, [logits])[0].values);
      }
      const gradientOf = loss && network.copyGradients();
      const found = recurrent.flatMap(spec => {
        const { cells } = layers.find(({ name }) => name === spec.name)!;
        return network.trace(spec.name, 0).map((trace, at) =>
          tracedLayer(
            cells[at],
            // Those of now: they may learn before the derivatives are read.
            noGradient(() => lettersOf(cells[at])),
            spec,
            at,
            trace,
            given,
            gradientOf &&
              (() => weightGradients(network, spec, at, gradientOf)),
            given.clamps?.get(directionsOf(spec)[at])
          )
        );
      });
      if (loss && found.some(({ vanishes }) => vanishes)) {
        return null;
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
  readonly vanishes: boolean;
  inputGradient(): Float64Array;
}

function tracedLayer(
  cell: RecurrentCell,
  parameters: Named,
  spec: RecurrentSpec,
  at: number,
  trace: FusedTrace,
  { input, steps }: FusedInput,
  weightGradients: (() => Readonly<Record<string, Tensor>>) | null,
  clampsAt: ClampsAt | undefined
): Found {
  const { units } = cell;
  const tensorOf = (values: Float32Array) =>
    new Tensor(values as Float32Array<ArrayBuffer>, [steps, units]);
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
  const named = (of: Readonly<Record<string, Float32Array>>) => {
    const result: Record<string, Tensor> = {};
    for (const letter of letters) {
      result[letter] = tensorOf(of[letter]);
    }
    return result;
  };
  const channels = named(trace.channels);
  // The input as it came, where the first layer reads it; a batch of one.
  const x = new Tensor((trace.entering ?? input) as Floats, [
    steps,
    cell.inputSize
  ]);
  return {
    traced: {
      name: directionsOf(spec)[at],
      cell,
      clampsAt,
      direction: trace.direction,
      channels,
      input: x,
      steps: () => stepsAtOnce(cell, x, channels, parameters, trace.direction),
      gradients: () => weightGradients && named(derivatives()),
      weightGradients: () => weightGradients?.() ?? null,
      inputGradient: () =>
        weightGradients &&
        new Tensor(byInput() as Float64Array<ArrayBuffer>, [
          steps,
          cell.inputSize
        ])
    },
    vanishes: weightGradients !== null && vanishes(trace.channels.dh, units),
    inputGradient: byInput
  };
}

/** Whether the largest number of some step is too small for f32. */
function vanishes(gradient: Float32Array, units: number): boolean {
  for (let start = 0; start < gradient.length; start += units) {
    let top = 0;
    for (let at = start; at < start + units; at++) {
      top = Math.max(top, Math.abs(gradient[at]));
    }
    if (top > 0 && top < SMALLEST) {
      return true;
    }
  }
  return false;
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
