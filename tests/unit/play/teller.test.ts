/** @jest-environment jsdom */
import { horizonLines } from '../../../src/play/playLines';
import { createTeller } from '../../../src/play/teller';
import { html } from '../../../src/widgets/base/dom';
import type { ShownLines } from '../../../src/widgets/describe/line';

const linesOf = (...held: readonly (readonly number[])[]): ShownLines | null =>
  horizonLines(
    {
      names: ['Plain RNN', 'LSTM'],
      groups: [1, 2],
      planned: 60,
      across: 'steps',
      ends: ['chance', 'always right'],
      epochWord: 'epoch',
      rows: held.map(row => [Float32Array.from(row)]),
      at: { epoch: 0, group: 0 }
    },
    ['the plain RNN', 'the LSTM'],
    0
  );

function tellerOf(shown: () => ShownLines | null) {
  const teller = createTeller('what both hold', html('p'), {
    shown,
    of: () => 'After epoch 1',
    step: () => 0,
    reads: () => ['a', 'b'],
    move: () => undefined
  });
  document.body.replaceChildren(teller.element);
  const press = (key: string) =>
    teller.key(new KeyboardEvent('keydown', { key }));
  const cells = () =>
    [...teller.element.querySelectorAll('tr')].map(row =>
      [...row.children].map(({ textContent }) => textContent)
    );
  return { teller, press, cells };
}

describe('what is told of a picture of the playground', () => {
  it('has its numbers as a table, opened and closed by T as in every view', () => {
    const { teller, press, cells } = tellerOf(() => linesOf([0, 0.5], [1, 1]));
    expect(press('t')).toBe(true);
    expect(cells()).toEqual([
      ['delay', 'reads', 'what the plain RNN holds', 'what the LSTM holds'],
      ['delay 1', 'a', '0.00', '1.00'],
      ['delay 2', 'b', '0.50', '1.00']
    ]);
    expect(teller.element.querySelector('caption')!.textContent).toBe(
      'After epoch 1'
    );
    expect(document.activeElement!.textContent).toContain('After epoch 1');
    press('t');
    expect(document.activeElement!.textContent).toBe('Table');
    expect(
      teller.element.querySelector<HTMLElement>('.play-table')!.hidden
    ).toBe(true);
  });

  it('keeps an open table at the numbers that are seen', () => {
    let lines = linesOf([0, 0.5], [1, 1]);
    const { teller, press, cells } = tellerOf(() => lines);
    press('t');
    lines = linesOf([0.25, 0.5], [1, 1]);
    teller.follow('the same picture');
    expect(cells()[1]).toEqual(['delay 1', 'a', '0.25', '1.00']);
  });

  it('says that nothing is learned where there is no number yet', () => {
    const { teller, press } = tellerOf(() => null);
    press('t');
    expect(teller.element.querySelector('.play-told')!.textContent).toBe(
      'Nothing is learned yet.'
    );
  });
});
