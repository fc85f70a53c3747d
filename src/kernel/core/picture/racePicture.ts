import type { Race } from '../../../trace';
import {
  horizonFrame,
  horizonMatrix,
  horizonScene,
  type HorizonLook
} from '../../../views/race/horizonMarks';
import { element, markup } from '../../../scene/marks/markup';
import { heldCount, raceRows } from '../../../views/race/raceShares';
import { horizonRamp, lightColors } from './colours';
import { pngAddress } from './png';
import { ink, label, picture } from './svg';

const WIDTH = 760;
const TOP = 40;
const PLOT = 180;
const LETTER = 6.6;

const short = (value: number): string => String(Number(value.toPrecision(3)));
const rgb = (share: number): string => `rgb(${horizonRamp(share).join(' ')})`;

const look: HorizonLook = {
  name: { fill: ink.text, 'font-size': 13, 'font-weight': 600 },
  second: { fill: ink.second, 'font-size': 11 },
  frame: { fill: lightColors.unlearned, stroke: ink.grid },
  ends: [
    { fill: rgb(0), stroke: ink.frame },
    { fill: rgb(1), stroke: ink.frame }
  ]
};

/** A saved picture of a race: what each network held, by group and epoch. */
export function racePicture(race: Race): string {
  const { networks, groups, groupName, epochs, status, reason } = race;
  const scene = horizonScene(
    {
      names: networks.map(({ name }) => name),
      groups,
      planned: epochs.planned,
      across: groupName,
      ends: [
        `${race.baseline.name ?? 'always the same answer'}: ${short(race.baseline.value)}`,
        `${race.metric.greaterIsBetter ? 'always right' : 'no error'}: ${short(race.best)}`
      ],
      epochWord: 'epoch'
    },
    WIDTH,
    {
      measure: words => words.length * LETTER,
      shorten: (words, width) =>
        words.length * LETTER <= width
          ? words
          : `${words.slice(0, Math.max(0, Math.floor(width / LETTER) - 1))}…`
    },
    PLOT
  );
  const rows = raceRows(race);
  const title = race.title ?? 'Race';
  const words = `${epochs.done} of ${epochs.planned} epochs, ${status}${reason ? `: ${reason}` : ''}`;
  const told = networks.map(
    ({ name }, at) =>
      `${name} holds ${heldCount(rows[at].at(-1) ?? [])} of ${groups.length}`
  );
  return picture(
    {
      width: WIDTH,
      height: scene.height + TOP,
      title: `${title}: ${words}; ${told.join(', ')}`
    },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    label(WIDTH - 16, 22, words, { 'text-anchor': 'end', fill: ink.second }),
    `<g transform="translate(0 ${TOP})">`,
    ...horizonFrame(scene, look).map(markup),
    ...(epochs.done === 0
      ? []
      : scene.panels.map(({ box }, at) =>
          element('image', {
            ...box,
            // What is not learned yet has no box.
            y: box.y + box.height * (1 - epochs.done / epochs.planned),
            height: (box.height * epochs.done) / epochs.planned,
            preserveAspectRatio: 'none',
            style: 'image-rendering: pixelated',
            href: heat(rows[at], groups.length)
          })
        )),
    '</g>'
  );
}

function heat(rows: readonly ArrayLike<number>[], columns: number): string {
  const { values } = horizonMatrix(rows, columns, rows.length);
  const bytes = new Uint8Array(values.length * 3);
  values.forEach((share, at) => bytes.set(horizonRamp(share), at * 3));
  return pngAddress({ width: columns, height: rows.length, bytes });
}
