import type { BenchQuestion } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { fill, html, listen, svg } from '../base/dom';
import { toolButton } from '../base/tools';
import { acrossScale, extentOf } from '../../scene/marks/valueScale';
import {
  readDesign,
  scoresAt,
  spent,
  withTried,
  type Design,
  type TriedRow
} from './bench';
import { reachedWords, triedWords } from './benchWords';
import { choiceRows } from './choiceField';
import type { AnswerField, FieldOptions } from './field';

const STRIP = { width: 120, height: 16 };
const FIRST_SEEDS = 3;

/** A bench: choose what to train, train it, read what came out, and say where the sentence holds. */
export function benchField({
  question,
  translate,
  name,
  enter,
  answer
}: FieldOptions<BenchQuestion>): AnswerField {
  const { bench } = question;
  const form = trainingForm(question, translate);
  let design: Design = { tried: [], range: null };
  let closed = false;
  const left = html('p', { 'aria-live': 'polite' });
  const body = html('tbody');
  const train = toolButton({
    id: 'train',
    label: translate('Train'),
    look: 'primary',
    run: () => {
      const tried = withTried(bench, design.tried, form.chosen());
      if (tried !== null) {
        enter({ ...design, tried });
      }
    }
  });
  const again = toolButton({
    id: 'start-over',
    label: translate('Start over'),
    look: 'quiet',
    run: () => enter({ tried: [], range: design.range })
  });
  [train, again].forEach(button => (button.tabIndex = 0));
  const ranges = choiceRows(
    bench.ranges,
    name,
    at => enter({ ...design, range: at }),
    answer
  );
  const columns = [
    translate('row'),
    ...(bench.sizeName === undefined ? [] : [bench.sizeName]),
    ...(bench.rates.length > 0 ? [translate('rate')] : []),
    bench.budgetName,
    translate('seeds'),
    translate('mean (lowest to highest)')
  ];
  const table = html(
    'table',
    {},
    html('caption', {}, bench.measure),
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        columns.map(words => html('th', { scope: 'col' }, words))
      )
    ),
    body
  );
  const drawButtons = (): void => {
    const can = withTried(bench, design.tried, form.chosen()) !== null;
    train.disabled = closed || !can;
    again.disabled = closed || design.tried.length === 0;
    // Once it is closed the question itself says why.
    again.title =
      design.tried.length === 0
        ? translate('Nothing has been tried yet.')
        : closed
          ? translate('This question is closed.')
          : '';
  };
  form.changed(drawButtons);

  return {
    element: html(
      'div',
      { class: 'jp-gatescope-ask-bench' },
      form.element,
      html('div', { class: 'jp-gatescope-ask-row' }, train, again, left),
      html('div', { class: 'jp-gatescope-ask-scroll' }, table),
      html(
        'fieldset',
        { class: 'jp-gatescope-ask-choice' },
        html('legend', {}, translate('Where does the sentence hold?')),
        ranges.elements
      )
    ),
    show(state) {
      design = readDesign(question, state.given);
      ({ closed } = state);
      form.close(closed);
      drawButtons();
      left.textContent = translate(
        '%1 of %2 trainings left.',
        bench.trainings - spent(design.tried),
        bench.trainings
      );
      table.hidden = design.tried.length === 0;
      fill(
        body,
        design.tried.map(each => triedRow(question, each, translate))
      );
      ranges.show({ ...state, given: design.range });
    }
  };
}

/** The place of the next trainings, and from how many seeds. */
function trainingForm({ bench }: BenchQuestion, translate: Translate) {
  const select = (label: string, words: readonly (string | number)[]) => {
    const field = html(
      'select',
      { class: 'jp-gatescope-field' },
      words.map((each, at) => html('option', { value: at }, String(each)))
    );
    return {
      field,
      element: html('label', {}, html('span', {}, label), field)
    };
  };
  const selects: Partial<Record<keyof TriedRow, ReturnType<typeof select>>> = {
    row: select(translate('row'), bench.rows),
    ...(bench.sizes && { size: select(bench.sizeName ?? '', bench.sizes) }),
    ...(bench.rates.length > 0 && {
      rate: select(translate('learning rate'), bench.rates)
    }),
    budget: select(bench.budgetName, bench.budgets),
    seeds: select(
      translate('seeds'),
      Array.from({ length: bench.seeds }, (_, at) => at + 1)
    )
  };
  const made = Object.values(selects);
  const at = (key: keyof TriedRow): number =>
    selects[key]?.field.selectedIndex ?? 0;
  if (selects.seeds) {
    selects.seeds.field.selectedIndex = FIRST_SEEDS - 1;
  }
  return {
    element: html(
      'div',
      { class: 'jp-gatescope-ask-bench-form' },
      made.map(({ element }) => element)
    ),
    chosen: (): TriedRow => ({
      row: at('row'),
      size: at('size'),
      rate: at('rate'),
      budget: at('budget'),
      seeds: at('seeds') + 1
    }),
    changed(draw: () => void): void {
      made.forEach(({ field }) => listen(field, 'change', draw));
    },
    close(closed: boolean): void {
      made.forEach(({ field }) => (field.disabled = closed));
    }
  };
}

/** Trainings of one place: what they reached in numbers, and a dot a seed on one axis for all rows. */
function triedRow(
  question: BenchQuestion,
  tried: TriedRow,
  translate: Translate
): HTMLElement {
  const { bench } = question;
  const { width, height } = STRIP;
  const [first, ...rest] = triedWords(question, tried);
  const place = acrossScale(extentOf([bench.scores]), {
    x: 4,
    width: width - 8
  });
  const strip = svg(
    'svg',
    { width, height, 'aria-hidden': 'true' },
    svg('line', { x1: 4, x2: width - 4, y1: height / 2, y2: height / 2 }),
    scoresAt(bench, tried).map(score =>
      svg('circle', { cx: place.within(score), cy: height / 2, r: 3 })
    )
  );
  return html(
    'tr',
    {},
    html('th', { scope: 'row' }, first),
    [...rest, String(tried.seeds)].map(words => html('td', {}, words)),
    // Beside them the dots would end beyond a lab's notebook cell.
    html('td', {}, reachedWords(question, tried, translate), strip)
  );
}
