import { fuses, type FusedLoss } from '../../../../src/engine/fused/loss';
import type { KernelUpdateRule } from '../../../../src/engine/fused/updateRule';
import { updateRuleOf } from '../../../../src/engine/fused/updateRule';
import type { Layer } from '../../../../src/engine/layers/layer';
import { layers } from '../../../../src/engine/layers/layers';
import { sequential } from '../../../../src/engine/models/sequential';
import { gradients } from '../../../../src/engine/tensor/tape';
import { Tensor } from '../../../../src/engine/tensor/tensor';
import type { Loss } from '../../../../src/engine';
import { losses } from '../../../../src/engine/training/losses';
import type { Optimizer } from '../../../../src/engine/training/optimizer';
import { optimizers } from '../../../../src/engine/training/optimizers';
import { BATCH, lossRows, real } from '../lossRows';
import {
  fusedFrom,
  fusedPass,
  randomTokens,
  tapePass,
  wholeBatch
} from './modelSupport';
import { kinds, relativeError } from './support';

// Every loss and every update rule of the kernels against the tape, on each kind of kernel. The tables
// are keyed by their types, so that a new one without a row does not compile.

const ruleRows: Record<
  Exclude<KernelUpdateRule['kind'], 'uncompiled'>,
  readonly Optimizer[]
> = {
  adam: [
    optimizers.adam(),
    optimizers.adam({ beta1: 0.5, beta2: 0.7, epsilon: 0.01 }),
    optimizers.adam({ convention: 'pytorch', epsilon: 0.01 }),
    optimizers.adamW({ weightDecay: 0.3, learningRate: 0.1 }),
    optimizers.adam({ weightDecay: 0.3, learningRate: 0.1 })
  ],
  sgd: [
    optimizers.sgd(),
    optimizers.sgd({ momentum: 0.9 }),
    optimizers.sgd({ momentum: 0.9, nesterov: true }),
    optimizers.sgd({ momentum: 0.9, convention: 'pytorch' }),
    optimizers.sgd({ momentum: 0.9, nesterov: true, convention: 'pytorch' }),
    optimizers.sgd({ clipNorm: 0.05 }),
    optimizers.sgd({ clipValue: 0.01 }),
    optimizers.sgd({ globalClipNorm: 0.5, convention: 'pytorch' })
  ],
  rmsprop: [
    optimizers.rmsprop(),
    optimizers.rmsprop({ momentum: 0.5, epsilon: 0.01 }),
    optimizers.rmsprop({ centered: true, rho: 0.6, epsilon: 0.01 }),
    optimizers.rmsprop({ centered: true, momentum: 0.5, convention: 'pytorch' })
  ],
  adagrad: [
    optimizers.adagrad(),
    optimizers.adagrad({ initialAccumulatorValue: 0, epsilon: 0.01 }),
    optimizers.adagrad({ convention: 'pytorch', epsilon: 0.01 })
  ]
};

const nameOf = ({ name, spec }: Loss | Optimizer) =>
  `${name} ${JSON.stringify(spec)}`;

function built(last: Layer) {
  const model = sequential(
    [
      layers.embedding({ inputDim: 9, outputDim: 4, maskZero: true }),
      layers.gru({ units: 5 }),
      last
    ],
    { seed: 3 }
  );
  model.build([null]);
  return model;
}

const x = randomTokens(BATCH, 5, 9, 'behind');
x.values.fill(0, (BATCH - 1) * 5);

describe.each(kinds)('the losses of the kernels (%s)', kind => {
  const rows = Object.values(lossRows).flatMap(of =>
    of.flatMap(({ loss, y, activations }) =>
      activations.map(activation => ({
        name: `${nameOf(loss)} after ${activation}`,
        loss,
        y,
        activation
      }))
    )
  );

  it.each(rows)('are the tape’s, with their derivatives: $name', row => {
    const model = built(layers.dense({ units: 3, activation: row.activation }));
    const network = fusedFrom(model, kind, 1);
    expect(fuses(row.loss.spec, network.spec)).toBe(true);
    const how = row.loss.spec as FusedLoss;
    const expected = tapePass(model, x, row.y, row.loss);
    const found = fusedPass(network, model, x, row.y, how);
    expect(Math.abs(found.loss / expected.loss - 1)).toBeLessThan(1e-5);
    for (const [name, gradient] of expected.gradients) {
      // Where truth and answer nearly agree, digits are lost between them.
      expect(relativeError(found.gradients.get(name)!, gradient)).toBeLessThan(
        5e-5
      );
    }
    // The same number without a way back, and with importances of the rows.
    const width = row.y.size / BATCH;
    const importance = Float64Array.of(2, 0, 1, 0.5, 1, 3);
    const scored = network.score(wholeBatch(x), {
      loss: how,
      truth: row.y.values,
      starts: Int32Array.from({ length: BATCH }, (_, b) => b * width),
      width,
      importance
    });
    const weighed = row.loss.of(
      row.y,
      model.forward(x, model.passFor(false, 0)).values,
      { sample: new Tensor(importance, [BATCH]) }
    );
    expect(Math.abs(scored.loss / weighed.item() - 1)).toBeLessThan(1e-5);
  });
});

describe.each(kinds)('the update rules of the kernels (%s)', kind => {
  const rows = Object.entries(ruleRows).flatMap(([rule, of]) =>
    of.map(optimizer => ({ name: nameOf(optimizer), rule, optimizer }))
  );

  it.each(rows)('step as the tape’s: $name', ({ rule, optimizer }) => {
    expect(updateRuleOf(optimizer)!.kind).toBe(rule);
    // Steps that stand well above the last digit of f32.
    expectSteps(kind, optimizer, { learningRate: 0.2 });
  });

  it.each([
    ...rows,
    ...[
      optimizers.nadam({ epsilon: 0.01, globalClipNorm: 0.5 }),
      optimizers.nadam({ epsilon: 0.01 })
    ].map(optimizer => ({ name: nameOf(optimizer), optimizer }))
  ])('step as the tape’s past frozen layers: $name', ({ optimizer }) => {
    expectSteps(kind, optimizer, { learningRate: 0.2, frozen: 'gru' });
  });

  it.each(['keras', 'pytorch'] as const)(
    'bound gradients so small that the 1e-6 of PyTorch counts, as %s',
    convention => {
      const optimizer = optimizers.sgd({ globalClipNorm: 1e-6, convention });
      expectSteps(kind, optimizer, { learningRate: 1e5, importance: 1e-6 });
    }
  );
});

/** Five steps by the kernels and on the tape, from the same start. */
function expectSteps(
  kind: (typeof kinds)[number],
  optimizer: Optimizer,
  {
    learningRate,
    frozen,
    importance = 1
  }: { learningRate: number; frozen?: string; importance?: number }
): void {
  const model = built(layers.dense({ units: 3 }));
  const network = fusedFrom(model, kind, 1);
  optimizer.reset();
  optimizer.learningRate = learningRate;
  if (frozen) {
    network.setTrainable(frozen, false);
    model.layers.find(({ name }) => name === frozen)!.trainable = false;
  }
  const start = model.variables.map(({ tensor }) => tensor.values.slice());
  const importances = new Float64Array(BATCH).fill(importance);
  const loss = losses.meanSquaredError();
  for (let step = 1; step <= 5; step++) {
    const some = randomTokens(BATCH, 5, 9, step % 2 ? 'behind' : 'before');
    network.trainStep({
      ...wholeBatch(some),
      target: {
        loss: { kind: 'meanSquaredError' },
        truth: real.values,
        starts: Int32Array.from({ length: BATCH }, (_, b) => b * 3),
        width: 3,
        importance: importances
      },
      update: {
        rule: updateRuleOf(optimizer)!,
        clipping: optimizer.spec!,
        learningRate: optimizer.learningRate,
        step
      }
    });
    const answer = model.forward(some, model.passFor(true, 0)).values;
    const { trainable } = model;
    optimizer.apply(
      trainable,
      gradients(
        loss.of(real, answer, { sample: new Tensor(importances, [BATCH]) }),
        trainable.map(({ tensor }) => tensor)
      )
    );
  }
  model.variables.forEach(({ tensor }, at) => {
    // What was learned, and not what was there before.
    const moved = (values: ArrayLike<number>) =>
      Float64Array.from(values, (value, i) => value - start[at][i]);
    const found = moved(network.readWeight(at));
    const expected = moved(tensor.values);
    if (expected.every(value => value === 0)) {
      expect(frozen).toBeDefined();
      expect(relativeError(network.readWeight(at), tensor.values)).toBeLessThan(
        1e-7
      );
    } else {
      expect(relativeError(found, expected)).toBeLessThan(1e-3);
    }
  });
  // What is remembered lies where it is read for a checkpoint.
  optimizer.state().slots.forEach((slots, at) => {
    const { tensor } = model.trainable[at];
    const found = network.readSlots(
      model.variables.findIndex(variable => variable.tensor === tensor)
    );
    slots.forEach((values, slot) =>
      expect(relativeError(found[slot], values)).toBeLessThan(1e-2)
    );
  });
}
