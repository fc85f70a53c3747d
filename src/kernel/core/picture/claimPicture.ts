import type { Claim } from '../../../trace';
import {
  claimColumn,
  claimFrame,
  claimLines,
  claimScene,
  claimStop,
  type ClaimLook,
  type Letters
} from '../../../views/claim/claimMarks';
import { markup } from '../../../scene/marks/markup';
import { lightColors } from './colours';
import { ink, label, picture } from './svg';

const WIDTH = 700;
const TOP = 58;
const LETTER = 6.6;
const LINE = 17;

/** Letters have no font to be measured in here. */
const letters: Letters = {
  measure: words => words.length * LETTER,
  shorten(words, width) {
    const fit = Math.floor(width / LETTER);
    return words.length <= fit ? words : `${words.slice(0, fit - 1)}…`;
  }
};

const colors = (
  ['keep', 'cell', 'write', 'filter', 'propose', 'other'] as const
).map(hue => lightColors[hue]);
const look: ClaimLook = {
  words: { fill: ink.text, 'font-size': 12 },
  second: { fill: ink.second, 'font-size': 11 },
  strong: { fill: ink.text, 'font-size': 13, 'font-weight': 600 },
  grid: { stroke: ink.grid },
  reference: { stroke: ink.text, 'stroke-dasharray': '2 3' },
  stop: { stroke: lightColors.wrong, 'stroke-dasharray': '5 3' },
  box: {
    holds: { fill: lightColors['right-tint'] },
    partly: { fill: lightColors.shade },
    fails: { fill: lightColors['wrong-tint'] }
  },
  chosen: { stroke: ink.text, 'stroke-width': 1.5 },
  rows: colors.map(fill => ({ fill, 'fill-opacity': 0.75 })),
  means: colors.map(stroke => ({ stroke, 'stroke-width': 2 }))
};

/** A sentence with the trainings over which it was tried, as it opens. */
export function claimPicture(claim: Claim): string {
  const { budgets, opens, rates, sentence, sizeName, sizes } = claim;
  const scene = claimScene(claim, opens, WIDTH, letters);
  const at = [
    opens.rate === 0
      ? 'each row at its own best learning rate'
      : `learning rate ${rates[opens.rate - 1]}`,
    ...(sizes && sizeName ? [`${sizeName}: ${sizes[opens.size]}`] : [])
  ].join(', ');
  const below = scene.height + TOP + 14;
  const lines = claimLines(
    `Where it holds: ${claim.range}`,
    WIDTH - 32,
    letters
  );
  return picture(
    {
      width: scene.width,
      height: below + LINE * lines.length,
      title: `Where does this hold? ${sentence} ${claim.range}`
    },
    label(16, 22, 'Where does this hold?', {
      'font-size': 15,
      'font-weight': 600
    }),
    label(16, 42, letters.shorten(`“${sentence}”`, WIDTH - 32), {
      'font-style': 'italic'
    }),
    label(WIDTH - 16, 22, rates.length > 0 || sizes ? at : '', {
      'text-anchor': 'end',
      fill: ink.second
    }),
    `<g transform="translate(0 ${TOP})">`,
    ...[
      ...claimFrame(scene, letters, look),
      ...budgets.map((_, budget) => claimColumn(scene, budget, letters, look)),
      ...claimStop(scene, { stops: 'no longer true' }, letters, look)
    ].map(markup),
    '</g>',
    ...lines.map((line, index) => label(16, below + LINE * index, line))
  );
}
