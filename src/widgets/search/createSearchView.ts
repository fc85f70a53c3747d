import type { Search } from '../../trace';
import { fill, html, listen, svg } from '../base/dom';
import { formatInteger } from '../base/format';
import { createFrame, type Frame } from '../base/frame';
import type { KeyAction } from '../base/keys';
import { sentenceTeller } from '../base/sentenceTeller';
import { shorten } from '../base/fitText';
import { labelFont, textMeasure } from '../base/measure';
import type { Translate, ViewFactory } from '../context';
import { hasMean } from '../marks/bestFirst';
import { drawn } from '../marks/drawn';
import {
  searchFrame,
  searchRow,
  searchScene,
  type SearchLook,
  type SearchScene
} from '../marks/searchMarks';
import {
  leadSentence,
  noNumberWords,
  rowSentence,
  searchSentences,
  searchTable
} from './searchWords';

const LEAST_WIDTH = 140;
/** More rows are in the table alone. */
const MOST_ROWS = 60;

const look: SearchLook = {
  words: { class: 'jp-gatescope-search-setting' },
  second: { class: 'jp-gatescope-axis' },
  noNumber: { class: 'jp-gatescope-axis jp-gatescope-halo' },
  grid: { class: 'jp-gatescope-grid-line' },
  score: { class: 'jp-gatescope-search-score' },
  mean: { class: 'jp-gatescope-search-mean' },
  fresh: { class: 'jp-gatescope-search-fresh' },
  baseline: { class: 'jp-gatescope-search-baseline' }
};

/** Which settings were tried, the best first, and how far the scores of each are apart. */
export const createSearchView: ViewFactory<Search> = (
  element,
  bundle,
  context
) => {
  const { translate } = context;
  let search = bundle;
  let looked = 0;
  let scene: SearchScene | null = null;
  let width = LEAST_WIDTH;
  const lit = html('div', { class: 'jp-gatescope-lit-cell' });
  const host = html('div', { class: 'jp-gatescope-search' });
  const words = html('p', { class: 'jp-gatescope-search-words' });
  const tellNext = sentenceTeller(
    () => frame,
    () => searchSentences(search, scene?.rows ?? [], translate),
    translate
  );
  const frame: Frame = createFrame(element, {
    bundle,
    context,
    pins: null,
    title: translate('Search'),
    describes: 'words',
    onKey: action => {
      const to = targetOf(action, looked, lastRow());
      return (to !== null && lookAt(to)) || tellNext(action);
    },
    table: () => searchTable(search, translate)
  });
  frame.picture.append(host);
  const lastRow = (): number => Math.min(search.rows.length, MOST_ROWS) - 1;

  const mark = (): void => {
    if (!scene) {
      return;
    }
    lit.style.transform = `translate(0px, ${scene.top + looked * scene.row}px)`;
    lit.style.width = `${scene.width - 8}px`;
    lit.style.height = `${scene.row}px`;
    const sentence = rowSentence(search, scene.rows[looked], translate);
    frame.tell('');
    frame.setChanged(html('b', {}, sentence));
    frame.announceStep(sentence, performance.now());
  };
  const lookAt = (row: number): true => {
    looked = Math.max(0, Math.min(lastRow(), row));
    mark();
    return true;
  };
  const pointed = (event: Event): void => {
    const row =
      event.target instanceof Element
        ? event.target.closest('[data-row]')
        : null;
    if (row) {
      lookAt(Number(row.getAttribute('data-row')));
    }
  };
  const stops = [
    listen<PointerEvent>(host, 'pointerover', pointed),
    listen<MouseEvent>(host, 'click', pointed)
  ];

  const say = (): void => {
    const { meta, reading, notice } = besideWords(search, translate);
    frame.setMeta(meta);
    frame.setReading(reading);
    fill(words, leadSentence(search, translate));
    frame.setNotice(notice);
  };
  const draw = (): void => {
    const measure = textMeasure(labelFont(frame.element));
    const letters = {
      measure,
      shorten: (name: string, room: number) => shorten(name, room, measure)
    };
    const noNumber = noNumberWords(translate);
    scene = searchScene(search, width, letters, MOST_ROWS, noNumber);
    const drawing = scene;
    const picture = svg(
      'svg',
      {
        class: 'jp-gatescope-search-picture',
        width: scene.width,
        height: scene.height,
        viewBox: `0 0 ${scene.width} ${scene.height}`,
        'aria-hidden': 'true'
      },
      searchFrame(scene, letters, look).map(drawn),
      scene.rows.map((_, at) => drawn(searchRow(drawing, at, look)))
    );
    fill(
      host,
      html('div', { class: 'jp-gatescope-search-plot' }, picture, lit),
      words
    );
    mark();
  };
  say();
  return {
    update(next) {
      if (next.kind === 'search') {
        search = next;
        looked = Math.min(looked, lastRow());
        say();
        draw();
        frame.refreshTable();
      }
    },
    resize(next) {
      frame.resize(next);
      width = Math.max(LEAST_WIDTH, frame.picture.clientWidth || next);
      draw();
    },
    themeChanged: () => undefined,
    dispose() {
      stops.forEach(stop => stop());
      frame.dispose();
    }
  };
};

/** What stands beside the picture: how many, how to read it, and what of it is not drawn. */
function besideWords({ title, rows }: Search, translate: Translate) {
  const count =
    rows.length === 1
      ? translate('1 combination')
      : translate('%1 combinations', formatInteger(rows.length));
  const hasFresh = rows.some(({ fresh }) => fresh !== undefined);
  const failed = rows.filter(row => !hasMean(row)).length;
  const notices = [
    ...(failed === 0
      ? []
      : [
          failed === 1
            ? translate(
                '1 combination did not give a number: its training diverged, or its score is not a number. It is ranked last.'
              )
            : translate(
                '%1 combinations did not give a number: their trainings diverged, or their scores are not numbers. They are ranked last.',
                formatInteger(failed)
              )
        ]),
    ...(rows.length > MOST_ROWS
      ? [
          translate(
            'The best %1 of %2 are drawn; all are in the table.',
            formatInteger(MOST_ROWS),
            formatInteger(rows.length)
          )
        ]
      : [])
  ];
  return {
    meta: [...(title ? [title] : []), count].join(' · '),
    reading: hasFresh
      ? translate(
          'a row is one combination of settings, the best first. Dots are its scores, the line is their mean; the diamond is its score on data by which nothing was chosen.'
        )
      : translate(
          'a row is one combination of settings, the best first. Dots are its scores, the line is their mean.'
        ),
    notice: notices.join(' ')
  };
}

/** The row that a key leads to; null for a key of others. */
function targetOf(action: KeyAction, row: number, last: number): number | null {
  switch (action) {
    case 'nextStep':
    case 'nextUnit':
      return row + 1;
    case 'previousStep':
    case 'previousUnit':
      return row - 1;
    case 'firstStep':
      return 0;
    case 'lastStep':
      return last;
    default:
      return null;
  }
}
