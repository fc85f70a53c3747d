/** @jest-environment jsdom */
import { compareRuns, gru, lstm } from '../../../../src/engine';
import type { Bundle, Comparison } from '../../../../src/trace';
import type { ViewFactory } from '../../../../src/widgets/context';
import { createCellView } from '../../../../src/widgets/cell/createCellView';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { createUnrolledView } from '../../../../src/widgets/unrolled/createUnrolledView';
import { createWhatIfView } from '../../../../src/widgets/whatIf/createWhatIfView';
import { openView } from '../viewPage';

const inputs = Array.from({ length: 6 }, (_, step) => [Math.sin(step)]);
const run = lstm({ inputSize: 1, units: 3, seed: 1 }).run(inputs).toBundle();
const comparison = compareRuns(
  [gru, lstm].map(make =>
    make({ inputSize: 1, units: 3, seed: 1 }).run(inputs)
  ),
  {},
  'show'
).toBundle() as Comparison;

const views: readonly [string, ViewFactory<never>, Bundle][] = [
  ['Gates', createGatesView, run],
  ['Cell', createCellView, run],
  ['Unrolled', createUnrolledView, run],
  ['What if', createWhatIfView, run],
  ['Compare', createCompareView, comparison]
];

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe.each(views)('%s', (_, factory, bundle) => {
  const words = (page: ReturnType<typeof openView>): string => {
    jest.advanceTimersByTime(1000);
    return page.texts('.jp-gatescope-hidden[role="status"]').join('');
  };

  it('says nothing when it is drawn, or when another view moves the step', () => {
    const page = openView(factory, bundle as never);
    expect(words(page)).toBe('');
    page.cursor.move({ step: 2, unit: 1 }, {});
    expect(words(page)).toBe('');
    page.close();
  });

  it('says the step to whoever is in it, and is neither a heading nor a landmark', () => {
    const page = openView(factory, bundle as never);
    page.element.querySelector<HTMLElement>('.jp-gatescope-picture')?.focus();
    page.cursor.move({ step: 2, unit: 1 }, {});
    expect(words(page)).toContain('step 2');
    expect(
      page.element.querySelectorAll('h1, h2, h3, h4, section:not([role])')
    ).toHaveLength(0);
    page.close();
  });
});
