/** @jest-environment jsdom */
import { compareRuns, gradientFlow, gru, lstm } from '../../../../src/engine';
import type { Bundle, Comparison } from '../../../../src/trace';
import { createCellView } from '../../../../src/widgets/cell/createCellView';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import type { ViewFactory } from '../../../../src/widgets/context';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { createGradientFlowView } from '../../../../src/widgets/gradientFlow/createGradientFlowView';
import { createRiverView } from '../../../../src/widgets/river/createRiverView';
import { createUnrolledView } from '../../../../src/widgets/unrolled/createUnrolledView';
import { createWhatIfView } from '../../../../src/widgets/whatIf/createWhatIfView';
import { openView, type ViewPage } from '../viewPage';

const inputs = Array.from({ length: 12 }, (_, step) => [
  step === 5 ? 4 : Math.sin(step)
]);
const cells = [gru, lstm].map(make =>
  make({ inputSize: 1, units: 3, seed: 1 })
);
const runOf = cells[1].run(inputs);
const run = runOf.toBundle();
const comparison = compareRuns(
  cells.map(cell => cell.run(inputs)),
  {},
  'show'
).toBundle() as Comparison;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const said = (page: ViewPage): string => {
  jest.advanceTimersByTime(1000);
  return page.texts('.jp-gatescope-hidden[role="status"]').join('');
};
const press = (page: ViewPage, key: string, shiftKey = false): string => {
  const picture = page.element.querySelector<HTMLElement>(
    '.jp-gatescope-picture'
  );
  picture?.focus();
  said(page);
  picture?.dispatchEvent(
    new KeyboardEvent('keydown', {
      key: shiftKey ? key.toUpperCase() : key,
      shiftKey,
      bubbles: true
    })
  );
  return said(page);
};
const views: readonly [string, ViewFactory<never>, Bundle][] = [
  ['Gates', createGatesView, run],
  ['Cell', createCellView, run],
  ['Unrolled', createUnrolledView, run],
  ['River', createRiverView, run],
  ['What if', createWhatIfView, run],
  ['Compare', createCompareView, comparison],
  [
    'Gradient flow',
    createGradientFlowView,
    gradientFlow(
      cells.map(cell =>
        cell.run(inputs, { gradientsOf: ({ h }) => h.at(-1).sum() })
      )
    ).toBundle()
  ]
];

describe.each(views)('%s', (_, factory, bundle) => {
  it('is described by D in a sentence that is shown and said; again D says another', () => {
    const page = openView(factory, bundle as never);
    const first = press(page, 'd');
    expect(first).toMatch(/^\S.*\d.*\.$/);
    expect(page.texts('.jp-gatescope-changed')).toEqual([first]);
    const second = press(page, 'd');
    expect(second).toMatch(/^\S.*\d.*\.$/);
    expect(second).not.toBe(first);
    expect(first).not.toMatch(/%|\d\.\d{5}/);
    page.close();
  });

  it('names D to those who cannot see it', () => {
    const page = openView(factory, bundle as never);
    const picture = page.element.querySelector('.jp-gatescope-picture');
    expect(picture?.getAttribute('aria-keyshortcuts')).toMatch(/\bD\b/);
    expect(press(page, '?')).toContain('D describe the picture');
    page.close();
  });
});

describe('in the gates', () => {
  const forget = run.layers[0].channels.find(({ name }) => name === 'f');
  const values = Array.from(
    { length: 12 },
    (_, step) => forget!.array.values[step * 3 + 2]
  );
  const opened = () => {
    const page = openView(createGatesView, run);
    page.cursor.move({ step: 0, unit: 2, channel: 'f' }, {});
    return page;
  };
  it('H and L lead to the highest and lowest value of the line, which are said', () => {
    const page = opened();
    expect(press(page, 'h')).toMatch(/^Unit 2's forget gate f is highest, /);
    expect(page.cursor.position).toMatchObject({
      unit: 2,
      channel: 'f',
      step: values.indexOf(Math.max(...values))
    });
    expect(press(page, 'l')).toContain(
      `is lowest, ${Math.min(...values).toFixed(2)}`
    );
    expect(page.cursor.position.step).toBe(values.indexOf(Math.min(...values)));
    page.close();
  });

  it('with Shift they lead to the highest and lowest of all units', () => {
    const page = opened();
    const all = forget!.array.values.slice(0, 36);
    press(page, 'h', true);
    const place = all.indexOf(Math.max(...all));
    expect(page.cursor.position).toMatchObject({
      unit: place % 3,
      step: Math.floor(place / 3)
    });
    press(page, 'l', true);
    const least = all.indexOf(Math.min(...all));
    expect(page.cursor.position).toMatchObject({
      unit: least % 3,
      step: Math.floor(least / 3)
    });
    page.close();
  });

  it('J leads to the largest change of the line', () => {
    const page = opened();
    press(page, 'j');
    const changes = values.map((value, step) =>
      step === 0 ? 0 : Math.abs(value - values[step - 1])
    );
    expect(page.cursor.position.step).toBe(
      changes.indexOf(Math.max(...changes))
    );
    page.close();
  });

  it('Shift + D tells of the line alone, and G goes to what was told', () => {
    const page = opened();
    const words = press(page, 'd', true);
    expect(words).toMatch(/^Unit 2's forget gate f /);
    const [, step] = / at step (\d+)\D*$/.exec(words) ?? [];
    press(page, 'g');
    expect(page.cursor.position).toMatchObject({ unit: 2, channel: 'f' });
    expect(
      step === undefined || page.cursor.position.step === Number(step)
    ).toBe(true);
    page.close();
  });

  it('G says what to do where nothing was described', () => {
    const page = opened();
    expect(press(page, 'g')).toBe(
      'Nothing has been described yet: press D first.'
    );
    page.close();
  });

  it('D is answered on a button of the view, too', () => {
    const page = opened();
    const button = page.element.querySelector<HTMLElement>(
      '[data-tool="export"]'
    );
    button?.focus();
    button?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'd', bubbles: true })
    );
    expect(said(page)).toMatch(/^Unit /);
    page.close();
  });
});
