import type { Predictions } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html, listen, svg, type Content } from '../base/dom';
import { createFrame, type Frame } from '../base/frame';
import { inkOn } from '../../scene/inkOn';
import type { KeyAction } from '../../scene/words/keyAction';
import { sentenceTeller } from '../base/sentenceTeller';
import { labelFont, textMeasure } from '../base/measure';
import { readTheme } from '../base/theme';
import { drawn } from '../scene/drawn';
import {
  cellMark,
  confusionScene,
  confusionWords,
  type ConfusionScene
} from './confusionMarks';
import {
  cellSentence,
  confusionSentence,
  confusionSentences,
  confusionTable
} from './confusionSentences';
import {
  commonestMistake,
  contentOf,
  shareAt,
  type ConfusionContent
} from '../../views/predictions/measures';

const LEAST_WIDTH = 190;
const MOST_EXAMPLES = 12;
/** Words stand beside the matrix where this much room is left. */
const BESIDE_FROM = 220;

/** Which class was taken for which: rows are the truth, columns the answers. */
export const createConfusionView: ViewFactory<Predictions> = (
  element,
  bundle,
  context
): View => {
  const { translate } = context;
  const content: ConfusionContent = contentOf(bundle, 'confusion');
  const last = content.classes.length - 1;
  /** The cell that is looked at: at first, the commonest mistake. */
  let { truth, answer } = commonestMistake(content) ?? { truth: 0, answer: 0 };
  let cells: SVGElement[][] = [];
  let scene: ConfusionScene | null = null;
  const lit = html('div', { class: 'jp-gatescope-lit-cell' });
  const words = html('div', { class: 'jp-gatescope-confusion-words' });
  const host = html('div', { class: 'jp-gatescope-confusion' });
  const tellNext = sentenceTeller(
    () => frame,
    () => confusionSentences(content, translate),
    translate
  );
  const frame: Frame = createFrame(element, {
    bundle,
    context,
    pins: null,
    title: translate('Confusion'),
    describes: 'words',
    onKey: action => {
      const to = targetOf(action, truth, answer, last);
      return (to !== null && look(...to)) || tellNext(action);
    },
    table: () => confusionTable(content, translate)
  });
  frame.picture.append(host);
  frame.setMeta(
    [
      ...(bundle.title ? [bundle.title] : []),
      translate('%1 classes', content.classes.length)
    ].join(' · ')
  );
  frame.setReading(
    translate(
      'a row is the truth, a column the answer; the diagonal is right. The color is the share of the row.'
    )
  );
  frame.setChanged(confusionSentence(content, translate));

  const paint = (): void => {
    const { gates } = readTheme(frame.element);
    cells.forEach((row, each) =>
      row.forEach(({ children: [ground, count] }, at) => {
        const color = gates.css(shareAt(content, each, at));
        ground.setAttribute('style', `fill: ${color}`);
        count?.setAttribute('style', `fill: ${inkOn(color)}`);
      })
    );
  };
  const mark = (): void => {
    if (!scene) {
      return;
    }
    const { left, top, size } = scene;
    lit.style.transform = `translate(${left + answer * size - 1}px, ${top + truth * size - 1}px)`;
    lit.style.width = `${size + 2}px`;
    lit.style.height = `${size + 2}px`;
    const sentence = cellSentence(content, truth, answer, translate);
    fill(
      words,
      html('p', {}, html('b', {}, sentence)),
      examplesOf(content, truth, answer)
    );
    frame.announceStep(sentence, performance.now());
  };
  const look = (row: number, column: number): true => {
    frame.tell('');
    truth = Math.max(0, Math.min(last, row));
    answer = Math.max(0, Math.min(last, column));
    mark();
    return true;
  };
  const pointed = (event: Event): void => {
    const cell = pointedCell(event);
    if (cell) {
      look(...cell);
    }
  };
  const stops = [
    listen<PointerEvent>(host, 'pointerover', pointed),
    listen<MouseEvent>(host, 'click', pointed)
  ];
  const draw = (width: number): void => {
    const measure = textMeasure(labelFont(frame.element));
    scene = confusionScene(content, width, frame.narrow, measure, translate);
    const drawing = scene;
    cells = content.classes.map((_, row) =>
      content.classes.map((__, column) => drawn(cellMark(drawing, row, column)))
    );
    const picture = confusionPicture(drawing, cells.flat());
    fill(
      host,
      html('div', { class: 'jp-gatescope-confusion-plot' }, picture, lit),
      words
    );
    host.classList.toggle(
      'jp-gatescope-confusion-beside',
      width - scene.width > BESIDE_FROM
    );
    paint();
    mark();
  };

  return {
    update: () => undefined,
    resize(next) {
      frame.resize(next);
      draw(Math.max(LEAST_WIDTH, frame.picture.clientWidth || next));
    },
    themeChanged: paint,
    dispose() {
      stops.forEach(stop => stop());
      frame.dispose();
    }
  };
};

/** The cell that a key leads to; null for a key of others. */
function targetOf(
  action: KeyAction,
  truth: number,
  answer: number,
  last: number
): [number, number] | null {
  switch (action) {
    case 'nextStep':
      return [truth, answer + 1];
    case 'previousStep':
      return [truth, answer - 1];
    case 'nextUnit':
      return [truth + 1, answer];
    case 'previousUnit':
      return [truth - 1, answer];
    case 'firstStep':
      return [truth, 0];
    case 'lastStep':
      return [truth, last];
    default:
      return null;
  }
}

/** Texts of the cell that is looked at. */
function examplesOf(
  { examples = [] }: ConfusionContent,
  truth: number,
  answer: number
): Content {
  const found = examples.filter(
    each => each.truth === truth && each.answer === answer
  );
  return found.length === 0
    ? []
    : html(
        'ul',
        { class: 'jp-gatescope-confusion-examples' },
        found.slice(0, MOST_EXAMPLES).map(({ text }) => html('li', {}, text))
      );
}

function confusionPicture(
  scene: ConfusionScene,
  cells: readonly SVGElement[]
): SVGElement {
  const { width, height } = scene;
  return svg(
    'svg',
    {
      class: 'jp-gatescope-confusion-picture',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'aria-hidden': 'true'
    },
    cells,
    confusionWords(scene).map(drawn)
  );
}

/** Truth and answer of the cell under the pointer. */
function pointedCell({ target }: Event): [number, number] | null {
  const cell =
    target instanceof Element ? target.closest('[data-truth]') : null;
  return (
    cell && [
      Number(cell.getAttribute('data-truth')),
      Number(cell.getAttribute('data-answer'))
    ]
  );
}
