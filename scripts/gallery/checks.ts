import { CheckFailure, check } from '../../src/exercises/check';
import { add, matmul, mul, sigmoid, tanh } from '../../src/engine';
import type { Tensor } from '../../src/engine';
import type { CheckReport } from '../../src/trace';

type Values = Readonly<Record<string, Tensor>>;

function gates({ x, h }: Values, p: Values): Values {
  const gate = (name: string): Tensor =>
    add(matmul(x, p[`W${name}`]), matmul(h, p[`U${name}`]), p[`b${name}`]);
  return {
    f: sigmoid(gate('f')),
    i: sigmoid(gate('i')),
    g: tanh(gate('g')),
    o: sigmoid(gate('o'))
  };
}

/** The LSTM's step with the new memory scaled by the forget gate, too. */
function addsBeforeForgetting(input: Values, p: Values): Values {
  const { f, i, g, o } = gates(input, p);
  const c = mul(f, add(input.c, mul(i, g)));
  const h = mul(o, tanh(c));
  return { f, i, g, o, c, h };
}

function right(input: Values, p: Values): Values {
  const { f, i, g, o } = gates(input, p);
  const c = add(mul(f, input.c), mul(i, g));
  const h = mul(o, tanh(c));
  return { f, i, g, o, c, h };
}

/** What the check of a step says of an answer. */
export function reportOf(answer: 'right' | 'wrong' | 'stopped'): CheckReport {
  const report = reported(answer);
  return {
    ...report,
    title: 'Write the LSTM step',
    maxPoints: 3,
    points: report.status === 'passed' ? 3 : 0
  };
}

function reported(answer: 'right' | 'wrong' | 'stopped'): CheckReport {
  const step =
    answer === 'right'
      ? right
      : answer === 'wrong'
        ? addsBeforeForgetting
        : (): Values => {
            throw new ReferenceError('forgetGate is not defined');
          };
  try {
    return check.step(step, 'lstm').toBundle();
  } catch (error) {
    if (error instanceof CheckFailure) {
      return error.report;
    }
    throw error;
  }
}
