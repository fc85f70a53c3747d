import { float32, TRACE_VERSION } from '../../../src/trace';
import type {
  CellKind,
  Channel,
  ChannelRole,
  Equation,
  Expression,
  LayerTrace,
  Trace
} from '../../../src/trace';

/** Small traces computed here by plain loops, to hold the views' arithmetic against. */

export const channel = (name: string): Expression => ({
  kind: 'symbol',
  name,
  role: 'channel'
});
export const before = (name: string): Expression => ({
  kind: 'symbol',
  name,
  role: 'state',
  lag: -1
});
export const input: Expression = { kind: 'symbol', name: 'x', role: 'input' };
export const parameter = (name: string, subscript?: string): Expression => ({
  kind: 'symbol',
  name,
  subscript,
  role: 'parameter'
});
export const number = (value: number): Expression => ({
  kind: 'number',
  value
});
export const call = (name: string, ...args: Expression[]): Expression => ({
  kind: 'call',
  name,
  args
});
export const operation = (
  name: Extract<Expression, { kind: 'operation' }>['name'],
  ...args: Expression[]
): Expression => ({ kind: 'operation', name, args });

const preactivation = (gate?: string): Expression =>
  operation(
    'add',
    operation(
      'add',
      operation('matmul', parameter('W', gate), input),
      operation('matmul', parameter('U', gate), before('h'))
    ),
    parameter('b', gate)
  );

export const lstmEquations: readonly Equation[] = [
  ...['f', 'i', 'g', 'o'].map(name => ({
    channel: name,
    expression: call(name === 'g' ? 'tanh' : 'sigmoid', preactivation(name))
  })),
  {
    channel: 'c',
    expression: operation(
      'add',
      operation('multiply', channel('f'), before('c')),
      operation('multiply', channel('i'), channel('g'))
    )
  },
  {
    channel: 'h',
    expression: operation('multiply', channel('o'), call('tanh', channel('c')))
  }
];

/** PyTorch's form, with the reset gate outside the product with U. */
export const gruEquations: readonly Equation[] = [
  { channel: 'r', expression: call('sigmoid', preactivation('r')) },
  { channel: 'z', expression: call('sigmoid', preactivation('z')) },
  {
    channel: 'n',
    expression: call(
      'tanh',
      operation(
        'add',
        operation(
          'add',
          operation('matmul', parameter('W', 'n'), input),
          parameter('b', 'in')
        ),
        operation(
          'multiply',
          channel('r'),
          operation(
            'add',
            operation('matmul', parameter('U', 'n'), before('h')),
            parameter('b', 'hn')
          )
        )
      )
    )
  },
  {
    channel: 'h',
    expression: operation(
      'add',
      operation(
        'multiply',
        operation('subtract', number(1), channel('z')),
        channel('n')
      ),
      operation('multiply', channel('z'), before('h'))
    )
  }
];

export const rnnEquations: readonly Equation[] = [
  { channel: 'h', expression: call('tanh', preactivation()) }
];

/** A number in (0, 1) that looks random, the same in every run. */
export function noise(index: number): number {
  const wave = Math.sin(index * 12.9898 + 4.1414) * 43758.5453;
  return wave - Math.floor(wave);
}

interface Made {
  readonly steps?: number;
  readonly units?: number;
  readonly direction?: 'forward' | 'backward';
  readonly mask?: readonly number[];
}

/** An LSTM whose gates are noise and whose states follow from them. */
export function lstmTrace({
  steps = 12,
  units = 3,
  direction = 'forward',
  mask
}: Made = {}): Trace {
  const size = steps * units;
  const gate = (seed: number): number[] =>
    Array.from({ length: size }, (_, index) => noise(index + seed * 1000));
  const f = gate(1);
  const i = gate(2);
  const g = gate(3).map(value => 2 * value - 1);
  const o = gate(4);
  const initial = Array.from({ length: units }, (_, unit) => noise(unit) - 0.5);
  const c = new Array<number>(size).fill(0);
  const h = new Array<number>(size).fill(0);
  for (let count = 0; count < steps; count++) {
    const step = direction === 'forward' ? count : steps - 1 - count;
    const previous = direction === 'forward' ? step - 1 : step + 1;
    for (let unit = 0; unit < units; unit++) {
      const at = step * units + unit;
      const earlier = count === 0 ? initial[unit] : c[previous * units + unit];
      c[at] =
        mask && mask[step] === 0 ? earlier : f[at] * earlier + i[at] * g[at];
      h[at] = o[at] * Math.tanh(c[at]);
    }
  }
  return makeTrace(
    'lstm',
    lstmEquations,
    { f, i, g, o, c, h },
    { c: initial, h: initial.map(() => 0.25) },
    { steps, units, direction, mask }
  );
}

/** A GRU whose gates and candidate are noise and whose state follows from them. */
export function gruTrace({ steps = 12, units = 3 }: Made = {}): Trace {
  const size = steps * units;
  const gate = (seed: number): number[] =>
    Array.from({ length: size }, (_, index) => noise(index + seed * 1000));
  const r = gate(1);
  const z = gate(2);
  const n = gate(3).map(value => 2 * value - 1);
  const h = new Array<number>(size).fill(0);
  for (let step = 0; step < steps; step++) {
    for (let unit = 0; unit < units; unit++) {
      const at = step * units + unit;
      const earlier = step === 0 ? 0 : h[at - units];
      h[at] = (1 - z[at]) * n[at] + z[at] * earlier;
    }
  }
  return makeTrace('gru', gruEquations, { r, z, n, h }, {}, { steps, units });
}

const roles: Readonly<Record<string, ChannelRole>> = {
  f: 'gate',
  i: 'gate',
  o: 'gate',
  r: 'gate',
  z: 'gate',
  g: 'candidate',
  n: 'candidate',
  c: 'state',
  h: 'state'
};

const labels: Readonly<Record<string, string>> = {
  f: 'forget',
  i: 'input',
  g: 'candidate',
  o: 'output',
  c: 'cell state',
  h: 'hidden state',
  r: 'reset',
  z: 'update',
  n: 'candidate'
};

/** A trace of one layer from its channels, each `[T, H]` in rows. */
export function makeTrace(
  cell: CellKind,
  equations: readonly Equation[],
  channels: Readonly<Record<string, readonly number[]>>,
  initial: Readonly<Record<string, readonly number[]>>,
  { steps = 12, units = 3, direction = 'forward', mask }: Made
): Trace {
  const layer: LayerTrace = {
    name: 'recurrent',
    cell,
    cellName: cell.toUpperCase(),
    direction,
    inputSize: 1,
    units,
    parameters: { count: 0, formula: '', arithmetic: '' },
    equations,
    channels: Object.entries(channels).map(([name, values]): Channel => ({
      name,
      label: labels[name] ?? name,
      role: roles[name] ?? 'value',
      range: roles[name] === 'gate' ? [0, 1] : [-1, 1],
      array: float32(values, [steps, units]),
      initial: initial[name] ? float32(initial[name], [units]) : undefined
    }))
  };
  return {
    kind: 'trace',
    version: TRACE_VERSION,
    id: 'made-here',
    time: {
      steps,
      name: 'step',
      mask: mask
        ? { dtype: 'u8', shape: [steps], values: Uint8Array.from(mask) }
        : undefined
    },
    input: {
      names: ['x'],
      array: float32(new Array<number>(steps).fill(1), [steps, 1]),
      editable: true
    },
    layers: [layer],
    outputs: [],
    clamps: [],
    edits: []
  };
}
