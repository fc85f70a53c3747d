import type { ParameterCount } from '../../trace';

/**
 * The parameters of a gated layer with n inputs and m units: `4((n+m)m+m)` for an LSTM with one
 * bias a gate, `4((n+m)m+2m)` with PyTorch's pair; with a projection to p units
 * `4((n+p)m+m)+pm`.
 */
export function countText(layer: {
  readonly gates: number;
  readonly inputSize: number;
  readonly units: number;
  readonly biases: 0 | 1 | 2;
  readonly projection?: number;
}): ParameterCount {
  const { gates, inputSize: n, units: m, biases, projection: p } = layer;
  const write = (
    n: string | number,
    m: string | number,
    p: string | number,
    times: string
  ) => {
    const bias = ['', `+${m}`, `+2${times}${m}`][biases];
    const matrix = `(${n}+${p})${times}${m}`;
    const gate = `${matrix}${bias}`;
    const all =
      gates === 1
        ? gate
        : bias === ''
          ? `${gates}${gate}`
          : `${gates}(${gate})`;
    return layer.projection ? `${all}+${p}${times}${m}` : all;
  };
  const recurrent = p ?? m;
  return {
    count:
      gates * ((n + recurrent) * m + biases * m) +
      (p === undefined ? 0 : p * m),
    formula: write('n', 'm', p === undefined ? 'm' : 'p', ''),
    arithmetic: write(n, m, recurrent, '·')
  };
}
