/** @jest-environment jsdom */
import { lstm } from '../../../../src/engine';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { openView } from '../viewPage';

const inputs = Array.from({ length: 6 }, (_, step) => [Math.sin(step)]);
const run = lstm({ inputSize: 1, units: 5, seed: 1 }).run(inputs).toBundle();

describe('the tables of the gates', () => {
  const page = openView(createGatesView, run);
  const { element } = page;
  const click = (tool: string): void =>
    element.querySelector<HTMLElement>(`[data-tool="${tool}"]`)?.click();
  const forget = run.layers[0].channels.find(({ name }) => name === 'f')!;

  it('by unit has the values at the step and the means, and is sorted by them', () => {
    page.cursor.move({ step: 2, unit: 0 }, {});
    click('table');
    click('table-1');
    click('sort-mean f');
    click('sort-mean f');
    const means = Array.from({ length: 5 }, (_, unit) =>
      inputs.reduce(
        (sum, _each, step) => sum + forget.array.values[step * 5 + unit] / 6,
        0
      )
    );
    const rows = [...element.querySelectorAll('tbody tr')];
    const highest = means.indexOf(Math.max(...means));
    expect(rows[0].querySelector('th')?.textContent).toBe(String(highest));
    const heads = page.texts('thead th');
    const cells = [...rows[0].children].map(each => each.textContent);
    expect(cells[heads.indexOf('f')]).toBe(
      forget.array.values[2 * 5 + highest].toFixed(4)
    );
    expect(cells.at(heads.findIndex(head => head.startsWith('mean f')))).toBe(
      means[highest].toFixed(4)
    );
  });

  it('of all units follows the channel that is looked at', () => {
    click('table-2');
    expect(page.texts('caption')[0]).toContain('f of all units');
    expect(page.texts('thead th')).toEqual([
      'step',
      ...Array.from({ length: 5 }, (_, unit) => `unit ${unit}`)
    ]);
    page.cursor.move({ channel: 'h' }, {});
    page.cursor.move({ step: 3 }, {});
    expect(page.texts('caption')[0]).toContain('h of all units');
    page.close();
  });
});
