import { channelHue } from '../../trace';
import type { Box } from '../../scene/marks/plane';
import type { Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import type { Translate } from '../../scene/words/translate';
import { rangeWords } from './drawGroup';
import { letterMark } from './letterMark';
import { LEGEND_LINE } from './mapLayout';
import type { MapScene, SceneRow } from './mapScene';

/** Between the words at both ends of a strip. */
const GAP = 8;

type Measure = (text: string) => number;

/** The two scales of the colors: strips, with their ends and the letters that each is for. */
export function legendOfMaps(
  { rows, layout, lines }: MapScene,
  measure: Measure,
  translate: Translate
): {
  readonly ramps: readonly (Box & { readonly ramp: 'gates' | 'states' })[];
  readonly marks: readonly Mark[];
} {
  const { legend, plotLeft, plotWidth } = layout;
  const narrow = layout.railWidth < 60;
  const sequential = rows.filter(({ range }) => range[0] >= 0);
  const diverging = rows.filter(({ range }) => range[0] < 0);
  const width = Math.min(plotWidth * (narrow ? 0.4 : 0.26), 150);
  const hasGates = !lines && sequential.length > 0;
  const hasStates = !lines && diverging.length > 0;
  const under = legend.height > LEGEND_LINE;
  const y = legend.y + (under ? LEGEND_LINE : 0);
  const x =
    under || !hasGates
      ? plotLeft
      : plotLeft + width + 26 + namesWidth(sequential, measure);
  const wide = under ? width : width * 1.33;
  const middle = measure('−10+1') + 2 * GAP > wide ? '' : '0';
  const own = diverging.some(row => row.own);
  return {
    ramps: [
      ...(hasGates
        ? [{ ramp: 'gates' as const, ...strip(plotLeft, legend.y, width) }]
        : []),
      ...(hasStates ? [{ ramp: 'states' as const, ...strip(x, y, wide) }] : [])
    ],
    marks: [
      ...(hasGates
        ? [
            ...labels(
              plotLeft,
              width,
              legend.y,
              endsOf(sequential, width, narrow, measure, translate)
            ),
            // Beside the strip: below it they would run into the words at its ends, where these are words.
            ...letters(sequential, plotLeft + width + 14, legend.y + 9, measure)
          ]
        : []),
      ...(hasStates
        ? [
            ...labels(
              x,
              wide,
              y,
              own ? ['−', middle, '+'] : ['−1', middle, '+1']
            ),
            ...stateWords(
              diverging,
              { x: x + wide, y, right: layout.railLeft + layout.railWidth },
              measure,
              translate
            )
          ]
        : [])
    ]
  };
}

const strip = (x: number, y: number, width: number): Box => ({
  x: Math.round(x),
  y: y + 2,
  width: Math.round(width),
  height: 8
});

/** What stands at the ends of the gates' strip: words that would run into one another give way. */
function endsOf(
  sequential: readonly SceneRow[],
  width: number,
  narrow: boolean,
  measure: Measure,
  translate: Translate
): readonly [string, string, string] {
  const own = sequential.some(row => row.own);
  const [least, most] = own
    ? [translate('least'), translate('greatest')]
    : [translate('0 closed'), translate('1 open')];
  if (!narrow && measure(least) + measure(most) + GAP <= width) {
    return [least, '', most];
  }
  return own ? ['', '', ''] : ['0', '', '1'];
}

/** Beside the states' strip: the letters of those from −1 to 1, below them the ranges of others. */
function stateWords(
  diverging: readonly SceneRow[],
  { x, y, right }: { x: number; y: number; right: number },
  measure: Measure,
  translate: Translate
): Mark[] {
  const ones = diverging.filter(({ range, log }) => range[1] === 1 && !log);
  const others = diverging.filter(row => !ones.includes(row));
  let at = x + 12;
  return [
    ...letters(ones, x + 14, y + 9, measure),
    ...others.slice(0, 2).map((row, index) => {
      const range = translate('%1 runs %2', row.channel.name, rangeWords(row));
      // Of two, one stands where the letters of the others would be.
      const above = ones.length === 0 && others.length > 1 && index === 0;
      const from = Math.min(at, right - measure(range));
      at += above ? 0 : measure(range) + 2 * GAP;
      return text(range, from, y + (above ? 9 : 24), axis);
    })
  ];
}

const axis = { class: 'jp-gatescope-axis' };

const labels = (
  x: number,
  width: number,
  y: number,
  [first, middle, last]: readonly [string, string, string]
): Mark[] => [
  text(first, x, y + 24, { ...axis, anchor: 'start' }),
  text(middle, x + width / 2, y + 24, { ...axis, anchor: 'middle' }),
  text(last, x + width, y + 24, { ...axis, anchor: 'end' })
];

function letters(
  rows: readonly SceneRow[],
  x: number,
  y: number,
  measure: Measure
): Mark[] {
  let at = x;
  return rows.map(({ channel }) => {
    const { name } = channel;
    const short = isShort(name);
    const letter = letterMark(name, channelHue(channel), {
      x: short ? at : at - LETTER / 2 + NAME_GAP / 2,
      y,
      anchor: short ? 'middle' : 'start',
      size: short ? 14 : 12
    });
    at += short ? LETTER : measure(name) + NAME_GAP;
    return letter;
  });
}

/** Room of a letter of the equations, and between names that are words: `keep`. */
const LETTER = 12;
const NAME_GAP = 6;

function isShort(name: string): boolean {
  return name.length <= 2;
}

/** What `letters` takes of a line. */
function namesWidth(
  rows: readonly SceneRow[],
  measure: (text: string) => number
): number {
  return rows.reduce(
    (sum, { channel: { name } }) =>
      sum + (isShort(name) ? LETTER : measure(name) + NAME_GAP),
    0
  );
}
