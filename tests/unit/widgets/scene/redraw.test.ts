/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { mark, type Mark } from '../../../../src/scene/marks/mark';
import { standOut } from '../../../../src/scene/marks/standOut';
import { svg } from '../../../../src/widgets/base/dom';
import { drawn } from '../../../../src/widgets/scene/drawn';
import { redraw } from '../../../../src/widgets/scene/redraw';
import { draws } from '../draws';

const { marks } = fc.letrec<{ marks: Mark[]; mark: Mark }>(tie => ({
  marks: fc.array(tie('mark'), { maxLength: 4, depthIdentifier: 'marks' }),
  mark: fc
    .tuple(
      fc.constantFrom('g', 'rect', 'text', 'path'),
      fc.dictionary(
        fc.constantFrom('x', 'class', 'data-series'),
        fc.option(fc.nat(2), { nil: undefined })
      ),
      fc.oneof(
        { maxDepth: 2, depthIdentifier: 'marks' },
        fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
        tie('marks')
      )
    )
    .map(([tag, look, inside]) =>
      mark(tag as 'g', look, ...(inside as readonly (Mark | string)[]))
    )
}));

const markupOf = (pieces: readonly Mark[]) =>
  svg('g', {}, pieces.map(drawn)).innerHTML;

describe('a picture that is drawn anew', () => {
  it('is the same as one drawn for the first time, whatever it was before', () =>
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 4 }), pictures => {
        const element = svg('g');
        let was: readonly Mark[] = [];
        for (const next of pictures) {
          redraw(element, next, was);
          was = next;
          // Attributes may have come in another order.
          expect(element.isEqualNode(svg('g', {}, next.map(drawn)))).toBe(true);
        }
      }),
      draws(200)
    ));

  it('keeps the elements that stay what they are', () => {
    const element = svg('g');
    const at = (x: number) => [
      mark('g', {}, mark('rect', { x, width: 4 })),
      mark('text', { x: 1 }, 'same')
    ];
    redraw(element, at(1), []);
    const nodes = [...element.querySelectorAll('*')];
    redraw(element, at(2), at(1));
    expect([...element.querySelectorAll('*')]).toEqual(nodes);
    expect(nodes[1].getAttribute('x')).toBe('2');
  });
});

test('of several series one stands out: the shapes of the others fade, their words do not', () => {
  const row = (series: number) =>
    mark(
      'g',
      { 'data-series': series },
      mark('rect', { x: 1 }),
      mark('text', { x: 2 }, 'named')
    );
  const picture = [mark('path', { d: 'M0 0' }), mark('g', {}, row(0), row(1))];
  expect(standOut(picture, null)).toBe(picture);
  const found = markupOf(standOut(picture, 1));
  const faint = '<rect x="1" opacity="0.28"></rect>';
  const text = '<text x="2">named</text>';
  expect(found).toBe(
    `<path d="M0 0"></path><g><g data-series="0">${faint}${text}</g>` +
      `<g data-series="1"><rect x="1"></rect>${text}</g></g>`
  );
});
