import { loadKernels } from '../../../src/engine/kernels/loadKernels';
import { allowRelaxedSimd } from '../../../src/node/v8Settings';

it('gives the engine the kernels of relaxed SIMD', () => {
  allowRelaxedSimd();
  expect(loadKernels().kind).toBe('relaxed SIMD');
});
