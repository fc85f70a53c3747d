import type { Search } from '../../../trace';
import { markup } from '../../../widgets/marks/markup';
import {
  searchFrame,
  searchRow,
  searchScene,
  type Letters,
  type SearchLook
} from '../../../widgets/marks/searchMarks';
import { lightColors } from './colours';
import { ink, label, picture } from './svg';

const WIDTH = 700;
const TOP = 34;
const MOST_ROWS = 40;

const look: SearchLook = {
  words: { fill: ink.text, 'font-size': 12 },
  second: { fill: ink.second, 'font-size': 11 },
  noNumber: {
    fill: ink.second,
    'font-size': 11,
    stroke: ink.page,
    'stroke-width': 4,
    'paint-order': 'stroke'
  },
  grid: { stroke: ink.grid },
  score: { fill: 'none', stroke: ink.second },
  mean: { stroke: ink.text, 'stroke-width': 2.5 },
  fresh: { fill: lightColors.brand, stroke: lightColors.page },
  baseline: { stroke: ink.text, 'stroke-dasharray': '4 3' }
};

const LETTER = 6.6;

/** Letters have no font to be measured in here. */
const letters: Letters = {
  measure: words => words.length * LETTER,
  shorten(words, width) {
    const fit = Math.floor(width / LETTER);
    return words.length <= fit ? words : `${words.slice(0, fit - 1)}…`;
  }
};

const noNumber = ['did not give a number', 'no number'] as const;

/** Settings with their scores, the best first. */
export function searchPicture(bundle: Search): string {
  const scene = searchScene(bundle, WIDTH, letters, MOST_ROWS, noNumber);
  const title = bundle.title ?? 'Search';
  return picture(
    { width: scene.width, height: scene.height + TOP, title },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    `<g transform="translate(0 ${TOP})">`,
    ...[
      ...searchFrame(scene, letters, look),
      ...scene.rows.map((_, at) => searchRow(scene, at, look))
    ].map(markup),
    '</g>'
  );
}
