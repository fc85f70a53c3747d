import type { StateStore } from '../../../../src/engine/fused/states';
import type { FusedNetwork } from '../../../../src/engine/fused/fusedNetwork';
import { fusedNetwork } from '../../../../src/engine/fused/fusedNetwork';
import type { KernelKind } from '../../../../src/engine/kernels/kernels';
import { kernelMemory } from '../../../../src/engine/kernels/kernelMemory';
import type { FusedLoss } from '../../../../src/engine/fused/loss';
import { loadKernels } from '../../../../src/engine/kernels/loadKernels';
import { memoryPool } from '../../../../src/engine/kernels/memoryPool';
import { specOfLayers } from '../../../../src/engine/fused/specOfLayers';
import type { Sequential } from '../../../../src/engine/models/sequential';
import { random } from '../../../../src/engine/base/random';
import { gradients } from '../../../../src/engine/tensor/tape';
import { Tensor } from '../../../../src/engine/tensor/tensor';
import type { Loss } from '../../../../src/engine/training/loss';
import './support';

/** The network of a built model with its weights. */
export function fusedFrom(
  model: Sequential,
  kind: KernelKind,
  inputSize: number
): FusedNetwork {
  const { spec, reason } = specOfLayers(model.layers, inputSize);
  if (!spec) {
    throw new Error(`not for the kernels: ${reason}`);
  }
  const network = fusedNetwork(
    spec,
    memoryPool(kernelMemory(loadKernels({ kind })))
  );
  const byName = new Map(
    model.variables.map(({ name, tensor }) => [name, tensor])
  );
  network.weights.forEach(({ layer, name }, at) => {
    network.writeWeight(at, byName.get(`${layer}/${name}`)!.values);
  });
  return network;
}

/** Rows of a batch: the whole of `x` `[B, T, …]` in its order. */
export function wholeBatch(x: Tensor) {
  const [batch, steps] = x.shape;
  const width = x.size / batch;
  return {
    input: x.values,
    starts: Int32Array.from({ length: batch }, (_, b) => b * width),
    steps
  };
}

/** Loss, answers and dL/dweight of a training pass on the f64 tape. */
export function tapePass(
  model: Sequential,
  x: Tensor,
  y: Tensor,
  loss: Loss,
  step = 0
) {
  const { values: answer, mask } = model.forward(x, model.passFor(true, step));
  const value = loss.of(y, answer, {
    mask: answer.rank === 3 ? mask : undefined
  });
  const variables = model.variables;
  const found = gradients(
    value,
    variables.map(({ tensor }) => tensor)
  );
  return {
    loss: value.item(),
    answer,
    mask,
    gradients: new Map(
      variables.map(({ name }, at) => [name, found[at].values])
    )
  };
}

/** The same pass by the kernels. */
export function fusedPass(
  network: FusedNetwork,
  model: Sequential,
  x: Tensor,
  y: Tensor,
  loss: FusedLoss,
  {
    step = 0,
    mask,
    states
  }: {
    step?: number;
    mask?: ArrayLike<number>;
    states?: StateStore;
  } = {}
) {
  const [batch] = x.shape;
  const pass = model.passFor(true, step);
  const perRow = loss.kind === 'sparseCategoricalCrossentropy' ? 1 : undefined;
  const rank = y.rank;
  const width = perRow ?? (rank > 1 ? y.shape[rank - 1] : 1);
  const result = network.trainStep({
    ...wholeBatch(x),
    mask,
    states,
    target: {
      loss,
      truth: y.values,
      starts: Int32Array.from(
        { length: batch },
        (_, b) => (b * y.size) / batch
      ),
      width,
      importance: null
    },
    dropoutMask: (layer, purpose, rate, shape) =>
      pass.dropoutMask(layer, purpose, rate, shape, 'f64').values
  });
  return {
    ...result,
    gradients: new Map(
      network.weights.map(({ layer, name }, at) => [
        `${layer}/${name}`,
        network.readGradient(at)
      ])
    )
  };
}

export function randomTensor(
  shape: readonly number[],
  ...purpose: (string | number)[]
): Tensor {
  const stream = random(5, ...purpose);
  const size = shape.reduce((product, extent) => product * extent, 1);
  return new Tensor(
    Float64Array.from({ length: size }, () => Math.fround(stream.normal())),
    shape
  );
}

/** Token ids of sequences of differing lengths, zeros before, behind or amid them. */
export function randomTokens(
  batch: number,
  steps: number,
  vocabulary: number,
  padding: 'none' | 'before' | 'behind' | 'amid'
): Tensor {
  const stream = random(6, 'tokens', padding);
  const values = new Float64Array(batch * steps);
  for (let b = 0; b < batch; b++) {
    const length = b === 1 ? steps : 1 + stream.integer(steps);
    for (let t = 0; t < steps; t++) {
      const real =
        padding === 'none' ||
        (padding === 'before' && t >= steps - length) ||
        (padding === 'behind' && t < length) ||
        (padding === 'amid' && stream.uniform() < 0.6);
      values[b * steps + t] = real ? 1 + stream.integer(vocabulary - 1) : 0;
    }
  }
  return new Tensor(values, [batch, steps]);
}
