import type { Sequential } from '../../src/engine';
import { layers, sequential, tensor } from '../../src/engine';
import { held } from './layerOf';
import type { Named, Nested, Options, Trained, Weights } from './program';
import { compile, numbersOf } from './program';

/** A program of tests/fixtures/random_pytorch.py. */
export interface PytorchProgram extends Trained {
  readonly program: {
    readonly cell: 'lstm' | 'gru' | 'simpleRNN';
    readonly units: number;
    readonly layers: number;
    readonly bidirectional: boolean;
    readonly useBias: boolean;
    readonly perStep: boolean;
    readonly outputs: number;
    readonly activation: 'tanh' | 'relu';
    readonly projection: number | null;
    readonly held: Options;
    readonly headHeld: Options;
    readonly loss: Named;
  };
  readonly lengths: readonly number[] | null;
  readonly weights: Weights;
  readonly output: Nested;
  readonly gradients: Weights;
  readonly after: Weights;
}

/** The model with its weights, compiled. */
export function modelOfPytorch(
  of: PytorchProgram,
  compute: 'tape' | 'auto'
): Sequential {
  const { program, lengths, optimizer } = of;
  const { cell, units, useBias, activation, projection } = program;
  const recurrent = (at: number) => {
    const layer = layers[cell]({
      units,
      useBias,
      convention: 'pytorch',
      returnSequences: at < program.layers - 1 || program.perStep,
      ...(cell === 'simpleRNN' && { activation }),
      ...(projection !== null && { projection }),
      ...held(program.held)
    });
    return program.bidirectional ? layers.bidirectional({ layer }) : layer;
  };
  const model = sequential(
    [
      ...(lengths ? [layers.masking()] : []),
      ...Array.from({ length: program.layers }, (_, at) => recurrent(at)),
      ...(program.outputs > 0
        ? [layers.dense({ units: program.outputs, ...held(program.headHeld) })]
        : [])
    ],
    { seed: 1, compute }
  );
  model.build([null, tensor(of.x as number[]).shape[2]]);
  compile(model, program.loss, optimizer);
  model.setWeights(
    Object.fromEntries(
      model.variables.map(({ name, tensor: { shape } }) => [
        name,
        tensor(Array.from(named(of, of.weights).get(name)!)).reshape([...shape])
      ])
    )
  );
  return model;
}

/** PyTorch's parameters under our names, in our layout. */
export function named(
  { program, lengths }: PytorchProgram,
  weights: Weights
): Map<string, ArrayLike<number>> {
  const type = { lstm: 'lstm', gru: 'gru', simpleRNN: 'simple_rnn' }[
    program.cell
  ];
  expect(lengths === null || lengths.length > 0).toBe(true);
  return new Map(
    Object.entries(weights).map(([name, value]) => {
      if (name.startsWith('head.')) {
        const given = tensor(value as number[]);
        return name === 'head.weight'
          ? (['dense/kernel', given.transpose().values] as const)
          : (['dense/bias', given.values] as const);
      }
      const [, weight, at, reverse] = /layer\.(\w+)_l(\d)(_reverse)?$/.exec(
        name
      )!;
      const base = program.bidirectional ? 'bidirectional' : type;
      const layer = at === '0' ? base : `${base}_${at}`;
      const side = program.bidirectional
        ? reverse
          ? 'backward/'
          : 'forward/'
        : '';
      return [`${layer}/${side}${weight}`, numbersOf(value)] as const;
    })
  );
}
