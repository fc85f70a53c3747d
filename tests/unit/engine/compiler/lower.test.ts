import { cell } from '../../../../src/engine';
import { compiledSequence } from '../../../../src/engine/compiler/compiledSequence';
import type { FloatType } from '../../../../src/engine/tensor/operation';
import { Tensor } from '../../../../src/engine/tensor/tensor';

const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  sigmoid: x => x.sigmoid(),
  tanh: x => x.tanh(),
  exp: x => x.exp(),
  log: x => x.abs().log(),
  softplus: x => x.softplus(),
  elu: x => x.elu(),
  sqrt: x => x.abs().sqrt()
};

// Every size of number, both ends of the exponential, and where it leaves f32.
const places = [
  0, 1e-300, 1e-42, 1e-30, 1e-8, 1e-3, 0.1, 0.3466, 0.5, 0.7071, 1, 1.5, 2.7, 5,
  9.1, 20, 60, 80, 86.9, 300, 700
].flatMap(size => [size, -size]);

describe('functions of machine code', () => {
  it.each(
    Object.keys(functions).flatMap(name =>
      (['f64', 'f32'] as const).map(dtype => [name, dtype] as const)
    )
  )('compute %s in %s to its last digits', (name, dtype: FloatType) => {
    const x = Array.from(dtype === 'f32' ? Float32Array.from(places) : places);
    const of = cell({
      name,
      inputSize: x.length,
      units: x.length,
      dtype,
      state: ['h'],
      parameters: ['b'],
      step: ({ x: given }, { b }) => ({ h: functions[name](given).add(b) })
    });
    const typed = (values: readonly number[], shape: readonly number[]) =>
      new Tensor(
        dtype === 'f32' ? Float32Array.from(values) : Float64Array.from(values),
        shape
      );
    const { output } = compiledSequence({
      cell: of,
      parameters: of.weights.parameters(),
      x: typed(x, [1, 1, x.length]),
      initial: { h: typed(new Array<number>(x.length).fill(0), [1, x.length]) }
    })!;
    const exact = functions[name](typed(x, [x.length]));
    const digits = dtype === 'f32' ? 1.2e-6 : 2e-14;
    x.forEach((value, at) => {
      const [own, wanted] = [output.values[at], exact.values[at]];
      const fits =
        own === wanted ||
        Math.abs(own - wanted) <=
          digits * Math.abs(wanted) + (dtype === 'f32' ? 2e-38 : 4e-308);
      expect([value, own, fits]).toEqual([value, own, true]);
    });
  });

  it.each(Object.keys(functions))(
    'leave what is no number as it is (%s)',
    name => {
      const of = cell({
        name,
        inputSize: 1,
        units: 1,
        state: ['h'],
        parameters: ['b'],
        step: ({ x: given }, { b }) => ({ h: functions[name](given).add(b) })
      });
      const { output } = compiledSequence({
        cell: of,
        parameters: of.weights.parameters(),
        x: new Tensor(Float64Array.of(NaN), [1, 1, 1]),
        initial: { h: new Tensor(Float64Array.of(0), [1, 1]) }
      })!;
      expect(output.values[0]).toBeNaN();
    }
  );
});
