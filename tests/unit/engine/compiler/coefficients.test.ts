import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  exponential,
  numbers
} from '../../../../src/engine/compiler/coefficients';

describe('the coefficients of machine code in f32', () => {
  const kernels = readFileSync(
    join(__dirname, '../../../../wasm/activation.ts'),
    'utf8'
  );
  const constant = (name: string) => {
    const found = new RegExp(`const ${name}: f32 = ([^;]+);`).exec(kernels);
    return Number(found?.[1]);
  };

  it('are those of the kernels', () => {
    expect(exponential.f32).toEqual(
      ['C2', 'C3', 'C4', 'C5', 'C6'].map(constant)
    );
    expect(numbers.f32.magic).toBe(constant('MAGIC'));
    expect(numbers.f32.least).toBe(-constant('SIGMOID_LIMIT'));
    expect(numbers.f32.ln2[1]).toBe(constant('LN2_LOW'));
    expect(kernels).toContain(`: ${numbers.f32.ln2[0]};`);
  });
});
