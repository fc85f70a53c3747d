/**
 * @jest-environment jsdom
 */
import { bundlePicture } from '../../../../src/kernel/core/picture/bundlePicture';
import { float64, TRACE_VERSION, type Claim } from '../../../../src/trace';
import { createClaimView } from '../../../../src/widgets/claim/createClaimView';
import { fileTheme } from '../../../../src/scene/fileTheme';
import { layout } from '../../../../src/scene/layout';
import { untranslated } from '../../../../src/scene/words/translate';
import { stopsAt } from '../../../../src/views/claim/claimPlaces';
import { claimView } from '../../../../src/views/claim/claimView';
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
function panels(width = 700) {
  const now = {
    bundle: claim,
    chosen: { budget: 8, rate: 0.01, size: 20 },
    data: null,
    translate: untranslated
  };
  const table = claimView.table(now);
  return layout(claimView.scene(now, table), table, {
    ...{ width, name: 'claim', theme: fileTheme() },
    measure: words => 7 * words.length
  }).panels;
}

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
    const [, { value: scale }] = panels();
    expect(scale(0.1) - scale(0.01)).toBeCloseTo(scale(1) - scale(0.1), 9);
  });

  it('is on paper as it opens, with the sentence for whoever cannot see it', () => {
    const picture = bundlePicture(claim);
    expect(picture).toContain('“A small radius learns nothing.”');
    expect(picture).toContain('no longer true');
    expect(picture).toContain('>Where it holds: after 8 epochs<');
    expect(picture).toContain('learning rate 0.01, steps 20');
    // Two rows of two seeds at three budgets, and two rows in the key.
    expect(picture.match(/<circle/g)).toHaveLength(3 * 2 + 1);
    expect(picture).toMatch(
      /<title>Where does “A small radius learns nothing.” hold\?.*after 8 epochs/
    );
  });

  it('says where it is no longer true on the side on which no training stands', () => {
    const heightOf = (given: Claim): number =>
      Number(
        /<text[^>]* y="([\d.]+)"[^>]*>no longer true/.exec(
          bundlePicture(given)
        )![1]
      );
    const low = {
      ...claim,
      places: claim.places.with(10, place([0.2, 0.3], [0.01, 0.02], 'partly'))
    };
    expect(heightOf(low)).toBeLessThan(heightOf(claim) - 100);
  });

  it('keeps all columns inside a narrow page', () => {
    for (const { box } of panels(204)) {
      expect(box.x + box.width).toBeLessThanOrEqual(204);
    }
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
    expect(page.texts('.jp-gatescope-asked p')).toEqual([
      'Where does “A small radius learns nothing.” hold?',
      'With this learning rate it holds up to 8 epochs, and no longer with 16.'
    ]);
    expect(page.texts('.jp-gatescope-ends')[0]).toBe(
      'Where it holds: after 8 epochs'
    );
    page.close();
  });

  it('goes to a budget whose column is clicked', () => {
    const page = open();
    const host = page.element.querySelector('.jp-gatescope-claim')!;
    const [{ places, box }] = panels(703);
    host.dispatchEvent(
      new MouseEvent('click', {
        clientX: places.center(5),
        clientY: box.y + 4,
        bubbles: true
      })
    );
    expect(sentence(page)).toContain('false here (epochs 32');
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
});
