import * as fc from 'fast-check';
import { setCheckContext } from '../../../../src/exercises/check/context';
import { codeStub } from '../../../../src/exercises/metadata/studentVersion';
import { diagnose } from '../../../../src/exercises/check/diagnose';
import { evaluate } from '../../../../src/engine/recurrence/evaluate';
import { CheckFailure } from '../../../../src/exercises/check/report';
import {
  checkStep,
  type StepReference,
  type StepSizes,
  type StudentStep
} from '../../../../src/exercises/check/step';
import { caseSizes, stepCase } from '../../../../src/exercises/check/stepCase';
import {
  trajectory,
  type AnyStep
} from '../../../../src/exercises/check/trajectory';
import { variants } from '../../../../src/exercises/check/variants';
import { parameterKeys } from '../../../../src/exercises/check/expressions';
import { gru } from '../../../../src/engine/cells/gru';
import { cell } from '../../../../src/engine/cells/custom';
import { lstm } from '../../../../src/engine/cells/lstm';
import { minGru } from '../../../../src/engine/cells/minGru';
import { minLstm } from '../../../../src/engine/cells/minLstm';
import { selectiveStateSpace } from '../../../../src/engine/cells/selectiveStateSpace';
import { deltaNet } from '../../../../src/engine/cells/deltaNet';
import { linearAttention } from '../../../../src/engine/cells/linearAttention';
import { mLstm } from '../../../../src/engine/cells/mLstm';
import { sLstm } from '../../../../src/engine/cells/sLstm';
import { layers } from '../../../../src/engine/layers/layers';
import { rnn } from '../../../../src/engine/cells/rnn';
import type { Cell } from '../../../../src/engine/cells/cell';
import type { Named } from '../../../../src/engine/recurrence/definition';
import type { Tensor } from '../../../../src/engine/tensor/tensor';
import {
  expressionText,
  type CheckReport,
  type Equation,
  type Expression
} from '../../../../src/trace';
import { compiled, gruAnswer, lstmAnswer, lstmSource } from './students';

afterEach(() => setCheckContext({}));

function reportOf(answer: StudentStep, reference: StepReference): CheckReport {
  try {
    return checkStep(answer, reference).report;
  } catch (error) {
    if (error instanceof CheckFailure) {
      return error.report;
    }
    throw error;
  }
}

/** A step that computes in float32: what it is given is rounded, and so is each of its results. */
const inFloat32 =
  (step: AnyStep): AnyStep =>
  (input, parameters) => {
    const rounded = (named: Named): Named =>
      Object.fromEntries(
        Object.entries<Tensor>(named).map(([name, value]) => [
          name,
          value.cast('f32')
        ])
      );
    return step(rounded(input), rounded(parameters));
  };

describe('an answer in float32', () => {
  const answers: [StepReference, StudentStep][] = [
    ['lstm', lstmAnswer()],
    ['gru', gruAnswer()]
  ];

  it.each(answers)('that is right passes: %s', (reference, step) => {
    const mine = inFloat32(step as unknown as AnyStep) as StudentStep;
    expect(reportOf(mine, reference).status).toBe('passed');
  });

  it('with a slip is told of it, as in float64', () => {
    const step = lstmAnswer({ cNew: 'add(mul(i, c), mul(f, g))' });
    const mine = inFloat32(step as unknown as AnyStep) as StudentStep;
    expect(reportOf(mine, 'lstm')).toMatchObject({
      status: 'notYet',
      message: reportOf(step, 'lstm').message
    });
  });
});

describe('an answer that is right', () => {
  const sigma = 'a => div(1, add(1, exp(neg(a))))';
  it.each<[string, StudentStep, StepReference]>([
    ['the equations as they stand', lstmAnswer(), 'lstm'],
    [
      'another order of the operands',
      lstmAnswer({
        f: 'sigmoid(add(bf, add(matmul(h, Uf), matmul(x, Wf))))',
        cNew: 'add(mul(g, i), mul(c, f))',
        hNew: 'mul(tanh(cNew), o)'
      }),
      'lstm'
    ],
    [
      'methods instead of functions',
      lstmAnswer({
        f: 'x.matmul(Wf).add(h.matmul(Uf)).add(bf).sigmoid()',
        cNew: 'f.mul(c).add(i.mul(g))'
      }),
      'lstm'
    ],
    [
      'one product over x and h together',
      lstmAnswer({
        f: 'sigmoid(add(matmul(concat([x, h]), concat([Wf, Uf], 0)), bf))'
      }),
      'lstm'
    ],
    [
      'the same by other algebra',
      lstmAnswer({
        i: `(${sigma})(add(matmul(x, Wi), matmul(h, Ui), bi))`,
        g: 'sub(mul(2, sigmoid(mul(2, add(matmul(x, Wg), matmul(h, Ug), bg)))), 1)',
        cNew: 'add(sub(c, mul(oneMinus(f), c)), mul(i, g))'
      }),
      'lstm'
    ],
    [
      'other names inside',
      compiled(`(input, p) => {
        const gate = (W, U, b) => add(matmul(input.x, W), matmul(input.h, U), b);
        const keep = sigmoid(gate(p.Wf, p.Uf, p.bf));
        const write = sigmoid(gate(p.Wi, p.Ui, p.bi));
        const proposal = tanh(gate(p.Wg, p.Ug, p.bg));
        const show = sigmoid(gate(p.Wo, p.Uo, p.bo));
        const memory = keep.mul(input.c).add(write.mul(proposal));
        return { h: show.mul(tanh(memory)), c: memory, o: show, g: proposal, i: write, f: keep };
      }`),
      'lstm'
    ],
    [
      'plain numbers, off the tape',
      lstmAnswer({
        cNew: 'tensor(f.toArray().map((row, b) => row.map((_, u) => f.toArray()[b][u] * c.toArray()[b][u] + i.toArray()[b][u] * g.toArray()[b][u])))'
      }),
      'lstm'
    ],
    ['a GRU', gruAnswer(), 'gru'],
    [
      'a GRU written as a weighted mean',
      gruAnswer({ hNew: 'add(n, mul(z, sub(h, n)))' }),
      'gru'
    ],
    [
      'a GRU that resets before, when that is asked for',
      compiled(`({ x, h }, { Wz, Uz, bz, Wr, Ur, br, Wn, Un, bn }) => {
        const z = sigmoid(add(matmul(x, Wz), matmul(h, Uz), bz));
        const r = sigmoid(add(matmul(x, Wr), matmul(h, Ur), br));
        const n = tanh(add(matmul(x, Wn), matmul(mul(r, h), Un), bn));
        return { z, r, n, h: add(mul(oneMinus(z), n), mul(z, h)) };
      }`),
      sizes => gru({ ...sizes, resetAfter: false, seed: 1 }) as Cell
    ],
    [
      'a plain RNN',
      compiled(
        '({ x, h }, { W, U, b }) => ({ h: tanh(add(matmul(x, W), matmul(h, U), b)) })'
      ),
      'rnn'
    ]
  ])('passes: %s', (_, answer, reference) => {
    expect(reportOf(answer, reference).status).toBe('passed');
  });

  it('says how much was checked', () => {
    const report = reportOf(lstmAnswer(), 'lstm');
    // 6 channels of steps × units × sequences: 12·4 + 7·5 + 5·2·3 + 9·3·2 = 167 numbers each.
    expect(report.numbersChecked).toBe(6 * 167);
    expect(report.message).toBe(
      'All 6 channels agree with the reference, to 10⁻⁶.'
    );
    expect(report.channels?.map(({ name, role }) => [name, role])).toEqual([
      ['f', 'gate'],
      ['i', 'gate'],
      ['g', 'candidate'],
      ['o', 'gate'],
      ['c', 'state'],
      ['h', 'state']
    ]);
  });

  it('may be a cell made with a step of their own', () => {
    const own = cell({
      name: 'Mine',
      inputSize: 2,
      units: 4,
      state: ['h'],
      parameters: ['W', 'U', 'b'],
      step: ({ x, h }, { W, U, b }) => ({
        h: x.matmul(W).add(h.matmul(U)).add(b).tanh()
      })
    });
    expect(checkStep(own as Cell, 'rnn').report.status).toBe('passed');
  });
});

describe('what the library has ready is no answer', () => {
  const size = { inputSize: 2, units: 4, seed: 3 };
  it.each<[string, unknown, StepReference, string]>([
    [
      'an LSTM cell',
      lstm(size),
      'lstm',
      'Your step is the LSTM of the library'
    ],
    ['a GRU cell', gru(size), 'gru', 'Your step is the GRU of the library'],
    [
      'a minGRU cell',
      minGru(size),
      ({ inputSize, units }) => minGru({ inputSize, units, seed: 1 }),
      'Your step is the minGRU of the library'
    ],
    [
      'the step of an sLSTM cell',
      sLstm(size).definition.step,
      ({ inputSize, units }) => sLstm({ inputSize, units, seed: 1 }),
      'Your step is the step of the library'
    ],
    [
      'the step of a cell',
      lstm(size).definition.step,
      'lstm',
      'Your step is the step of the library'
    ],
    [
      'a layer',
      layers.lstm({ units: 4 }),
      'lstm',
      'Your step is an object; a function is asked for'
    ],
    [
      'a number',
      3,
      'lstm',
      'Your step is the number 3; a function is asked for'
    ]
  ])('%s', (_, answer, reference, message) => {
    const report = reportOf(answer as StudentStep, reference);
    expect(report.status).toBe('notYet');
    expect(report.message).toContain(message);
  });
});

describe('what calls the library’s step is no answer', () => {
  const made = {
    rnn,
    lstm,
    gru,
    'gru, reset before': (sizes: StepSizes) =>
      gru({ ...sizes, resetAfter: false }),
    minGru,
    minLstm,
    sLstm,
    selectiveStateSpace,
    linearAttention,
    mLstm,
    deltaNet,
    'deltaNet, gated': (sizes: StepSizes) => deltaNet({ ...sizes, gated: true })
  } satisfies Record<string, (sizes: StepSizes & { seed: number }) => unknown>;
  const ways: [string, (inner: Cell) => StudentStep][] = [
    [
      'its definition’s',
      ({ definition }) =>
        (input: Named, parameters: Named) =>
          definition.step(input, parameters)
    ],
    [
      'one that was taken out before',
      ({ definition: { step } }) => {
        const mine = (input: Named, parameters: Named): unknown => ({
          ...step(input, parameters)
        });
        return mine;
      }
    ],
    [
      'its method',
      inner => (input: Named, parameters: Named) =>
        inner.step(input as Named<'x'>, parameters)
    ]
  ];
  const all = Object.entries(made).flatMap(([name, make]) =>
    ways.map(([way, wrap]) => [name, way, make, wrap] as const)
  );

  it.each(all)('%s by %s', (_, __, make, wrap) => {
    const of = (sizes: StepSizes): Cell =>
      make({ ...sizes, seed: 1 }) as unknown as Cell;
    const { status, message } = reportOf(
      wrap(of({ inputSize: 2, units: 3 })),
      of
    );
    expect(message).toBe(
      'Your step calls the step of the library. Write it yourself.'
    );
    expect(status).toBe('notYet');
  });

  it('but may be, where a cell of one’s own is asked for', () => {
    const residual = ({ inputSize, units }: StepSizes): Cell => {
      const inner = rnn({ inputSize, units, seed: 1 });
      return cell({
        name: 'residual',
        inputSize,
        units,
        state: ['h'],
        parameters: ['W', 'U', 'b'],
        step: ({ x, h }, parameters) => ({
          h: inner.definition.step({ x, h }, parameters).h.add(h)
        })
      }) as Cell;
    };
    const inner = rnn({ inputSize: 2, units: 3, seed: 1 });
    const mine = ({ x, h }: Named, parameters: Named): unknown => ({
      h: inner.definition.step({ x, h }, parameters).h.add(h)
    });
    expect(reportOf(mine, residual).status).toBe('passed');
  });
});

describe('an answer that spoils numbers', () => {
  it('is told that it changes what it was given', () => {
    const answer = compiled(
      '({ x, h }, { W, U, b }) => { h.values[0] = 0.5; return { h: tanh(add(matmul(x, W), matmul(h, U), b)) }; }'
    );
    expect(reportOf(answer, 'rnn').message).toBe(
      'Your step changes the numbers of h, which it was given. Compute new tensors and leave those as they are.'
    );
  });

  it('is told of NaN, not that A is A', () => {
    const answer = compiled(
      '({ x, h }, { W, U, b }) => { const y = tanh(add(matmul(x, W), matmul(h, U), b)); y.values[0] = NaN; return { h: y }; }'
    );
    const report = reportOf(answer, 'rnn');
    expect(report.message).toBe('Your h_t is NaN at step 0, unit 0.');
    expect(report.details.join(' ')).toContain('NaN is “not a number”');
  });
});

describe('an answer with a slip is told which', () => {
  it.each<[message: string, channel: string, step: number, StudentStep]>([
    [
      'Your c_t adds i ⊙ g before forgetting, so i ⊙ g is scaled by f too.',
      'c',
      0,
      lstmAnswer({ cNew: 'mul(f, add(c, mul(i, g)))' })
    ],
    [
      'In your c_t, f and i have changed places.',
      'c',
      0,
      lstmAnswer({ cNew: 'add(mul(i, c), mul(f, g))' })
    ],
    [
      'Your f_t leaves out the bias b_f.',
      'f',
      0,
      lstmAnswer({ f: 'sigmoid(add(matmul(x, Wf), matmul(h, Uf)))' })
    ],
    [
      'Your o_t leaves out U_o h[t−1].',
      'o',
      1,
      lstmAnswer({ o: 'sigmoid(add(matmul(x, Wo), bo))' })
    ],
    [
      'Your i_t leaves out W_i x.',
      'i',
      0,
      lstmAnswer({ i: 'sigmoid(add(matmul(h, Ui), bi))' })
    ],
    [
      'Your g_t uses σ where tanh is asked for.',
      'g',
      0,
      lstmAnswer({ g: 'sigmoid(add(matmul(x, Wg), matmul(h, Ug), bg))' })
    ],
    [
      'Your f_t uses tanh where σ is asked for.',
      'f',
      0,
      lstmAnswer({ f: 'tanh(add(matmul(x, Wf), matmul(h, Uf), bf))' })
    ],
    [
      'Your i_t uses relu where σ is asked for.',
      'i',
      0,
      lstmAnswer({ i: 'relu(add(matmul(x, Wi), matmul(h, Ui), bi))' })
    ],
    [
      'Your h_t reads h[t−1] where c is asked for.',
      'h',
      0,
      lstmAnswer({ hNew: 'mul(o, tanh(h))' })
    ],
    [
      'Your h_t reads c[t−1] where c is asked for.',
      'h',
      0,
      lstmAnswer({ hNew: 'mul(o, tanh(c))' })
    ],
    [
      'Your o_t reads c[t−1] where h[t−1] is asked for.',
      'o',
      1,
      lstmAnswer({ o: 'sigmoid(add(matmul(x, Wo), matmul(c, Uo), bo))' })
    ],
    [
      'Your c_t reads h[t−1] where c[t−1] is asked for.',
      'c',
      1,
      lstmAnswer({ cNew: 'add(mul(f, h), mul(i, g))' })
    ],
    [
      'Your h_t leaves out tanh around c.',
      'h',
      0,
      lstmAnswer({ hNew: 'mul(o, cNew)' })
    ],
    [
      'Your h_t applies tanh to the whole product; asked for is tanh of c alone, then times o.',
      'h',
      0,
      lstmAnswer({ hNew: 'tanh(mul(o, cNew))' })
    ],
    [
      'Your h_t leaves out the factor o of o ⊙ tanh(c).',
      'h',
      0,
      lstmAnswer({ hNew: 'tanh(cNew)' })
    ],
    [
      'Your c_t leaves out the factor i of i ⊙ g.',
      'c',
      0,
      lstmAnswer({ cNew: 'add(mul(f, c), g)' })
    ],
    [
      'Your c_t leaves out the factor f of f ⊙ c[t−1].',
      'c',
      1,
      lstmAnswer({ cNew: 'add(c, mul(i, g))' })
    ],
    [
      'Your c_t leaves out f ⊙ c[t−1].',
      'c',
      1,
      lstmAnswer({ cNew: 'mul(i, g)' })
    ],
    [
      'Your c_t subtracts i ⊙ g; it should be added.',
      'c',
      0,
      lstmAnswer({ cNew: 'sub(mul(f, c), mul(i, g))' })
    ],
    [
      'Your c_t multiplies f ⊙ c[t−1] and i ⊙ g; they should be added.',
      'c',
      0,
      lstmAnswer({ cNew: 'mul(mul(f, c), mul(i, g))' })
    ],
    [
      'Your c_t adds i and g; they should be multiplied, element by element.',
      'c',
      0,
      lstmAnswer({ cNew: 'add(mul(f, c), add(i, g))' })
    ],
    [
      'Your c_t uses 1 − f where f is asked for.',
      'c',
      1,
      lstmAnswer({ cNew: 'add(mul(oneMinus(f), c), mul(i, g))' })
    ],
    [
      'Your c_t uses 1 − f where i is asked for.',
      'c',
      0,
      lstmAnswer({ cNew: 'add(mul(f, c), mul(oneMinus(f), g))' })
    ],
    [
      'Your c_t reads o where f is asked for.',
      'c',
      1,
      lstmAnswer({ cNew: 'add(mul(o, c), mul(i, g))' })
    ],
    [
      'Your c_t is c[t−1]: the step hands the state on as it was.',
      'c',
      0,
      lstmAnswer({ cNew: 'c' })
    ],
    [
      'Your i_t is computed with the weights of f.',
      'i',
      0,
      lstmAnswer({ i: 'sigmoid(add(matmul(x, Wf), matmul(h, Uf), bf))' })
    ],
    [
      'Your i_t reads U_f where U_i is asked for.',
      'i',
      1,
      lstmAnswer({ i: 'sigmoid(add(matmul(x, Wi), matmul(h, Uf), bi))' })
    ],
    [
      'Your f_t uses U_f turned: rows for columns.',
      'f',
      1,
      lstmAnswer({
        f: 'sigmoid(add(matmul(x, Wf), matmul(h, transpose(Uf)), bf))'
      })
    ],
    [
      'Your f_t applies σ twice; once is asked for.',
      'f',
      0,
      lstmAnswer({
        f: 'sigmoid(sigmoid(add(matmul(x, Wf), matmul(h, Uf), bf)))'
      })
    ],
    [
      'Your g_t applies tanh to each summand; it is asked for once, around the whole sum.',
      'g',
      0,
      lstmAnswer({
        g: 'add(tanh(matmul(x, Wg)), tanh(matmul(h, Ug)), tanh(bg))'
      })
    ],
    [
      'Your f_t is 0.5 times what is asked for, everywhere.',
      'f',
      0,
      lstmAnswer({
        f: 'mul(0.5, sigmoid(add(matmul(x, Wf), matmul(h, Uf), bf)))'
      })
    ],
    [
      'Your f_t is 1.00001 times what is asked for, everywhere.',
      'f',
      0,
      lstmAnswer({
        f: 'mul(1.00001, sigmoid(add(matmul(x, Wf), matmul(h, Uf), bf)))'
      })
    ],
    [
      "Your step returns f and i under each other's names.",
      'f',
      0,
      lstmAnswer({}, '{ f: i, i: f, g, o, c: cNew, h: hNew }')
    ],
    [
      "Your step returns c and h under each other's names.",
      'c',
      0,
      lstmAnswer({}, '{ f, i, g, o, c: hNew, h: cNew }')
    ],
    [
      'Your f_t is tanh(W_f x + U_f h[t−1]); asked for is σ(W_f x + U_f h[t−1] + b_f).',
      'f',
      0,
      lstmAnswer({ f: 'tanh(add(matmul(x, Wf), matmul(h, Uf)))' })
    ],
    [
      'Your c_t is f ⊙ c[t−1] + i ⊙ g + 0.1; asked for is f ⊙ c[t−1] + i ⊙ g.',
      'c',
      0,
      lstmAnswer({ cNew: 'add(mul(f, c), mul(i, g), 0.1)' })
    ]
  ])('%s', (message, channel, step, answer) => {
    const report = reportOf(answer, 'lstm');
    expect(report.status).toBe('notYet');
    expect(report.message).toBe(message);
    expect(report.first).toMatchObject({ channel, step });
    expect(report.details.join('\n')).toContain(
      `The first wrong number is in ${channel} at step ${step}, unit`
    );
  });

  it.each<[message: string, channel: string, StudentStep]>([
    [
      'Your n_t multiplies by r before the product with U_n; the equation does so after it.',
      'n',
      gruAnswer({
        n: 'tanh(add(matmul(x, Wn), bn, matmul(mul(r, h), Un), bhn))'
      })
    ],
    [
      'Your n_t adds b_hn outside the brackets; r multiplies it too.',
      'n',
      gruAnswer({
        n: 'tanh(add(matmul(x, Wn), bn, mul(r, matmul(h, Un)), bhn))'
      })
    ],
    [
      'In your h_t, z and 1 − z have changed places.',
      'h',
      gruAnswer({ hNew: 'add(mul(z, n), mul(oneMinus(z), h))' })
    ],
    [
      'Your h_t uses z where 1 − z is asked for.',
      'h',
      gruAnswer({ hNew: 'add(mul(z, n), mul(z, h))' })
    ],
    [
      'Your n_t leaves out the factor r of r ⊙ (U_n h[t−1] + b_hn).',
      'n',
      gruAnswer({ n: 'tanh(add(matmul(x, Wn), bn, matmul(h, Un), bhn))' })
    ],
    [
      'Your n_t reads z where r is asked for.',
      'n',
      gruAnswer({
        n: 'tanh(add(matmul(x, Wn), bn, mul(z, add(matmul(h, Un), bhn))))'
      })
    ]
  ])('of a GRU: %s', (message, channel, answer) => {
    const report = reportOf(answer, 'gru');
    expect(report.message).toBe(message);
    expect(report.first?.channel).toBe(channel);
  });

  it('also where the reset gate should act before the product', () => {
    const report = reportOf(
      compiled(`({ x, h }, { Wz, Uz, bz, Wr, Ur, br, Wn, Un, bn }) => {
        const z = sigmoid(add(matmul(x, Wz), matmul(h, Uz), bz));
        const r = sigmoid(add(matmul(x, Wr), matmul(h, Ur), br));
        const n = tanh(add(matmul(x, Wn), mul(r, matmul(h, Un)), bn));
        return { z, r, n, h: add(mul(oneMinus(z), n), mul(z, h)) };
      }`),
      sizes => gru({ ...sizes, resetAfter: false, seed: 1 }) as Cell
    );
    expect(report.message).toBe(
      'Your n_t multiplies by r after the product with U_n; the equation does so before it.'
    );
  });

  it('and of two faults in two equations, both', () => {
    const report = reportOf(
      lstmAnswer({
        g: 'sigmoid(add(matmul(x, Wg), matmul(h, Ug), bg))',
        hNew: 'mul(o, cNew)'
      }),
      'lstm'
    );
    expect(report.message).toBe('Your g_t uses σ where tanh is asked for.');
    expect(report.details).toContain('Your h_t leaves out tanh around c.');
  });
});

describe('the report of a wrong answer', () => {
  const order = { cNew: 'mul(f, add(c, mul(i, g)))' };

  it('gives expected and got with four decimals and a true minus', () => {
    const report = reportOf(lstmAnswer(order), 'lstm');
    const { expected, got } = report.first ?? { expected: 0, got: 0 };
    const text = (value: number) => value.toFixed(4).replace('-', '−');
    expect(report.details[0]).toBe(
      `The first wrong number is in c at step 0, unit 0: expected ${text(expected)}, got ${text(got)}.`
    );
  });

  it('says which channels only follow', () => {
    const report = reportOf(lstmAnswer(order), 'lstm');
    expect(report.details).toContain('h follows from it.');
    expect(report.details).toContain(
      'f, i, g, o go wrong from step 1 on, because they read h of the step before.'
    );
  });

  it('says it of none that is wrong itself, where several are', () => {
    const report = reportOf(
      lstmAnswer({
        ...order,
        i: 'tanh(add(matmul(x, Wi), matmul(h, Ui), bi))'
      }),
      'lstm'
    );
    expect(report.message).toBe('Your i_t uses tanh where σ is asked for.');
    expect(report.details.slice(2)).toEqual([
      'Your c_t adds i ⊙ g before forgetting, so i ⊙ g is scaled by f too.',
      'h follows from it.',
      'f, g, o go wrong from step 1 on, because they read h of the step before.'
    ]);
  });

  it('carries the numbers of the first wrong channel alone', () => {
    const report = reportOf(lstmAnswer(order), 'lstm');
    const withNumbers = report.channels?.filter(({ expected }) => expected);
    expect(withNumbers?.map(({ name }) => name)).toEqual(['c']);
    expect(withNumbers?.[0].expected?.shape).toEqual([12, 4]);
    expect(withNumbers?.[0].got?.values[0]).toBe(report.first?.got);
    expect(
      report.channels?.map(({ firstDifference }) => firstDifference)
    ).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('puts what was written beside what was asked for', () => {
    const { equations } = reportOf(lstmAnswer(order), 'lstm');
    expect(equations?.expected.channel).toBe('c');
    expect(equations?.got?.expression).toMatchObject({
      kind: 'operation',
      name: 'multiply'
    });
  });

  it('holds the whole step as it was written, by whatever names and in whatever layout', () => {
    const texts = (answer: StudentStep) =>
      reportOf(answer, 'lstm').written?.map(
        ({ channel, expression }) =>
          `${channel} = ${expressionText(expression)}`
      );
    const written = texts(lstmAnswer(order));
    expect(written).toEqual([
      'f = σ(W_f x + U_f h[t−1] + b_f)',
      'i = σ(W_i x + U_i h[t−1] + b_i)',
      'g = tanh(W_g x + U_g h[t−1] + b_g)',
      'o = σ(W_o x + U_o h[t−1] + b_o)',
      'c = f ⊙ (c[t−1] + i ⊙ g)',
      'h = o ⊙ tanh(c)'
    ]);
    const renamed = `(input, p) => {
      const weighted = (W, U, b) => add(add(matmul(input.x, W), matmul(input.h, U)), b);
      const keep = sigmoid(weighted(p.Wf, p.Uf, p.bf)), put = sigmoid(weighted(p.Wi, p.Ui, p.bi));
      const fresh = tanh(weighted(p.Wg, p.Ug, p.bg)); // as before
      const show = sigmoid(weighted(p.Wo, p.Uo, p.bo));
      const memory = mul(keep, add(input.c, mul(put, fresh)));
      return { f: keep, i: put, g: fresh, o: show, c: memory, h: mul(show, tanh(memory)) };
    }`;
    expect(texts(compiled(renamed))).toEqual(written);
    expect(texts(lstmAnswer())).toHaveLength(6);
  });

  it("holds the library's own step with a right one, in the same letters, and with no wrong one", () => {
    const { written, library } = reportOf(lstmAnswer(), 'lstm');
    const { equations } = lstm({ inputSize: 1, units: 1, seed: 1 });
    const texts = (of: readonly Equation[] | undefined) =>
      of?.map(
        ({ channel, expression }) =>
          `${channel} = ${expressionText(expression)}`
      );
    expect(texts(library)).toEqual(texts(equations));
    expect(texts(library)).toEqual(texts(written));
    expect(reportOf(lstmAnswer(order), 'lstm').library).toBeUndefined();
    // What a teacher's own function asks for is no step of the library.
    const own = ({ inputSize, units }: StepSizes) =>
      cell({
        name: 'mine',
        inputSize,
        units,
        seed: 1,
        state: ['h'],
        parameters: ['W', 'U'],
        step: ({ x, h }, { W, U }) => ({ h: x.matmul(W).add(h.matmul(U)) })
      });
    const right = checkStep(
      compiled(
        '({ x, h }, { W, U }) => ({ h: add(matmul(h, U), matmul(x, W)) })'
      ),
      own
    );
    expect(right.report.status).toBe('passed');
    expect(right.report.library).toBeUndefined();
  });

  it("names the line of the answer when the kernel says what the answer's text is", () => {
    setCheckContext({
      exercise: 'lstm-step',
      answer: `const step =\n${lstmSource(order)};`
    });
    const report = reportOf(lstmAnswer(order), 'lstm');
    expect(report.exercise).toBe('lstm-step');
    // Line 0 is `const step =`, 1 the head, 2 to 5 the gates.
    expect(report.line).toBe(6);
    expect(report.details).toContain(
      'The line: `const cNew = mul(f, add(c, mul(i, g)));`'
    );
  });

  it('still explains numbers that left the tape', () => {
    const report = reportOf(
      lstmAnswer({ cNew: 'tensor(mul(f, add(c, mul(i, g))).toArray())' }),
      'lstm'
    );
    expect(report.message).toBe(
      'Your c_t adds i ⊙ g before forgetting, so i ⊙ g is scaled by f too.'
    );
  });

  it('finds a slip that shows only where the state does not begin at zero', () => {
    // At the first step of a run h is 0; only its product with U_f tells.
    const report = reportOf(
      compiled(`(input, p) => {
        const step = ${lstmSource()};
        const isFirst = input.h.values.every(value => value === 0);
        return step(isFirst ? input : { ...input, h: mul(2, input.h) }, p);
      }`),
      'lstm'
    );
    expect(report.status).toBe('notYet');
    expect(report.first?.step).toBe(1);
  });
});

describe('an answer of another form', () => {
  it.each<[string, StudentStep, 'notYet' | 'didNotRun', string]>([
    [
      'returns too little',
      lstmAnswer({}, '{ c: cNew, h: hNew }'),
      'notYet',
      'Your step does not return f, i, g, o. It must return { f, i, g, o, c, h }.'
    ],
    [
      'returns nothing',
      lstmAnswer({}, 'undefined'),
      'notYet',
      'Your step returns nothing. It must return { f, i, g, o, c, h }.'
    ],
    [
      'returns a number',
      lstmAnswer({}, '{ f: 1, i, g, o, c: cNew, h: hNew }'),
      'notYet',
      'Your f is a number; it must be a tensor.'
    ],
    [
      'returns another shape',
      lstmAnswer({}, '{ f, i, g, o, c: cNew, h: matmul(hNew, transpose(Wf)) }'),
      'notYet',
      'Your h has shape [1, 2]; it must be [1, 4]: sequences, units.'
    ],
    [
      'is async',
      compiled('async () => ({})'),
      'notYet',
      'Your step is async; it must return its channels at once.'
    ],
    [
      'asks for a weight that is not there',
      compiled('({ x }, { Wx }) => ({})'),
      'notYet',
      'There is no parameter Wx. The parameters are Wi, Ui, bi, Wf, Uf, bf, Wg, Ug, bg, Wo, Uo, bo.'
    ],
    [
      'multiplies the wrong way round',
      lstmAnswer({ f: 'sigmoid(matmul(Wf, x))' }),
      'didNotRun',
      'Your step stopped. matmul: shapes [2, 4] and [1, 2] do not fit'
    ],
    [
      'is not written yet',
      compiled(`() => { ${codeStub}\n}`),
      'didNotRun',
      'This part is not written yet. Write your own lines in its place.'
    ],
    [
      'throws',
      compiled("() => { throw new Error('oh') }"),
      'didNotRun',
      'Your step stopped. oh'
    ]
  ])('%s', (_, answer, status, message) => {
    const report = reportOf(answer, 'lstm');
    expect(report.status).toBe(status);
    expect(report.message).toContain(message);
  });

  it('is a mistake of the test cell when the reference is none', () => {
    expect(() => checkStep(lstmAnswer(), 'transformer' as never)).toThrow(
      "check.step: reference must be 'rnn', 'lstm', 'gru', 'minGru' or a function"
    );
  });

  it('is never taken for right when its numbers are NaN', () => {
    const report = reportOf(
      lstmAnswer({ cNew: 'log(neg(mul(f, f)))' }),
      'lstm'
    );
    expect(report.first).toMatchObject({ channel: 'c', step: 0 });
    expect(report.first?.got).toBeNaN();
  });
});

/** A step that computes these equations, as a student's would. */
function stepOf(equations: readonly Equation[]): AnyStep {
  return (input, parameters) => {
    const channels: Record<string, Tensor> = {};
    for (const { channel, expression } of equations) {
      channels[channel] = evaluate(expression, symbol =>
        symbol.role === 'parameter'
          ? parameters[
              parameterKeys(symbol).find(key => key in parameters) ?? ''
            ]
          : symbol.role === 'channel'
            ? channels[symbol.name]
            : input[symbol.name]
      );
    }
    return channels as Named;
  };
}

describe.each<[string, () => Cell, StepReference]>([
  ['RNN', () => rnn({ inputSize: 2, units: 3, seed: 1 }) as Cell, 'rnn'],
  ['LSTM', () => lstm({ inputSize: 2, units: 3, seed: 1 }) as Cell, 'lstm'],
  ['GRU', () => gru({ inputSize: 2, units: 3, seed: 1 }) as Cell, 'gru']
])('every slip in every equation of the %s', (_, make, reference) => {
  const { equations, stateNames } = make();
  const slips = equations.flatMap(equation =>
    [...variants(equation, { equations, states: stateNames })].map(
      ({ expression, fault }) => ({
        channel: equation.channel,
        expression,
        fault
      })
    )
  );

  it('is found in its channel, and explained', () => {
    expect(slips.length).toBeGreaterThan(15);
    for (const { channel, expression, fault } of slips) {
      const slipped = equations.map(equation =>
        equation.channel === channel ? { channel, expression } : equation
      );
      const report = reportOf(stepOf(slipped) as StudentStep, reference);
      if (report.status === 'didNotRun') {
        // A product whose shapes do not fit, or a channel that is computed only later.
        continue;
      }
      if (report.status === 'passed') {
        // Two factors of one product may change places: that is no slip.
        expect(fault.kind).toBe('symbolsSwapped');
        continue;
      }
      expect(report.first?.channel).toBe(channel);
      expect(report.message).not.toContain('is not what is asked for');
    }
  });

  it('is found when the slip is none that we know of', () => {
    const odd: fc.Arbitrary<(expression: Expression) => Expression> =
      fc.constantFrom(
        (e: Expression): Expression => ({
          kind: 'operation',
          name: 'add',
          args: [e, { kind: 'number', value: 0.37 }]
        }),
        (e: Expression): Expression => ({
          kind: 'call',
          name: 'softsign',
          args: [e]
        }),
        (e: Expression): Expression => ({
          kind: 'operation',
          name: 'multiply',
          args: [e, { kind: 'call', name: 'exp', args: [e] }]
        }),
        (e: Expression): Expression => ({
          kind: 'call',
          name: 'square',
          args: [e]
        })
      );
    fc.assert(
      fc.property(fc.nat(equations.length - 1), odd, (index, change) => {
        const { channel } = equations[index];
        const slipped = equations.map((equation, at) =>
          at === index
            ? { channel, expression: change(equation.expression) }
            : equation
        );
        const report = reportOf(stepOf(slipped) as StudentStep, reference);
        expect(report.status).toBe('notYet');
        expect(report.first?.channel).toBe(channel);
        expect(report.first?.expected).not.toBe(report.first?.got);
      }),
      { numRuns: 25 }
    );
  });
});

it('a channel that is right by its own inputs is never blamed', () => {
  const one = stepCase(
    lstm({ inputSize: 3, units: 5, seed: 1 }) as Cell,
    caseSizes[1],
    5
  );
  const answer = lstmAnswer({
    f: 'mul(0.9, sigmoid(add(matmul(x, Wf), matmul(h, Uf), bf)))'
  });
  const got = trajectory(answer as AnyStep, one);
  expect(
    diagnose([{ stepCase: one, got }]).map(({ channel }) => channel)
  ).toEqual(['f']);
});
