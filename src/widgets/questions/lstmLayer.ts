import type { Equation, Expression, LayerTrace } from '../../trace';
import { beforeOf, letterOf } from '../../views/cell/circuit';

/** The LSTM as a layer without numbers: what its drawing needs. */
export function lstmLayer(): LayerTrace {
  const product = (a: Expression, b: Expression): Expression => ({
    kind: 'operation',
    name: 'multiply',
    args: [a, b]
  });
  const sum = (...args: Expression[]): Expression =>
    args.reduce((left, right) => ({
      kind: 'operation',
      name: 'add',
      args: [left, right]
    }));
  const call = (name: string, argument: Expression): Expression => ({
    kind: 'call',
    name,
    args: [argument]
  });
  const parameter = (name: string, subscript: string): Expression => ({
    kind: 'symbol',
    name,
    subscript,
    role: 'parameter'
  });
  const times = (a: Expression, b: Expression): Expression => ({
    kind: 'operation',
    name: 'matmul',
    args: [a, b]
  });
  const block = (name: string): Equation => ({
    channel: name,
    expression: call(
      name === 'g' ? 'tanh' : 'sigmoid',
      sum(
        times(parameter('W', name), {
          kind: 'symbol',
          name: 'x',
          role: 'input'
        }),
        times(parameter('U', name), beforeOf('h')),
        parameter('b', name)
      )
    )
  });
  return {
    name: 'lstm',
    cell: 'lstm',
    cellName: 'LSTM',
    direction: 'forward',
    inputSize: 1,
    units: 1,
    parameters: { count: 12, formula: '4((n+m)m+m)', arithmetic: '4 × 3' },
    equations: [
      ...['f', 'i', 'g', 'o'].map(block),
      {
        channel: 'c',
        expression: sum(
          product(letterOf('f'), beforeOf('c')),
          product(letterOf('i'), letterOf('g'))
        )
      },
      {
        channel: 'h',
        expression: product(letterOf('o'), call('tanh', letterOf('c')))
      }
    ],
    channels: []
  };
}
