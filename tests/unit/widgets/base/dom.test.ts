/** @jest-environment jsdom */
import { html, textOf } from '../../../../src/widgets/base/dom';

describe('the words of a content', () => {
  it('keep an exponent apart from the number that it stands above', () => {
    const power = ['3.00 × 0.555', html('sup', {}, '19'), ' = 4.2 × 10⁻⁵'];
    const words = '3.00 × 0.555¹⁹ = 4.2 × 10⁻⁵';
    expect(textOf(power)).toBe(words);
    expect(textOf(html('p', {}, html('span', {}, power), '.'))).toBe(
      `${words}.`
    );
    expect(textOf(html('sup', {}, '-2'))).toBe('⁻²');
  });

  it('are those of the page elsewhere', () => {
    const sentence = html('p', {}, 'ρ(U', html('sub', {}, 'f'), ') ', 'is 1');
    expect(textOf(sentence)).toBe(sentence.textContent);
    expect(textOf(document.createTextNode('h'))).toBe('h');
  });
});
