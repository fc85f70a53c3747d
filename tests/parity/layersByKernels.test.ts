import type { TensorLike } from '../../src/engine';
import { layers, sequential, tensor } from '../../src/engine';
import {
  fusedFrom,
  fusedPass,
  wholeBatch
} from '../unit/engine/fused/modelSupport';
import { kinds } from '../unit/engine/fused/support';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

// Keras's layers (tests/fixtures/make_keras.py) on each kind of kernel: outputs from the last step on,
// directions merged in any way, hard gates.

interface LayerCase {
  readonly name: string;
  readonly layer: 'simpleRNN' | 'lstm' | 'gru';
  readonly options: {
    readonly mergeMode?: 'concat';
    readonly activation?: string;
    readonly returnSequences?: boolean;
    readonly goBackwards?: boolean;
  };
  readonly x: TensorLike;
  readonly mask: unknown;
  readonly initial: unknown;
  readonly weights: readonly TensorLike[];
  readonly outputs: readonly TensorLike[];
  readonly upstream: readonly TensorLike[];
  readonly weightGradients: readonly TensorLike[];
}

const computed = ({ mask, initial, layer, options }: LayerCase) =>
  !mask &&
  !initial &&
  (layer === 'simpleRNN' || options.activation === undefined);

const recurrent = fixture<LayerCase>('keras/recurrent.json').filter(computed);
const merged = fixture<LayerCase>('keras/bidirectional.json').filter(computed);

/** dL/doutput where the loss also reads the state h, which is the output of the step computed last. */
function upstreamOf({ upstream: [output, ...states] }: LayerCase) {
  const all = tensor(output).values.slice();
  if (states.length > 0) {
    const hidden = tensor(states[0]);
    const [batch, units] = hidden.shape;
    const row = all.length / batch;
    hidden.values.forEach((value, at) => {
      const sequence = Math.floor(at / units);
      all[(sequence + 1) * row - units + (at % units)] += value;
    });
  }
  return all;
}

function expectSame(of: LayerCase, both: boolean): void {
  const { mergeMode, ...options } = of.options;
  const make = (units: number) =>
    layers[of.layer]({ ...options, units } as { units: number });
  const x = tensor(of.x as number[]);
  const model = sequential(
    [both ? layers.bidirectional({ layer: make(3), mergeMode }) : make(4)],
    { seed: 1, compute: 'tape' }
  );
  model.build([null, x.shape[2]]);
  model.setWeights(of.weights);
  for (const kind of kinds) {
    const network = fusedFrom(model, kind, x.shape[2]);
    const output = tensor(of.outputs[0]);
    const found = tensor(network.predict(wholeBatch(x)));
    expect(relativeError(found.reshape(output.shape), output)).toBeLessThan(
      1e-5
    );
    // Of an LSTM's cell state the kernels take no derivative from outside.
    if (of.upstream.length < 3) {
      // A truth from which the mean of squares has these derivatives.
      const upstream = upstreamOf(of);
      const truth = found.values.map(
        (value, at) => value - (upstream[at] * found.size) / 2
      );
      const { gradients } = fusedPass(
        network,
        model,
        x,
        tensor(truth).reshape(output.shape),
        { kind: 'meanSquaredError' }
      );
      const names = model.variables.map(({ name }) => name);
      gradients.forEach((values, name) => {
        const expected = tensor(of.weightGradients[names.indexOf(name)]);
        expect(
          relativeError(tensor(values).reshape(expected.shape), expected)
        ).toBeLessThan(1e-5);
      });
    }
    network.dispose();
  }
}

describe('the kernels agree with Keras in outputs and gradients', () => {
  it.each(recurrent)('$name', of => expectSame(of, false));
  it.each(merged)('$name', of => expectSame(of, true));

  it('of each cell backwards with an output for each step, and of each merge', () => {
    const backwards = recurrent.filter(
      ({ options }) => options.goBackwards && options.returnSequences
    );
    expect(backwards.map(({ layer }) => layer)).toEqual([
      'simpleRNN',
      'lstm',
      'gru',
      'gru'
    ]);
    const modes = new Set(merged.map(({ options }) => options.mergeMode));
    expect([...modes].sort()).toEqual(['ave', 'concat', 'mul', 'sum']);
  });
});
