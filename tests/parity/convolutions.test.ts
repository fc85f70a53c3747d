import type { TensorLike } from '../../src/engine';
import {
  gradients,
  layers,
  sequential,
  setHost,
  tensor,
  variable,
  writeSafetensors
} from '../../src/engine';
import { seededPass } from '../../src/engine/models/seededPass';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

interface ConvolutionCase {
  name: string;
  options: { dilation?: number; padding?: 'same'; bias?: boolean };
  state: Record<string, TensorLike>;
  x: TensorLike;
  output: TensorLike;
  upstream: TensorLike;
  xGradient: TensorLike;
  gradients: Record<string, TensorLike>;
}

it.each(fixture<ConvolutionCase>('pytorch/convolutions.json'))(
  'a convolution of PyTorch, $name: loaded, it answers and learns as there',
  async of => {
    const layer = layers.conv1d({
      filters: 4,
      kernelSize: 3,
      dilationRate: of.options.dilation ?? 1,
      padding: of.options.padding ?? 'valid',
      useBias: of.options.bias ?? true
    });
    const model = sequential([layer], { seed: 1, dtype: 'f64' });
    model.build([7, 3]);
    const file = writeSafetensors(
      Object.fromEntries(
        Object.entries(of.state).map(([name, value]) => [
          `conv.${name}`,
          tensor(value)
        ])
      )
    );
    setHost({ readFile: () => Promise.resolve(file) });
    await model.loadWeights('conv.safetensors');
    expect(relativeError(model.predict(of.x), of.output)).toBeLessThan(1e-10);
    const x = variable(of.x);
    const output = layer.call({ values: x }, seededPass(1, false, 0)).values;
    const [dx, kernel, bias] = gradients(output.mul(of.upstream).sum(), [
      x,
      ...layer.variables.map(weight => weight.tensor)
    ]);
    expect(relativeError(dx, of.xGradient)).toBeLessThan(1e-10);
    expect(
      relativeError(kernel.transpose([2, 1, 0]), of.gradients.weight)
    ).toBeLessThan(1e-10);
    expect(bias === undefined).toBe(of.options.bias === false);
    if (bias) {
      expect(relativeError(bias, of.gradients.bias)).toBeLessThan(1e-10);
    }
  }
);
