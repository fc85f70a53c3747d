/**
 * @jest-environment jsdom
 */
import { bundlePicture } from '../../../../src/kernel/core/picture/bundlePicture';
import { float64, TRACE_VERSION, type Claim } from '../../../../src/trace';
import { createClaimView } from '../../../../src/widgets/claim/createClaimView';
import {
  claimScene,
  type ClaimScene
} from '../../../../src/views/claim/claimMarks';
import { stopsAt } from '../../../../src/views/claim/claimPlaces';
import { openView } from '../viewPage';

type Verdict = Claim['places'][number]['verdict'];

const place = (
  slow: number[],
  fast: number[],
  verdict: Verdict,
  rates?: number[]
): Claim['places'][number] => ({
  scores: float64([...slow, ...fast], [2, 2]),
  verdict,
  words: `${slow.filter(error => error < 0.45).length} of 2 learn`,
  ...(rates && { rates })
});

/** Two rows, two seeds, two sizes, one rate beside the best, three budgets. */
const claim: Claim = {
  version: TRACE_VERSION,
  kind: 'claim',
  id: 'claim-1',
  sentence: 'A small radius learns nothing.',
  range: 'after 8 epochs',
  measure: 'mean error',
  rows: ['small', 'one'],
  seeds: [1, 2],
  rates: [0.01],
  budgetName: 'epochs',
  budgets: [8, 16, 32],
  sizeName: 'steps',
  sizes: [10, 20],
  places: [
    place([0.1, 0.2], [0.1, 0.2], 'fails', [0.01, 0.01]),
    place([0.1, 0.2], [0.1, 0.2], 'fails', [0.01, 0.01]),
    place([0.1, 0.2], [0.1, 0.2], 'fails', [0.01, 0.01]),
    place([0.1, 0.2], [0.1, 0.2], 'fails'),
    place([0.1, 0.2], [0.1, 0.2], 'fails'),
    place([0.1, 0.2], [0.1, 0.2], 'fails'),
    place([0.5, 0.5], [0.1, 0.2], 'holds', [0.01, 0.01]),
    place([0.5, 0.5], [0.1, 0.2], 'holds', [0.01, 0.01]),
    place([0.5, 0.5], [0.1, 0.2], 'holds', [0.01, 0.01]),
    place([0.5, 0.52], [0.1, 0.2], 'holds'),
    place([0.5, 0.3], [0.1, 0.02], 'partly'),
    place([0.2, 0.3], [0.01, 0.02], 'fails')
  ],
  opens: { size: 1, rate: 1, budget: 0 },
  reference: { name: 'always 0', value: 0.5 }
};

/** Seven pixels a letter. */
const letters = {
  measure: (words: string) => 7 * words.length,
  shorten: (words: string, room: number) => words.slice(0, room / 7)
};
const scene = (at = claim.opens, width = 700): ClaimScene =>
  claimScene(claim, at, width, letters);

const open = (given: Partial<Claim> = { opened: true }) =>
  openView(createClaimView, { ...claim, ...given });
type Page = ReturnType<typeof open>;
const sentence = (page: Page) => page.texts('.jp-gatescope-changed')[0];
const press = (page: Page, key: string) =>
  page.element
    .querySelector('.jp-gatescope-picture')!
    .dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));

describe('the place where a sentence stops being true', () => {
  it('is the first budget after one with which it held', () => {
    expect(stopsAt(claim, { size: 1, rate: 1 })).toBe(1);
  });

  it('is nowhere where it holds throughout, or never did', () => {
    expect(stopsAt(claim, { size: 1, rate: 0 })).toBeNull();
    expect(stopsAt(claim, { size: 0, rate: 1 })).toBeNull();
  });
});

describe('the picture of a claim', () => {
  it('has an axis of equal factors where the numbers are far apart', () => {
    const { scale } = scene();
    expect(scale(0.1) - scale(0.01)).toBeCloseTo(scale(1) - scale(0.1), 9);
  });

  it('is on paper as it opens, with the sentence for whoever cannot see it', () => {
    const picture = bundlePicture(claim);
    expect(picture).toContain('“A small radius learns nothing.”');
    expect(picture).toContain('no longer true');
    expect(picture).toContain('>Where it holds: after 8 epochs<');
    expect(picture).toContain('learning rate 0.01, steps: 20');
    // Two rows of two seeds at three budgets, and two rows in the key.
    expect(picture.match(/<circle/g)).toHaveLength(3 * 2 + 1);
    expect(picture).toMatch(/<title>Where does this hold\?.*after 8 epochs/);
  });

  it('keeps all columns inside a narrow page', () => {
    const { columns, column, width } = scene(claim.opens, 204);
    expect(columns[2] + column).toBeLessThanOrEqual(width);
  });
});

describe('the view of a claim', () => {
  it('begins as a mark beside the sentence, and opens from it', () => {
    const page = open({});
    const mark = page.element.querySelector<HTMLElement>('button')!;
    expect(mark.textContent).toBe('Where does this hold?');
    expect(page.texts('q')).toEqual(['A small radius learns nothing.']);
    expect(mark.getAttribute('aria-expanded')).toBe('false');
    expect(page.element.querySelector('.jp-gatescope-view')).toBeNull();
    mark.click();
    expect(mark.getAttribute('aria-expanded')).toBe('true');
    expect(page.element.querySelectorAll('[data-budget]')).toHaveLength(3);
    mark.click();
    expect(page.element.querySelector('.jp-gatescope-view')).toBeNull();
    page.close();
  });

  it('tells what became of the sentence, and where it stops', () => {
    const page = open();
    expect(sentence(page)).toBe(
      'The sentence holds here (epochs 8, learning rate 0.01, steps 20): 0 of 2 learn. small: mean 0.51, from 0.50 to 0.52; one: mean 0.15, from 0.10 to 0.20.'
    );
    expect(page.texts('.jp-gatescope-claim-range')[0]).toBe(
      'Where it holds: after 8 epochs With this learning rate it holds up to 8 epochs, and no longer with 16.'
    );
    page.close();
  });

  it('goes by keys along budgets, rates and sizes, and stays inside', () => {
    const page = open();
    press(page, 'ArrowRight');
    expect(sentence(page)).toContain('not sure here (epochs 16');
    press(page, 'End');
    press(page, 'ArrowRight');
    expect(sentence(page)).toContain('false here (epochs 32');
    press(page, 'ArrowUp');
    expect(sentence(page)).toContain('learning rate each at its own best');
    expect(sentence(page)).toContain('from 0.50 to 0.50, at 0.01');
    press(page, 'PageUp');
    expect(sentence(page)).toContain('steps 10');
    page.close();
  });

  it('moves with its sliders, which say their value', () => {
    const page = open();
    const [budget, rate] = page.element.querySelectorAll('input');
    budget.value = '2';
    budget.dispatchEvent(new Event('input'));
    expect(budget.getAttribute('aria-valuetext')).toBe('32');
    rate.value = '0';
    rate.dispatchEvent(new Event('input'));
    expect(rate.getAttribute('aria-valuetext')).toBe('each at its own best');
    expect(sentence(page)).toContain('holds here (epochs 32');
    page.close();
  });

  it('has every number of what is drawn in its table', () => {
    const page = open();
    press(page, 't');
    const rows = [...page.element.querySelectorAll('tbody tr')].map(row =>
      [...row.children].map(cell => cell.textContent)
    );
    expect(rows).toHaveLength(2 * 3);
    expect(rows[2]).toEqual([
      '20',
      '16',
      'small',
      '0.0100',
      '0.4000',
      '0.5000',
      '0.3000',
      'not sure',
      '1 of 2 learn'
    ]);
    page.close();
  });

  it('keeps what was chosen when it is drawn anew', () => {
    const page = open();
    press(page, 'End');
    const again = openView(
      createClaimView,
      { ...claim, opened: true },
      { context: { store: page.context.store } }
    );
    expect(sentence(again)).toContain('epochs 32');
    page.close();
    again.close();
  });
});
