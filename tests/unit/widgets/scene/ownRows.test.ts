/** @jest-environment jsdom */
import { across } from '../../../../src/scene/layoutAcross';
import { bars } from '../../../../src/scene/scene';
import { number, place } from '../../../../src/scene/table';
import { defineView } from '../../../../src/scene/view';
import { createDefinedView } from '../../../../src/widgets/scene/createDefinedView';
import { lstmTrace } from '../cells';
import { openView } from '../viewPage';

const run = lstmTrace({ steps: 9, units: 3 });

/** A view of a run with a row a unit; one that forgets to say so is the same without `opens`. */
const unitView = defineView<'trace'>()({
  name: 'unit-number',
  kind: 'trace',
  title: () => 'Numbers of units',
  opens: () => 1,
  table: ({ bundle: { layers } }) => ({
    caption: 'units',
    places: { count: layers[0].units, nameOf: unit => `unit ${unit}` },
    columns: {
      unit: place('unit', unit => unit),
      ten: number('ten times', unit => 10 * unit)
    }
  }),
  scene: () => ({
    layout: across,
    panels: [{ id: 'ten', marks: [bars('ten')] }],
    overlay: { line: ['ten'] }
  }),
  words: {
    question: () => 'How large is ten times a unit?',
    answer: (_, row = 1) => ({ row, sentence: `unit ${row}: ${10 * row}` }),
    reading: () => 'a bar is a unit.'
  }
});

describe('a view of a run whose rows are its own', () => {
  it('is walked by a cursor of its own, from the row on which it opens to the last', () => {
    const page = openView(createDefinedView(unitView), run);
    const step = page.cursor.position.step;
    const answer = () =>
      page.element.querySelector('.jp-gatescope-asked')?.textContent;
    expect(answer()).toContain('unit 1: 10');
    page.element
      .querySelector('.jp-gatescope-picture')
      ?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'End', bubbles: true })
      );
    expect(answer()).toContain('unit 2: 20');
    expect(page.cursor.position.step).toBe(step);
    page.cursor.move({ step: 7 }, {});
    expect(answer()).toContain('unit 2: 20');
    page.close();
  });

  it('that does not say so is told what is missing', () => {
    const forgetful = { ...unitView, opens: undefined };
    expect(() => openView(createDefinedView(forgetful), run)).toThrow(
      'unit-number: expected a table with a row for each of 9 steps, got 3 rows. ' +
        'Where these are its own, its definition says with `opens` on which of them it opens.'
    );
  });
});
