/** @jest-environment jsdom */
import { html, contentText } from '../../../../src/widgets/base/dom';

describe('the words of a content', () => {
  it('keep an exponent apart from the number that it stands above', () => {
    const power = ['3.00 × 0.555', html('sup', {}, '19'), ' = 4.2 × 10⁻⁵'];
    const words = '3.00 × 0.555¹⁹ = 4.2 × 10⁻⁵';
    expect(contentText(power)).toBe(words);
    expect(contentText(html('p', {}, html('span', {}, power), '.'))).toBe(
      `${words}.`
    );
    expect(contentText(html('sup', {}, '-2'))).toBe('⁻²');
  });

  it('are those of the page elsewhere', () => {
    const sentence = html('p', {}, 'ρ(U', html('sub', {}, 'f'), ') ', 'is 1');
    expect(contentText(sentence)).toBe(sentence.textContent);
    expect(contentText(document.createTextNode('h'))).toBe('h');
  });
});
