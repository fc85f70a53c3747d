import { sum } from 'd3-array';
import type { Translate } from '../../scene/words/translate';
import { formatInteger, formatPercent } from '../../scene/words/format';
import { shorten } from '../../scene/words/fitText';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import {
  countAt,
  shareAt,
  type ConfusionContent
} from '../../views/predictions/measures';

const LARGEST = 64;
const LEAST_NUMBER = 26;
const RIGHT = 74;

/** Where the cells of a confusion matrix stand, in CSS pixels. */
export interface ConfusionScene {
  readonly content: ConfusionContent;
  readonly measure: (text: string) => number;
  readonly translate: Translate;
  readonly left: number;
  readonly top: number;
  /** The side of a cell. */
  readonly size: number;
  /** The side of the matrix. */
  readonly side: number;
  /** Room for the name of a class. */
  readonly widest: number;
  /** Whether the answers' names are turned. */
  readonly turned: boolean;
  /** Every nth class has words. */
  readonly every: number;
  readonly width: number;
  readonly height: number;
}

export function confusionScene(
  content: ConfusionContent,
  width: number,
  narrow: boolean,
  measure: (text: string) => number,
  translate: Translate
): ConfusionScene {
  const { classes } = content;
  const widest = Math.min(
    narrow ? 64 : 120,
    Math.max(...classes.map(measure), 20)
  );
  const left = widest + 14;
  const plot = Math.max(60, Math.min(width, 760) - left - RIGHT);
  const size = Math.max(
    4,
    Math.floor(Math.min(LARGEST, plot / classes.length))
  );
  const turned = widest + 6 > size;
  const top = (turned ? widest * 0.77 + 14 : 20) + 18;
  const side = size * classes.length;
  return {
    content,
    measure,
    translate,
    left,
    top,
    size,
    side,
    widest,
    turned,
    every: Math.max(1, Math.ceil(14 / size)),
    width: left + side + RIGHT,
    height: top + side + 30
  };
}

/** A cell: its ground, which the theme colours, and its count where there is room. */
export function cellMark(
  { content, left, top, size }: ConfusionScene,
  truth: number,
  answer: number
): Mark {
  const x = left + answer * size;
  const y = top + truth * size;
  return mark(
    'g',
    { 'data-truth': truth, 'data-answer': answer },
    mark('rect', {
      class: `jp-gatescope-confusion-cell ${truth === answer ? 'jp-gatescope-confusion-right' : ''}`,
      x: x + 0.5,
      y: y + 0.5,
      width: size - 1,
      height: size - 1
    }),
    ...(size >= LEAST_NUMBER
      ? [
          text(
            formatInteger(countAt(content, truth, answer)),
            x + size / 2,
            y + size / 2 + 4.5,
            { anchor: 'middle', class: 'jp-gatescope-confusion-count' }
          )
        ]
      : [])
  );
}

const axis = { class: 'jp-gatescope-axis' };

/** What rows and columns are, the names of the classes, and how many of each are found and right. */
export function confusionWords(scene: ConfusionScene): Mark[] {
  const { content, left, top, size, side, every, turned, translate } = scene;
  return [
    text(translate('answer'), left + side / 2, 11, {
      anchor: 'middle',
      ...axis
    }),
    text(translate('truth'), 0, top - 6, axis),
    // Turned names reach over the last column: there its words stand at its foot.
    text(
      translate('found'),
      left + side + 8,
      turned ? top + side + 18 : top - 6,
      axis
    ),
    // It names the shares at the foot of the columns, which narrow ones have no room for.
    ...(size >= LEAST_NUMBER
      ? [
          text(translate('right'), left - 8, top + side + 18, {
            anchor: 'end',
            ...axis
          })
        ]
      : []),
    ...content.classes.flatMap((_, index) =>
      index % every === 0
        ? [...classNames(scene, index), ...classShares(scene, index)]
        : []
    )
  ];
}

function classNames(scene: ConfusionScene, index: number): Mark[] {
  const { content, measure, left, top, size, widest, turned } = scene;
  const name = content.classes[index];
  const short = shorten(name, widest, measure);
  const middle = (index + 0.5) * size;
  const look = { class: 'jp-gatescope-confusion-name' };
  return [
    text(short, left - 8, top + middle + 4, { anchor: 'end', ...look }),
    turned
      ? mark(
          'text',
          {
            ...look,
            transform: `translate(${left + middle + 3} ${top - 5}) rotate(-50)`
          },
          short
        )
      : text(name, left + middle, top - 6, { anchor: 'middle', ...look })
  ];
}

/** Of a class: the share that was found, and of its answers the share that is right. */
function classShares(scene: ConfusionScene, index: number): Mark[] {
  const { content, left, top, size, side } = scene;
  const answers = sum(content.classes, (_, row) =>
    countAt(content, row, index)
  );
  const middle = (index + 0.5) * size;
  return [
    text(
      formatPercent(shareAt(content, index, index)),
      left + side + 8,
      top + middle + 4,
      axis
    ),
    ...(size >= LEAST_NUMBER
      ? [
          text(
            answers === 0
              ? '–'
              : formatPercent(countAt(content, index, index) / answers),
            left + middle,
            top + side + 18,
            { anchor: 'middle', ...axis }
          )
        ]
      : [])
  ];
}
