import type { Layer } from '../layers/layer';
import { sizeOf } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import type { Optimizer } from '../training/optimizer';
import { requireTruthShape } from '../training/rowLoss';
import type { Variable } from '../tensor/variable';
import { carriedBy } from './states';
import type { FusedNetwork } from './fusedNetwork';
import type { FusedInput } from './network';
import { fusedNetwork } from './fusedNetwork';
import { fuses } from './loss';
import type { Target } from './head';
import { notHeldByKernels } from './heldWeights';
import type { LossSpec } from '../spec/losses';
import { hasKernels } from './loadKernels';
import type { MemoryPool } from './memoryPool';
import type { NetworkSpec } from './spec';
import {
  clampsOfLayers,
  dropsSomething,
  tracedModel,
  withoutDropout
} from './tracedModel';
import type { FusedModel, ModelOfLayers } from './modelOfLayers';
import { revisionOf } from './modelOfLayers';
import { specOfLayers } from './specOfLayers';
import { updateRuleOf } from './updateRule';

export type { FusedModel, FusedTrainer, ModelOfLayers } from './modelOfLayers';

/** Keeps a model's kernels as long as its layers and weights are the same ones. */
export interface FusedModels {
  /** @param inputSize features of a step; ignored when the first layer is an embedding */
  current(inputSize: number): FusedOrReason;
}

/** The model for the kernels, or why it is none. */
export type FusedOrReason =
  | { readonly fused: FusedModel; readonly reason?: undefined }
  | { readonly fused: null; readonly reason: string };

export function fusedModels(
  model: ModelOfLayers,
  pool?: MemoryPool
): FusedModels {
  let revision = NaN;
  let identity: readonly unknown[] = [];
  let result: FusedOrReason = { fused: null, reason: 'it is not built' };
  return {
    current(inputSize) {
      const now = revisionOf(model);
      if (revision === now) {
        return result;
      }
      revision = now;
      // Weights that came in another framework's layout are other variables.
      const wanted = [
        inputSize,
        ...model.layers.flatMap(({ variables }) =>
          variables.map(({ tensor }) => tensor.values)
        )
      ];
      if (
        wanted.length === identity.length &&
        wanted.every((value, at) => value === identity[at])
      ) {
        return result;
      }
      identity = wanted;
      const { spec, reason } =
        pool || hasKernels()
          ? specOfLayers(model.layers, inputSize)
          : { reason: 'this engine has no SIMD in its WebAssembly' };
      result = spec
        ? { fused: fusedOf(model, spec, fusedNetwork(spec, pool), pool) }
        : { fused: null, reason };
      return result;
    }
  };
}

function fusedOf(
  model: ModelOfLayers,
  spec: NetworkSpec,
  network: FusedNetwork,
  pool?: MemoryPool
): FusedModel {
  const variables = variablesOf(model.layers, network);
  const masksInput = model.layers[0].spec?.type === 'Masking';
  const perStep =
    spec.layers.filter(layer => layer.kind === 'recurrent').at(-1)
      ?.returnSequences === true;
  const states = spec.layers.some(
    layer => layer.kind === 'recurrent' && layer.stateful
  )
    ? carriedBy(model.layers)
    : null;
  // What a projected state does to the loss is not among what the kernels keep.
  const projects = spec.layers.some(({ kind }) => kind === 'projection');
  const unheld = notHeldByKernels(model.layers);
  // Revision of the model whose weights the network has.
  let have = -1;
  // Whether the network's weights are newer than the layers', and which can be.
  let ahead = false;
  let learning: readonly LearningVariable[] = [];
  // Made when a model that drops something is first traced, and the revision that it has.
  let tracing: FusedNetwork | null = null;
  let tracingHas = -1;

  function upload(): void {
    if (have === revisionOf(model)) {
      return;
    }
    variables.forEach(({ tensor }, at) =>
      network.writeWeight(at, tensor.values)
    );
    have = revisionOf(model);
    ahead = false;
  }

  /** The network for traces: the same, or one without dropout. */
  function traced(): FusedNetwork {
    if (!spec.layers.some(dropsSomething)) {
      upload();
      return network;
    }
    tracing ??= fusedNetwork(withoutDropout(spec), pool);
    const now = revisionOf(model);
    if (tracingHas !== now) {
      settleWeights();
      const own = variablesOf(model.layers, tracing);
      own.forEach(({ tensor }, at) => tracing!.writeWeight(at, tensor.values));
      tracingHas = now;
    }
    return tracing;
  }

  function settleWeights(): void {
    if (!ahead) {
      return;
    }
    ahead = false;
    // What does not learn keeps its digits beyond f32.
    learning.forEach(({ at, variable }) =>
      network.readWeight(at, variable.tensor.values)
    );
  }

  /** A batch that is the whole of x, or some rows of it. */
  function inputOf(x: Tensor, rows?: Int32Array): FusedInput {
    const [examples, steps] = x.shape;
    const width = x.size / examples;
    const starts = rows
      ? rows.map(row => row * width)
      : Int32Array.from({ length: examples }, (_, at) => at * width);
    return {
      input: x.values,
      starts,
      steps,
      ...(states && { states }),
      ...(masksInput && { mask: maskOfRows(x, rows) })
    };
  }

  function maskOfRows(x: Tensor, rows?: Int32Array): ArrayLike<number> {
    return model.maskOf(rows ? someRows(x, rows) : x)!.values;
  }

  function outputTensor(values: Float32Array, given: FusedInput): Tensor {
    const batch = given.starts.length;
    const rows = perStep ? [batch, given.steps] : [batch];
    return new Tensor(values as Float32Array<ArrayBuffer>, [
      ...rows,
      values.length / sizeOf(rows)
    ]);
  }

  /** Which rows of an output for each step count. */
  function rowMask(given: FusedInput, always = perStep): Tensor | undefined {
    if (!always) {
      return undefined;
    }
    const { input, starts, steps, mask } = given;
    const [first] = spec.layers;
    const padded = first.kind === 'embedding' && first.maskZero;
    if (!mask && !padded) {
      return undefined;
    }
    const shape = [starts.length, steps];
    return new Tensor(
      Float64Array.from({ length: sizeOf(shape) }, (_, at) => {
        const sequence = Math.floor(at / steps);
        return mask
          ? mask[at]
          : Number(input[starts[sequence] + (at % steps)] !== 0);
      }),
      shape
    );
  }

  function targetOf(
    y: Tensor,
    loss: LossSpec,
    given: FusedInput,
    rows: Int32Array | undefined,
    importance: ArrayLike<number> | null
  ): Target {
    const width = y.size / y.shape[0];
    const batch = rows?.length ?? y.shape[0];
    const outputRows = perStep ? [batch, given.steps] : [batch];
    const output = [...outputRows, network.outputWidth];
    const wanted =
      loss.kind === 'sparseCategoricalCrossentropy' ? outputRows : output;
    requireTruthShape(
      `losses.${loss.kind}`,
      [batch, ...y.shape.slice(1)],
      wanted,
      output
    );
    return {
      loss,
      truth: y.values,
      starts: rows
        ? rows.map(row => row * width)
        : Int32Array.from({ length: y.shape[0] }, (_, at) => at * width),
      width: wanted === output ? network.outputWidth : 1,
      importance
    };
  }

  return {
    path: `fused, ${network.kind}`,
    predict(x) {
      upload();
      const given = inputOf(x);
      return outputTensor(network.predict(given), given);
    },
    lossOf: loss => (fuses(loss.spec, spec) ? loss.spec : null),
    score(x, y, loss, importance) {
      upload();
      const given = inputOf(x);
      const { loss: value, outputs } = network.score(
        given,
        targetOf(y, loss, given, undefined, importance ?? null)
      );
      return {
        loss: value,
        output: outputTensor(outputs, given),
        mask: rowMask(given)
      };
    },
    trace(x, clampsFor) {
      settleWeights();
      const given = inputOf(x);
      const mask = rowMask(given, true);
      if (states || projects || mask?.values.some(step => step === 0)) {
        return null;
      }
      const clamps =
        clampsFor && clampsOfLayers(model.layers, spec, clampsFor, given.steps);
      return clamps === null
        ? null
        : tracedModel(model.layers, traced(), { ...given, clamps });
    },
    refusal(optimizer, loss) {
      return !fuses(loss.spec, spec)
        ? `the kernels have no loss '${loss.name}' for this last layer`
        : updateRuleOf(optimizer) === null
          ? `the kernels have no optimiser '${optimizer.name}'`
          : unheld;
    },
    trainer(optimizer, loss) {
      const rule = updateRuleOf(optimizer);
      if (!rule || unheld) {
        return null;
      }
      for (const { name, trainable } of model.layers) {
        network.setTrainable(name, trainable);
      }
      settleWeights();
      learning = learningOf(model, variables);
      network.hold(learning.map(({ at, variable }) => ({ ...variable, at })));
      takeSlots(network, learning, optimizer);
      let given: FusedInput | null = null;
      let learned = false;
      return {
        step({ x, y, rows, step, importance }) {
          upload();
          given = inputOf(x, rows);
          const pass = model.passFor(true, step);
          const next = optimizer.advance();
          const result = network.trainStep({
            ...given,
            target: targetOf(y, loss, given, rows, importance ?? null),
            dropoutMask: (layer, purpose, rate, shape) =>
              pass.dropoutMask(layer, purpose, rate, shape, 'f32').values,
            update: { rule, clipping: optimizer.spec!, ...next }
          });
          model.changed();
          have = revisionOf(model);
          ahead = true;
          learned = true;
          return result;
        },
        outputs() {
          return {
            output: outputTensor(network.trainedOutputs(), given!),
            mask: rowMask(given!)
          };
        },
        settleWeights,
        settleOptimizer() {
          if (!learned) {
            return;
          }
          learned = false;
          const count = optimizer.rule!.slots.length;
          optimizer.restore({
            ...optimizer.state(),
            slots: learning.map(({ at, variable }) => {
              const { dtype } = variable.tensor;
              return network
                .readSlots(at)
                .slice(0, count)
                .map(values =>
                  dtype === 'f64'
                    ? new Float64Array(values)
                    : new Float32Array(values)
                );
            })
          });
        }
      };
    }
  };
}

/** The layers' variables in the order of the network's weights. */
function variablesOf(
  layers: readonly Layer[],
  { weights }: FusedNetwork
): Variable[] {
  const byName = new Map(
    layers.flatMap(layer =>
      layer.variables.map(
        variable => [`${layer.name}/${variable.name}`, variable] as const
      )
    )
  );
  return weights.map(({ layer, name }) => byName.get(`${layer}/${name}`)!);
}

interface LearningVariable {
  readonly variable: Variable;
  /** Which of the network's weights. */
  readonly at: number;
}

/** What is trained, in the order in which an optimiser keeps its arrays. */
function learningOf(
  model: ModelOfLayers,
  variables: readonly Variable[]
): LearningVariable[] {
  return model.trainable.map(variable => ({
    variable,
    at: variables.findIndex(({ tensor }) => tensor === variable.tensor)
  }));
}

/** Gives the network what an optimiser remembers of training before. */
function takeSlots(
  network: FusedNetwork,
  learning: readonly LearningVariable[],
  optimizer: Optimizer
): void {
  network.resetSlots();
  const { slots } = optimizer.state();
  if (slots.length === learning.length) {
    learning.forEach(({ at }, index) => {
      if (slots[index].length > 0) {
        network.writeSlots(at, slots[index]);
      }
    });
  }
}

function someRows(x: Tensor, rows: Int32Array): Tensor {
  const width = x.size / x.shape[0];
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, at) =>
    values.set(x.values.subarray(row * width, (row + 1) * width), at * width)
  );
  return new Tensor(values, [rows.length, ...x.shape.slice(1)]);
}
