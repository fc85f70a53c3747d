/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { finiteField } from '../../../../src/widgets/base/finiteField';
import { untranslated } from '../../../../src/scene/words/translate';
import { draws } from '../draws';

describe('a field for a number', () => {
  it('reads what is finite, and says of everything else what came', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom('', ' ', 'abc', '1e400', '-1e400', 'NaN', '0,5'),
          fc.string(),
          fc.double().map(String)
        ),
        typed => {
          const { input, message, read } = finiteField({}, untranslated);
          input.value = typed;
          const words = input.value.trim();
          const value = words === '' ? NaN : Number(words.replaceAll('−', '-'));
          if (Number.isFinite(value)) {
            expect(read()).toBe(value);
            expect(message.textContent).toBe('');
            expect(input.hasAttribute('aria-invalid')).toBe(false);
          } else {
            expect(read()).toBeNull();
            expect(message.textContent).toContain('finite number');
            expect(message.textContent).toContain(words || 'empty');
            expect(input.getAttribute('aria-invalid')).toBe('true');
            input.dispatchEvent(new Event('input'));
            expect(message.textContent).toBe('');
          }
        }
      ),
      draws(100)
    );
  });
});
