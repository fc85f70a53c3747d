import { add, matmul, sigmoid, type Tensor } from '../engine';
import {
  expressionText,
  floats,
  type Channel,
  type Expression,
  type LayerTrace
} from '../trace';
import { ANSWER } from './messages';

/** The last layer, ŷ = σ(W h + b), as a layer of one step, so that it is read as the others are. */
export function readoutOf(
  weights: Readonly<Record<string, Tensor>>,
  states: Tensor,
  isNumber: boolean
): LayerTrace {
  const { 'dense/kernel': kernel, 'dense/bias': bias } = weights;
  const [size, units] = kernel.shape;
  const product = matmul(states.at(-1).reshape([1, size]), kernel);
  const sum = add(product, bias);
  const symbol = (name: string, role: 'state' | 'parameter'): Expression => ({
    kind: 'symbol',
    name,
    role
  });
  const weighted: Expression = {
    kind: 'operation',
    name: 'matmul',
    args: [symbol('W', 'parameter'), symbol('h', 'state')]
  };
  const logit: Expression = {
    kind: 'operation',
    name: 'add',
    args: [weighted, symbol('b', 'parameter')]
  };
  const channelOf = (
    name: string,
    role: Channel['role'],
    { values }: Tensor
  ): Channel => ({
    name,
    label: '',
    role,
    range: [0, 1],
    array: floats(values, [1, units])
  });
  return {
    name: 'dense',
    cell: 'custom',
    cellName: 'read-out',
    direction: 'forward',
    inputSize: size,
    units,
    parameters: {
      count: (size + 1) * units,
      formula: '(m+1)k',
      arithmetic: `(${size}+1)${units}`
    },
    equations: [
      {
        channel: ANSWER,
        expression: isNumber
          ? logit
          : { kind: 'call', name: 'sigmoid', args: [logit] }
      }
    ],
    channels: [
      channelOf(ANSWER, 'value', isNumber ? sum : sigmoid(sum)),
      channelOf(expressionText(weighted), 'term', product),
      channelOf('b', 'term', bias)
    ]
  };
}
