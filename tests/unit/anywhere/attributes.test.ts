import fc from 'fast-check';
import { lstm } from '../../../src/engine';
import { decodeBundle, encode } from '../../../src/trace';
import {
  opened,
  requireOpening,
  themeAsked
} from '../../../src/anywhere/attributes';

const element = (given: Readonly<Record<string, string>>) => ({
  getAttribute: (name: string) => given[name] ?? null
});
const bundle = encode(
  lstm({ inputSize: 1, units: 2, seed: 1 }).run([1, 0, 0]).toBundle()
);
const viewOf = (given: Readonly<Record<string, string>>) => {
  const decoded = decodeBundle(opened(bundle, element(given)));
  return 'view' in decoded ? decoded.view : undefined;
};

describe('the attributes of a picture in a page', () => {
  it('say what it opens on', () => {
    expect(viewOf({ view: 'cell', step: '1', unit: '0' })).toMatchObject({
      view: 'cell',
      step: 1,
      unit: 0
    });
  });

  it('leave a bundle as it is where there are none', () => {
    expect(opened(bundle, element({}))).toBe(bundle);
  });

  it('name every value that no picture can open on', () => {
    const words = fc
      .string({ minLength: 1 })
      .filter(text => !/^\d+$/.test(text));
    fc.assert(
      fc.property(fc.constantFrom('step', 'unit'), words, (name, text) => {
        expect(() => opened(bundle, element({ [name]: text }))).toThrow(
          `the attribute ${name} should be a whole number from 0, got “${text}”.`
        );
      })
    );
    expect(() => viewOf({ view: 'gate' })).toThrow('view');
    expect(() => viewOf({ sort: 'size' })).toThrow('sort');
  });

  it.each([
    ['step', '3', 'less than 3, the number of steps'],
    ['unit', '2', 'less than 2, the number of units'],
    ['layer', 'second', 'the name of a layer (lstm)'],
    ['view', 'influence', 'one that this run has the numbers for (gates, cell,']
  ])('refuse a %s that the run does not have', (name, asked, words) => {
    const given = element({ [name]: asked });
    const decoded = decodeBundle(opened(bundle, given));
    expect(() => requireOpening(decoded, given)).toThrow(
      `the attribute ${name} should be ${words}`
    );
  });

  it.each([{ step: '2', unit: '1', layer: 'lstm', view: 'river' }, {}])(
    'open on what the run has: %j',
    asked => {
      const given = element(asked as Record<string, string>);
      const decoded = decodeBundle(opened(bundle, given));
      expect(() => requireOpening(decoded, given)).not.toThrow();
    }
  );

  it('choose a theme by its name, and refuse another', () => {
    expect(themeAsked(element({}))).toBeNull();
    expect(themeAsked(element({ theme: 'dark' }))).toBe('dark');
    expect(() => themeAsked(element({ theme: 'sepia' }))).toThrow(
      'theme should be light or dark, got “sepia”'
    );
  });
});
