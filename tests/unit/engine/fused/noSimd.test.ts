import { layers, sequential } from '../../../../src/engine';

// A host whose WebAssembly has no SIMD, or that has none: in a file of its own, since the kernels are
// loaded once for a process.
const { WebAssembly: present } = globalThis as { WebAssembly?: object };

beforeAll(() => Object.assign(globalThis, { WebAssembly: undefined }));
afterAll(() => Object.assign(globalThis, { WebAssembly: present }));

it('computes step by step, says why, and refuses to be asked for the kernels', async () => {
  const make = (compute: 'auto' | 'fused') => {
    const model = sequential(
      [
        layers.gru({ units: 3, inputShape: [null, 1] }),
        layers.dense({ units: 1 })
      ],
      { seed: 7, compute }
    );
    model.compile({ loss: 'meanSquaredError' });
    return model;
  };
  const model = make('auto');
  expect(String(model.summary())).toContain(
    'this engine has no SIMD in its WebAssembly'
  );
  const x = [[[0.5], [1]]];
  const before = (await model.fit(x, [[1]], { epochs: 5, verbose: 0 }))
    .batchLosses;
  expect(before[4]).toBeLessThan(before[0]);
  expect(model.predict(x).shape).toEqual([1, 1]);
  expect(() => make('fused').predict(x)).toThrow(
    'this engine has no SIMD in its WebAssembly'
  );
});
