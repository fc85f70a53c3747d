import { fill, html, listen, svg } from '../base/dom';
import { formatInteger, formatPercent } from '../base/format';
import { inkOn } from '../base/inkOn';
import { shorten, textMeasure } from '../base/measure';
import { readTheme, type Theme } from '../base/theme';
import {
  commonestMistake,
  confusionSums,
  countAt,
  type ConfusionContent
} from './measures';
import type { PartOptions, PredictionsPart } from './part';

const LARGEST = 64;
const LEAST_NUMBER = 26;
const MOST_EXAMPLES = 12;

/** Which class was taken for which: rows are the truth, columns the answers. */
export function createConfusionPart(
  content: ConfusionContent,
  { frame, context }: PartOptions
): PredictionsPart {
  const { translate } = context;
  const { classes } = content;
  const sums = confusionSums(content);
  const element = html('div', { class: 'jp-gatescope-confusion' });
  const mistake = commonestMistake(content);
  /** The cell that is looked at. */
  let truth = mistake?.truth ?? 0;
  let answer = mistake?.answer ?? 0;
  let cells: SVGGElement[][] = [];
  let theme: Theme | null = null;
  const lit = html('div', { class: 'jp-gatescope-lit-cell' });
  const words = html('div', { class: 'jp-gatescope-confusion-words' });
  let geometry = { left: 0, top: 0, size: 1 };

  /** The share of a true class that got an answer. */
  const share = (row: number, column: number): number =>
    sums.truth[row] === 0 ? 0 : countAt(content, row, column) / sums.truth[row];

  const draw = (width: number): void => {
    const narrow = frame.narrow;
    const measure = textMeasure(
      `12px ${getComputedStyle(frame.element).fontFamily}`
    );
    const widest = Math.min(
      narrow ? 64 : 120,
      Math.max(...classes.map(measure), 20)
    );
    const left = widest + 14;
    const right = 74;
    const plot = Math.max(60, Math.min(width, 760) - left - right);
    const size = Math.max(
      4,
      Math.floor(Math.min(LARGEST, plot / classes.length))
    );
    const turned = widest + 6 > size;
    const top = (turned ? widest * 0.77 + 14 : 20) + 18;
    geometry = { left, top, size };
    const side = size * classes.length;
    const height = top + side + 30;
    const every = Math.max(1, Math.ceil(14 / size));
    const picture = svg('svg', {
      class: 'jp-gatescope-confusion-picture',
      width: left + side + right,
      height,
      viewBox: `0 0 ${left + side + right} ${height}`,
      'aria-hidden': 'true'
    });
    const text = (
      look: string,
      x: number,
      y: number,
      content: string,
      anchor = 'middle'
    ): SVGElement =>
      svg('text', { class: look, x, y, 'text-anchor': anchor }, content);
    picture.append(
      text('jp-gatescope-axis', left + side / 2, 11, translate('answer')),
      text('jp-gatescope-axis', 0, top - 6, translate('truth'), 'start'),
      text(
        'jp-gatescope-axis',
        left + side + 8,
        top - 6,
        translate('found'),
        'start'
      ),
      text(
        'jp-gatescope-axis',
        left - 8,
        top + side + 18,
        translate('right'),
        'end'
      )
    );
    cells = classes.map((name, row) =>
      classes.map((_, column) => {
        const x = left + column * size;
        const y = top + row * size;
        const count = countAt(content, row, column);
        const cell = svg(
          'g',
          { 'data-truth': row, 'data-answer': column },
          svg('rect', {
            class: `jp-gatescope-confusion-cell ${row === column ? 'jp-gatescope-confusion-right' : ''}`,
            x: x + 0.5,
            y: y + 0.5,
            width: size - 1,
            height: size - 1
          }),
          ...(size >= LEAST_NUMBER
            ? [
                text(
                  'jp-gatescope-confusion-count',
                  x + size / 2,
                  y + size / 2 + 4.5,
                  formatInteger(count)
                )
              ]
            : [])
        );
        picture.append(cell);
        if (column === 0 && row % every === 0) {
          picture.append(
            text(
              'jp-gatescope-confusion-name',
              left - 8,
              y + size / 2 + 4,
              shorten(name, widest, measure),
              'end'
            )
          );
        }
        if (row === 0 && column % every === 0) {
          picture.append(
            turned
              ? svg(
                  'text',
                  {
                    class: 'jp-gatescope-confusion-name',
                    transform: `translate(${x + size / 2 + 3} ${top - 5}) rotate(-50)`
                  },
                  shorten(classes[column], widest, measure)
                )
              : text(
                  'jp-gatescope-confusion-name',
                  x + size / 2,
                  top - 6,
                  classes[column]
                )
          );
        }
        return cell;
      })
    );
    classes.forEach((_, index) => {
      if (index % every !== 0) {
        return;
      }
      const middle = (index + 0.5) * size;
      picture.append(
        text(
          'jp-gatescope-axis',
          left + side + 8,
          top + middle + 4,
          formatPercent(share(index, index)),
          'start'
        ),
        ...(size >= LEAST_NUMBER
          ? [
              text(
                'jp-gatescope-axis',
                left + middle,
                top + side + 18,
                sums.answer[index] === 0
                  ? '–'
                  : formatPercent(
                      countAt(content, index, index) / sums.answer[index]
                    )
              )
            ]
          : [])
      );
    });
    fill(
      element,
      html('div', { class: 'jp-gatescope-confusion-plot' }, picture, lit),
      words
    );
    element.classList.toggle(
      'jp-gatescope-confusion-beside',
      width - left - side - right > 220
    );
    paint();
    mark();
  };

  const paint = (): void => {
    theme = readTheme(frame.element);
    cells.forEach((list, row) =>
      list.forEach((cell, column) => {
        const color = theme?.gates.css(share(row, column)) ?? '';
        (cell.firstElementChild as SVGElement).style.fill = color;
        const count = cell.querySelector<SVGElement>(
          '.jp-gatescope-confusion-count'
        );
        if (count) {
          count.style.fill = inkOn(color);
        }
      })
    );
  };

  const mark = (): void => {
    const { left, top, size } = geometry;
    lit.style.transform = `translate(${left + answer * size - 1}px, ${top + truth * size - 1}px)`;
    lit.style.width = `${size + 2}px`;
    lit.style.height = `${size + 2}px`;
    const count = countAt(content, truth, answer);
    const sentence =
      truth === answer
        ? translate(
            '%1 of %2 “%3” are found (%4).',
            formatInteger(count),
            formatInteger(sums.truth[truth]),
            classes[truth],
            formatPercent(share(truth, answer))
          )
        : translate(
            '%1 of %2 “%3” are taken for “%4” (%5).',
            formatInteger(count),
            formatInteger(sums.truth[truth]),
            classes[truth],
            classes[answer],
            formatPercent(share(truth, answer))
          );
    const examples = (content.examples ?? []).filter(
      each => each.truth === truth && each.answer === answer
    );
    fill(
      words,
      html('p', {}, html('b', {}, sentence)),
      ...(examples.length > 0
        ? [
            html(
              'ul',
              { class: 'jp-gatescope-confusion-examples' },
              examples
                .slice(0, MOST_EXAMPLES)
                .map(({ text }) => html('li', {}, text))
            )
          ]
        : [])
    );
    frame.announce(sentence);
  };

  const move = (row: number, column: number): void => {
    const last = classes.length - 1;
    truth = Math.max(0, Math.min(last, row));
    answer = Math.max(0, Math.min(last, column));
    mark();
  };
  const pointed = (event: Event): void => {
    const cell =
      event.target instanceof Element
        ? event.target.closest('[data-truth]')
        : null;
    if (cell) {
      move(
        Number(cell.getAttribute('data-truth')),
        Number(cell.getAttribute('data-answer'))
      );
    }
  };
  const removers = [
    listen<PointerEvent>(element, 'pointerover', pointed),
    listen<MouseEvent>(element, 'click', pointed)
  ];
  frame.setReading(
    translate(
      'a row is the truth, a column the answer; the diagonal is right. The colour is the share of the row.'
    )
  );
  frame.setChanged([
    html('b', {}, translate('Right: ')),
    translate(
      '%1 of %2 (%3).',
      formatInteger(sums.right),
      formatInteger(sums.total),
      formatPercent(sums.total === 0 ? 0 : sums.right / sums.total)
    ),
    mistake
      ? translate(
          ' The commonest mistake: “%1” taken for “%2”, %3 times.',
          classes[mistake.truth],
          classes[mistake.answer],
          formatInteger(countAt(content, mistake.truth, mistake.answer))
        )
      : ''
  ]);

  return {
    element,
    draw,
    key(action) {
      switch (action) {
        case 'nextStep':
          move(truth, answer + 1);
          return true;
        case 'previousStep':
          move(truth, answer - 1);
          return true;
        case 'nextUnit':
          move(truth + 1, answer);
          return true;
        case 'previousUnit':
          move(truth - 1, answer);
          return true;
        case 'firstStep':
          move(truth, 0);
          return true;
        case 'lastStep':
          move(truth, classes.length - 1);
          return true;
        default:
          return false;
      }
    },
    table: () => ({
      caption: translate('Rows: truth; columns: answer'),
      columns: [translate('truth'), ...classes, translate('found')],
      rows: classes.map((name, row) => [
        name,
        ...classes.map((_, column) => countAt(content, row, column)),
        formatPercent(share(row, row))
      ])
    }),
    themeChanged: paint,
    dispose() {
      removers.forEach(remove => remove());
    }
  };
}
