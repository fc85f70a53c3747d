import { comparedLayer, isPadding } from '../../trace';
import { mark, type MarkAttributes } from '../../scene/marks/mark';
import { networkLooks } from '../../scene/marks/networkLook';
import {
  bold,
  flow,
  sides,
  stacked,
  type TextBlock,
  type TextRun
} from '../../scene/marks/paragraphs';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { axisLook, gridLook } from '../../scene/placeMarks';
import type { Placed, Surface } from '../../scene/scene';
import type { SceneTheme } from '../../scene/theme';
import {
  answerWords,
  comparedName,
  headWords,
  mapNumbers,
  type Rightness,
  type NumberInWords
} from './cellWords';
import { unitAt, type Compared, type CompareDrawing } from './compared';
import { compareLayout } from './compareLayout';
import { namedIn } from './compareRows';
import { inputPlots } from './inputMarks';
import { lossAxis, lossMarks, lossScale } from './lossMarks';
import { letterLook, mapRow } from './mapRow';
import {
  assembled,
  axisPart,
  gutterWords,
  inputRow,
  NARROW_BELOW,
  type Looked,
  type PicturePart,
  type PartRow
} from './pictureParts';
import { SCORE_HEIGHT, scoreAxis, scoreMarks } from './scoreMarks';

/** Each network in a column: what it is, what training came to, the input, and a map a channel. */
export function comparePicture(
  compared: Compared,
  surface: Surface
): Omit<Placed, 'width'> {
  const { comparison, rows, before, translate } = compared;
  const { traces } = comparison;
  const { width, theme } = surface;
  const narrow = width < NARROW_BELOW;
  const layout = compareLayout(width, narrow, traces.length, {
    units: Math.max(...traces.map(trace => comparedLayer(trace).units)),
    steps: Math.max(...traces.map(({ time }) => time.steps)),
    pairs: before !== null
  });
  const { columnWidth } = layout;
  const networks = traces.map(trace => ({ cell: comparedLayer(trace).cell }));
  const looks = networkLooks(networks, theme);
  const drawing = { ...compared, surface, layout, looks };
  const input = inputPlots(
    traces,
    before?.comparison.traces ?? [],
    {
      feature: compared.chosen.feature,
      width: columnWidth,
      height: layout.inputHeight
    },
    theme
  );
  return assembled(
    [
      { gutter: [], parts: traces.map((_, each) => headPart(drawing, each)) },
      ...trainedRows(drawing),
      ...(input ? [inputRow(input, surface, translate)] : []),
      {
        gutter: gutterWords(translate('%step'), '', surface),
        parts: traces.map(({ time }) => axisPart(time, columnWidth, surface))
      },
      ...rows.map((row, at) => mapRow(drawing, row, before?.rows[at])),
      {
        gutter: [],
        parts: traces.map((_, network) => numbersPart(drawing, network))
      }
    ],
    traces.map(({ time }) => time),
    drawing
  );
}

/** Who it is, with the arithmetic of its parameters, its score and its time. */
function headPart(
  { comparison, before, layout, looks, surface, translate }: CompareDrawing,
  network: number
): PicturePart {
  const { theme } = surface;
  const { columnWidth } = layout;
  const row = comparison.rows[network];
  const { color } = looks[network];
  const { parameters, arithmetic, layer, score, time, baseline } = headWords(
    row,
    comparedName(comparison.traces[network]),
    before?.comparison.rows[network] ?? null,
    translate
  );
  const look = axisLook(theme);
  const ends = (
    left: readonly TextRun[],
    right: readonly TextRun[],
    leading?: number
  ) => sides(left, right, columnWidth, surface, leading);
  const { height, marks } = stacked([
    ends(
      [{ words: row.name, look: { 'font-size': 16, ...bold, fill: color } }],
      [{ words: parameters, look: bold }],
      20
    ),
    flow(
      [{ words: arithmetic, title: row.parameters.formula, look }],
      columnWidth,
      surface
    ),
    flow([{ words: layer, look }], columnWidth, surface),
    ends(score ? runsOf(score, look) : [], [{ words: time, look }]),
    ends(
      [{ words: baseline?.words ?? '', look }],
      judged(baseline?.judgment ?? null, theme)
    )
  ]);
  return {
    height: 6 + height,
    marks: [
      mark('rect', {
        ...{ x: 0, y: 0, height: 3 },
        width: columnWidth,
        fill: color
      }),
      mark(
        'g',
        { transform: 'translate(0 6)', ...theme.part('compare-head') },
        ...marks
      )
    ]
  };
}

/** The number stands out of its words. */
const runsOf = (
  { before, value, after }: NumberInWords,
  look: MarkAttributes,
  part: MarkAttributes = {}
): readonly TextRun[] => [
  { words: before, look },
  { words: value, look: { ...bold, 'font-size': 14, ...part } },
  { words: after, look }
];

const judged = (
  judgment: Rightness | null,
  theme: SceneTheme
): readonly TextRun[] =>
  judgment
    ? [
        {
          words: judgment.words,
          look: {
            ...bold,
            fill: theme.color(
              judgment.right === null
                ? 'ink'
                : judgment.right
                  ? 'right'
                  : 'wrong'
            )
          }
        }
      ]
    : [];

/** The scores over seeds and the loss over epochs, where there are any. */
function trainedRows({
  comparison: { rows },
  layout: { columnWidth: width, lossHeight: height, gutter, beside, gap },
  looks,
  surface,
  translate
}: CompareDrawing): readonly PartRow[] {
  const { theme } = surface;
  const scores = scoreAxis(rows);
  const losses = lossAxis(rows);
  return [
    ...(scores
      ? [
          {
            gutter: gutterWords(
              translate('score'),
              translate('each seed'),
              surface
            ),
            parts: rows.map((row, at) => ({
              height: SCORE_HEIGHT,
              marks: scoreMarks(
                row,
                { axis: scores, look: looks[at], width, theme },
                translate
              )
            }))
          }
        ]
      : []),
    ...(losses
      ? [
          {
            gutter: [
              ...gutterWords(translate('loss'), '', surface),
              ...lossScale(losses, height).ticks.map(tick =>
                text(
                  tick.text,
                  // Long ones begin at the edge of a narrow page.
                  Math.max(
                    gutter + (beside ? gap : 0) - 6,
                    surface.measure(tick.text)
                  ),
                  lossScale(losses, height).within(tick.value) + 4,
                  { anchor: 'end', ...axisLook(theme) }
                )
              )
            ],
            parts: rows.map((row, at) => ({
              height,
              marks: lossMarks(
                row,
                { axis: losses, look: looks[at], width, height, theme },
                translate
              )
            }))
          }
        ]
      : [])
  ];
}

/** Steps that are tried for the room that their numbers need: some of all, the last among them. */
const TRIED = 4;

/** The numbers of the maps at the step, and the answer there. */
function numbersPart(drawing: CompareDrawing, network: number): PicturePart {
  const last = drawing.comparison.traces[network].time.steps - 1;
  const rooms = Array.from({ length: TRIED }, (_, at) => {
    const step = Math.floor((at * last) / (TRIED - 1));
    return [null, 0].map(
      place => numbersAt(drawing, network, { step, place }).height
    );
  });
  return {
    height: Math.max(...rooms.flat()),
    marks: [],
    told: looked => numbersAt(drawing, network, looked).marks
  };
}

function numbersAt(
  {
    comparison,
    rows,
    before,
    layout,
    orders,
    surface,
    translate
  }: CompareDrawing,
  network: number,
  { step, place }: Looked
): TextBlock {
  const { theme } = surface;
  const { columnWidth, tight } = layout;
  const trace = comparison.traces[network];
  const padded = step >= trace.time.steps || isPadding(trace.time, step);
  const unit = unitAt({ comparison, orders }, network, place);
  const numbers = rows.flatMap((row, at) => {
    const channel = row.channels[network];
    if (!channel) {
      return [];
    }
    const { before: words, value } = mapNumbers(
      { row, network, before: before?.rows[at], padded },
      ...([step, unit, tight, translate] as const)
    );
    const { height, marks } = flow(
      [
        { words: `${channel.name} `, look: letterLook(row, 15, theme) },
        { words: `${namedIn(row, '', translate)} ${words}`.trimStart() },
        { words: value, look: bold }
      ],
      columnWidth,
      surface
    );
    const named = mark('g', theme.part('compare-words'), ...marks);
    return [{ height, marks: [named] }];
  });
  const answer = answerWords(
    trace,
    before?.comparison.traces[network],
    step,
    translate
  );
  const line = rule({
    x1: 0,
    x2: columnWidth,
    y1: 4,
    y2: 4,
    ...gridLook(theme)
  });
  return stacked([
    ...numbers,
    ...(answer
      ? [
          { height: 8, marks: [line] },
          sides(
            runsOf(answer, axisLook(theme), theme.part('compare-answer')),
            judged(answer.judgment, theme),
            columnWidth,
            surface
          )
        ]
      : [])
  ]);
}
