import type { Layer, TensorLike } from '../../src/engine';
import {
  layers,
  sequential,
  setHost,
  tensor,
  writeSafetensors
} from '../../src/engine';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

interface ModuleCase {
  name: string;
  kind: 'RNN' | 'LSTM' | 'GRU';
  options: {
    num_layers: number;
    bidirectional: boolean;
    bias: boolean;
    proj_size?: number;
    nonlinearity?: 'relu';
  };
  lengths: number[] | null;
  state: Record<string, TensorLike>;
  x: TensorLike;
  output: TensorLike;
  logits: TensorLike;
}

const make = {
  RNN: layers.simpleRNN,
  LSTM: layers.lstm,
  GRU: layers.gru
};

/** The layers of a module: those that read padded steps as padding, when there are lengths. */
function layersOf(of: ModuleCase, returnSequences: boolean): Layer[] {
  const { num_layers, bidirectional, bias, proj_size, nonlinearity } =
    of.options;
  const levels = Array.from({ length: num_layers }, (_, level) => {
    const layer = make[of.kind]({
      units: 3,
      convention: 'pytorch',
      useBias: bias,
      returnSequences: returnSequences || level < num_layers - 1,
      ...(proj_size && { projection: proj_size }),
      ...(nonlinearity && { activation: nonlinearity })
    });
    return bidirectional ? layers.bidirectional({ layer }) : layer;
  });
  return [...(of.lengths ? [layers.masking()] : []), ...levels];
}

describe.each(fixture<ModuleCase>('pytorch/modules.json'))('$name', of => {
  const of32 = [
    ['f64', 1e-10],
    ['f32', 2e-5]
  ] as const;

  it.each(of32)(
    'loaded from its state_dict answers as in PyTorch in %s',
    async (dtype, tolerance) => {
      const state = Object.fromEntries(
        Object.entries(of.state).map(([name, values]) => [name, tensor(values)])
      );
      const classifier = sequential(
        [
          ...layersOf(of, false),
          layers.dense({ units: 2, convention: 'pytorch' })
        ],
        { dtype }
      );
      const reader = sequential(layersOf(of, true), { dtype });
      for (const [model, wanted, prefix] of [
        [classifier, of.logits, ''],
        [reader, of.output, 'rnn.']
      ] as const) {
        setHost({
          readFile: async () =>
            writeSafetensors(
              Object.fromEntries(
                Object.entries(state).filter(([name]) =>
                  name.startsWith(prefix)
                )
              )
            )
        });
        model.build([null, 2]);
        await model.loadWeights('module.safetensors');
        expect(relativeError(model.predict(of.x), wanted)).toBeLessThan(
          tolerance
        );
      }
    }
  );
});
