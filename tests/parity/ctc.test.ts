import type { CtcOptions, FloatType } from '../../src/engine';
import { gradients, losses, tensor, variable } from '../../src/engine';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

interface CtcCase {
  name: string;
  options: CtcOptions;
  logits: number[][][];
  labels: number[][];
  mask: number[][];
  value: number | string;
  gradient: number[][][];
}

const tolerances: [FloatType, number][] = [
  ['f64', 1e-10],
  ['f32', 1e-5]
];

describe.each(fixture<CtcCase>('pytorch/ctc.json'))(
  'losses.ctc is PyTorch’s: $name',
  of => {
    it.each(tolerances)('in %s, with its gradient', (dtype, tolerance) => {
      const logits = variable(tensor(of.logits).cast(dtype));
      const loss = losses
        .ctc(of.options)
        .of(of.labels, logits, { mask: tensor(of.mask) });
      if (typeof of.value === 'string') {
        expect(loss.item()).toBe(Infinity);
      } else {
        expect(relativeError(loss, of.value)).toBeLessThan(tolerance);
      }
      const [gradient] = gradients(loss, [logits]);
      expect(relativeError(gradient, of.gradient)).toBeLessThan(tolerance);
    });
  }
);
