import {
  gru,
  linearAttention,
  lstm,
  minGru,
  rnn,
  sLstm,
  type Cell
} from '../../../../src/engine';
import { random } from '../../../../src/engine/base/random';
import {
  recordedSequence,
  type HeldChannels
} from '../../../../src/engine/compiler/compiledSequence';
import type { StepClamp } from '../../../../src/engine/recurrence/clampedStep';
import { stepThrough } from '../../../../src/engine/recurrence/sequence';
import { stack } from '../../../../src/engine/tensor/joining';
import type { FloatType } from '../../../../src/engine/tensor/operation';
import { gradients } from '../../../../src/engine/tensor/tape';
import { Tensor } from '../../../../src/engine/tensor/tensor';
import { furthest, requestOf } from './passes';

const cells: Readonly<Record<string, (dtype: FloatType) => Cell>> = {
  rnn: dtype => rnn({ inputSize: 3, units: 5, seed: 1, dtype }),
  lstm: dtype => lstm({ inputSize: 3, units: 5, seed: 1, dtype }),
  'projected lstm': dtype =>
    lstm({ inputSize: 3, units: 5, projection: 3, seed: 1, dtype }),
  gru: dtype => gru({ inputSize: 3, units: 5, seed: 1, dtype }),
  'gru, reset before': dtype =>
    gru({ inputSize: 3, units: 5, resetAfter: false, seed: 1, dtype }),
  minGru: dtype => minGru({ inputSize: 3, units: 5, seed: 1, dtype }),
  sLstm: dtype => sLstm({ inputSize: 3, units: 5, seed: 1, dtype }),
  linearAttention: dtype =>
    linearAttention({ inputSize: 3, units: 5, seed: 1, dtype })
};
const BATCH = 2;
const STEPS = 7;

/** Some units of some channels held at some steps. */
function held(of: Cell, names: readonly string[]) {
  const draw = random(4, 'held');
  const clamps: Record<string, { held: Float64Array; values: Float64Array }> =
    {};
  const byStep = Array.from(
    { length: STEPS },
    () => new Map<string, StepClamp>()
  );
  for (const name of names) {
    const width = of.channels[name];
    const size = BATCH * STEPS * width;
    const whole = {
      held: new Float64Array(size),
      values: new Float64Array(size)
    };
    clamps[name] = whole;
    byStep.forEach((clamp, t) => {
      if (draw.uniform() < 0.3) {
        return;
      }
      const is = Float64Array.from({ length: width }, () =>
        Number(draw.uniform() < 0.5)
      );
      const at = is.map(() => draw.uniform());
      clamp.set(name, {
        held: new Tensor(is, [width]),
        values: new Tensor(at, [width])
      });
      for (let b = 0; b < BATCH; b++) {
        whole.held.set(is, (b * STEPS + t) * width);
        whole.values.set(at, (b * STEPS + t) * width);
      }
    });
  }
  return { clamps: clamps as HeldChannels, byStep };
}

const cases = Object.keys(cells).flatMap(name =>
  (['f64', 'f32'] as const).flatMap(dtype =>
    [false, true].flatMap(reverse =>
      [0, 1, 2].map(count => [name, dtype, reverse, count] as const)
    )
  )
);

it.each(cases)(
  'a recorded pass has the channels and the derivatives by them that the tape has (%s, %s, reversed: %s, held: %i)',
  (name, dtype, reverse, count) => {
    const of = cells[name](dtype);
    const request = requestOf(
      of,
      { batch: BATCH, steps: STEPS, dtype },
      { reverse }
    );
    const names = Object.keys(of.channels);
    const { clamps, byStep } = held(of, names.slice(0, count));
    const pass = recordedSequence(request, clamps)!;
    const stepped = stepThrough(request, t => byStep[t]);
    const weigh = (tensor: Tensor, by: number) =>
      tensor
        .mul(
          new Tensor(
            tensor.values.map((_, at) => Math.sin(by + at)),
            tensor.shape
          )
        )
        .sum();
    const taped = Object.fromEntries(
      names.map(channel => [
        channel,
        stack(
          stepped.steps.map(step => step.channels[channel]),
          1
        )
      ])
    );
    const lossOf = (channels: Readonly<Record<string, Tensor>>) =>
      names
        .map((channel, at) => weigh(channels[channel], at))
        .reduce((a, b) => a.add(b));
    const sources = [
      request.x,
      ...Object.values(request.initial),
      ...of.variables.map(({ tensor }) => tensor)
    ];
    const found = gradients(lossOf(pass.channels), sources);
    const totals = pass.takeTotals()!;
    const wanted = gradients(lossOf(taped), [
      ...sources,
      ...stepped.steps.flatMap(({ channels }) =>
        names.map(channel => channels[channel])
      )
    ]);
    const close = (what: string, a: Tensor, b: Tensor) => {
      const apart = furthest(a, b);
      expect([what, apart < (dtype === 'f64' ? 1e-11 : 2e-4) || apart]).toEqual(
        [what, true]
      );
    };
    names.forEach((channel, at) => {
      close(channel, pass.channels[channel], taped[channel]);
      const width = of.channels[channel];
      const byStep = stack(
        stepped.steps.map(
          (_, t) => wanted[sources.length + t * names.length + at]
        ),
        1
      );
      close(
        `by ${channel}`,
        new Tensor(totals[channel] as Float64Array<ArrayBuffer>, [
          BATCH,
          STEPS,
          width
        ]),
        byStep
      );
    });
    found.forEach((derivative, at) =>
      close(`source ${at}`, derivative, wanted[at])
    );
  }
);
