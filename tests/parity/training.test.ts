import type {
  Loss,
  Tensor,
  TensorLike,
  TrainingControl
} from '../../src/engine';
import {
  callbacks,
  gradients,
  layers,
  losses,
  optimizers,
  schedules,
  sequential,
  tensor,
  variable
} from '../../src/engine';
import type { Pass } from '../../src/engine/layers/layer';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

const TOLERANCE = 1e-10;

interface OptimizerCase {
  name: string;
  optimizer: keyof typeof optimizers;
  options: {
    learningRate?:
      number | { schedule: keyof typeof schedules; options: object };
  };
  start: TensorLike[];
  target: TensorLike[];
  rows: TensorLike[][];
  scale: number;
}

it.each(fixture<OptimizerCase>('pytorch/optimizers.json'))(
  '$name takes the same steps as in PyTorch',
  of => {
    const { learningRate: rate } = of.options;
    const learningRate =
      typeof rate === 'object'
        ? schedules[rate.schedule](rate.options as never)
        : rate;
    const optimizer = optimizers[of.optimizer]({
      ...of.options,
      ...(learningRate !== undefined && { learningRate }),
      convention: 'pytorch'
    } as object);
    const weights = of.start.map(values => ({
      name: 'w',
      tensor: variable(values),
      trainable: true
    }));
    for (const expected of of.rows) {
      const loss = weights
        .map(({ tensor: w }, at) => {
          const curvature = tensor(
            Float64Array.from({ length: w.size }, (_, k) => of.scale * (k + 1))
          ).reshape(w.shape);
          return w.sub(of.target[at]).square().mul(curvature).sum();
        })
        .reduce((a, b) => a.add(b));
      optimizer.apply(
        weights,
        gradients(
          loss,
          weights.map(weight => weight.tensor)
        )
      );
      weights.forEach((weight, at) =>
        expect(relativeError(weight.tensor, expected[at])).toBeLessThan(
          TOLERANCE
        )
      );
    }
  }
);

interface LossCase {
  name: string;
  loss: keyof typeof losses;
  options: object;
  answer: TensorLike;
  truth: TensorLike;
  value: number | string;
  gradient: TensorLike;
}

it.each(fixture<LossCase>('pytorch/losses.json'))(
  '$name is the same as in PyTorch, with its gradient',
  of => {
    const answer = variable(of.answer);
    const make = losses[of.loss] as (options: object) => Loss;
    const loss = make(of.options).of(of.truth, answer);
    expect(relativeError(loss, of.value)).toBeLessThan(TOLERANCE);
    expect(
      relativeError(gradients(loss, [answer])[0], of.gradient)
    ).toBeLessThan(TOLERANCE);
  }
);

interface DropoutCase {
  name: string;
  kind: 'rnn' | 'lstm' | 'gru';
  ids: TensorLike;
  truth: TensorLike;
  masks: Record<'input' | 'recurrent' | 'output', TensorLike>;
  embedding: number[][];
  layer: Record<string, TensorLike>;
  headWeight: TensorLike;
  headBias: TensorLike;
  logits: TensorLike;
  loss: number;
  gradients: Record<string, TensorLike>;
}

it.each(fixture<DropoutCase>('pytorch/dropout.json'))(
  '$name gives the same loss and gradients as in PyTorch under the same masks',
  of => {
    const model = sequential([
      layers.embedding({ inputDim: 7, outputDim: 3 }),
      { rnn: layers.simpleRNN, lstm: layers.lstm, gru: layers.gru }[of.kind]({
        name: 'layer',
        units: 4,
        dropout: 0.2,
        recurrentDropout: 0.2,
        convention: 'pytorch'
      }),
      layers.dropout(0.2),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ]);
    model.build([null]);
    const set = (name: string, value: TensorLike) => {
      const found = model.variables.find(variable => variable.name === name);
      found!.tensor.values.set((tensor(value) as Tensor).values);
    };
    set('embedding/embeddings', of.embedding);
    for (const [name, value] of Object.entries(of.layer)) {
      set(`layer/${name}`, value);
    }
    set('dense/kernel', tensor(of.headWeight).transpose());
    set('dense/bias', of.headBias);
    const pass: Pass = {
      training: true,
      dropoutMask: (_, purpose) => tensor(of.masks[purpose])
    };
    const { values } = model.forward(tensor(of.ids), pass);
    const loss = losses.binaryCrossentropy().of(of.truth, values);
    expect(relativeError(loss, of.loss)).toBeLessThan(TOLERANCE);
    const found = gradients(
      loss,
      model.variables.map(weight => weight.tensor)
    );
    const expected = [
      of.gradients.embedding,
      ...['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map(
        name => of.gradients[`layer/${name}`]
      ),
      tensor(of.gradients.headWeight).transpose(),
      of.gradients.headBias
    ];
    expected.forEach((gradient, at) =>
      expect(relativeError(found[at], gradient)).toBeLessThan(TOLERANCE)
    );
  }
);

interface ScheduleCase {
  name: string;
  schedule: keyof typeof schedules;
  options: object;
  rates: number[];
}

it.each(fixture<ScheduleCase>('pytorch/schedules.json'))(
  'a schedule like $name gives the rates of PyTorch',
  of => {
    const schedule = schedules[of.schedule](of.options as never);
    const rates = of.rates.map((_, step) => schedule.at(step));
    expect(relativeError(rates, of.rates)).toBeLessThan(1e-14);
  }
);

interface PlateauCase {
  name: string;
  options: object;
  values: number[];
  rates: number[];
}

it.each(fixture<PlateauCase>('pytorch/plateau.json'))(
  '$name lowers the rate at the same epochs as in PyTorch',
  async of => {
    const optimizer = optimizers.sgd({ learningRate: 0.125 });
    const control = { optimizer } as unknown as TrainingControl;
    const callback = callbacks.reduceLearningRateOnPlateau({
      monitor: 'loss',
      convention: 'pytorch',
      ...of.options
    });
    await callback.onTrainBegin?.(control);
    const rates: number[] = [];
    for (const [epoch, loss] of of.values.entries()) {
      await callback.onEpochEnd?.(epoch, { loss }, control);
      rates.push(optimizer.learningRate);
    }
    expect(relativeError(rates, of.rates)).toBeLessThan(1e-14);
  }
);
