import { comparedLayer, isPadding } from '../../trace';
import { mark } from '../../scene/marks/mark';
import { networkLooks } from '../../scene/marks/networkLook';
import { text } from '../../scene/marks/text';
import { axisLook } from '../../scene/placeMarks';
import type { Placed, Surface } from '../../scene/scene';
import {
  answerWords,
  comparedName,
  headWords,
  mapNumbers,
  type Judgement
} from './cellWords';
import type { Compared, Drawing } from './compared';
import { compareLayout } from './compareLayout';
import { namedIn } from './compareRows';
import { inputPlots } from './inputMarks';
import { lossAxis, lossMarks, lossScale } from './lossMarks';
import { letterLook, mapRow } from './mapRow';
import { bold, moved, paragraphs, plain } from '../../scene/marks/paragraphs';
import {
  assembled,
  axisPart,
  gutterWords,
  inputRow,
  NARROW_BELOW,
  stepFrame,
  type Part,
  type PartRow
} from './pictureParts';
import { SCORE_HEIGHT, scoreAxis, scoreMarks } from './scoreMarks';

/** Each network in a column: what it is, what training came to, the input, and a map a channel. */
export function comparePicture(
  compared: Compared,
  surface: Surface
): Pick<Placed, 'height' | 'marks' | 'maps'> {
  const { comparison, rows, before, translate } = compared;
  const { traces } = comparison;
  const { width, theme, row: step = 0 } = surface;
  const narrow = width < NARROW_BELOW;
  const size = {
    units: Math.max(...traces.map(trace => comparedLayer(trace).units)),
    steps: Math.max(...traces.map(({ time }) => time.steps)),
    pairs: before !== null
  };
  const layout = compareLayout(width, narrow, traces.length, size, 1);
  const { columnWidth } = layout;
  const networks = traces.map(trace => ({ cell: comparedLayer(trace).cell }));
  const looks = networkLooks(networks, theme);
  const drawing = { ...compared, surface, layout, looks, step };
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
  const drawn = assembled(
    [
      { gutter: [], parts: traces.map((_, each) => headPart(drawing, each)) },
      ...trainedRows(drawing),
      ...(input ? [inputRow(input, surface, translate)] : []),
      {
        gutter: gutterWords(translate('%step'), '', surface),
        parts: traces.map(({ time }) =>
          axisPart(time, columnWidth, step, surface)
        )
      },
      ...rows.map((row, at) => mapRow(drawing, row, before?.rows[at])),
      {
        gutter: [],
        parts: traces.map((_, network) => numbersPart(drawing, network))
      }
    ],
    traces.length,
    layout,
    columnWidth,
    (network, height) =>
      stepFrame(traces[network].time, columnWidth, step, height, surface)
  );
  return { ...drawn, maps: drawn.maps ?? [] };
}

/** Who it is, with the arithmetic of its parameters, its score and its time. */
function headPart(
  { comparison, before, layout, looks, surface, translate }: Drawing,
  network: number
): Part {
  const { theme, measure } = surface;
  const { columnWidth } = layout;
  const row = comparison.rows[network];
  const { color } = looks[network];
  const { parameters, arithmetic, layer, score, time, baseline } = headWords(
    row,
    comparedName(comparison.traces[network]),
    before?.comparison.rows[network] ?? null,
    translate
  );
  const second = { look: axisLook(theme) };
  const name = measure(row.name) * 1.45;
  const isBeside = name + measure(parameters) * 1.1 + 12 <= columnWidth;
  const words = paragraphs(
    [
      ...(isBeside ? [] : [{ words: parameters, look: bold }]),
      { words: arithmetic, ...second },
      { words: layer, ...second },
      {
        words: score ? `${score.before}${score.value}${score.after}` : '',
        ...second
      },
      { words: time, ...second },
      { words: baseline?.words ?? '', ...second },
      ...(baseline?.judgement ? [judged(baseline.judgement, theme)] : [])
    ],
    columnWidth,
    surface
  );
  const names = paragraphs(
    [{ words: row.name, look: { 'font-size': 16, ...bold, fill: color } }],
    (isBeside ? columnWidth : columnWidth / 1.45) + 1,
    surface,
    20
  );
  const top = 6 + names.height;
  return {
    height: top + words.height,
    marks: [
      mark('rect', {
        ...{ x: 0, y: 0, height: 3 },
        width: columnWidth,
        fill: color
      }),
      ...moved(0, 6, names.marks),
      ...(isBeside
        ? [
            text(parameters, columnWidth, 22, {
              anchor: 'end',
              ...plain(theme),
              ...bold
            })
          ]
        : []),
      ...moved(0, top, words.marks)
    ]
  };
}

const judged = ({ words, right }: Judgement, theme: Surface['theme']) => ({
  words,
  look: {
    ...bold,
    fill: theme.color(right === null ? 'ink' : right ? 'right' : 'wrong')
  }
});

/** The scores over seeds and the loss over epochs, where there are any. */
function trainedRows({
  comparison: { rows },
  layout: { columnWidth: width, lossHeight: height, gutter, beside, gap },
  looks,
  surface,
  translate
}: Drawing): readonly PartRow[] {
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
                  gutter + (beside ? gap : 0) - 6,
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

/** The numbers of the maps at the step, and the answer there. */
function numbersPart(
  { comparison, rows, before, layout, step, surface, translate }: Drawing,
  network: number
): Part {
  const { theme, measure } = surface;
  const trace = comparison.traces[network];
  const unit = comparison.view?.unit ?? null;
  let y = 0;
  const marks = rows.flatMap((row, at) => {
    const channel = row.channels[network];
    if (!channel) {
      return [];
    }
    const told = mapNumbers(
      {
        ...{ row, network, before: before?.rows[at] },
        padded: isPadding(trace.time, step)
      },
      ...([step, unit, layout.tight, translate] as const)
    );
    const { name } = channel;
    const left = measure(name) * 1.3 + 5;
    const after = namedIn(row, '', translate).trim();
    const words = paragraphs(
      [{ words: `${after} ${told.before}${told.value}`.trim() }],
      layout.columnWidth - left,
      surface
    );
    const line = [
      text(name, 0, y + 13, letterLook(row, 15, theme)),
      ...moved(left, y, words.marks)
    ];
    y += words.height;
    return line;
  });
  const answer = answerWords(
    trace,
    before?.comparison.traces[network],
    step,
    translate
  );
  const below = answer
    ? paragraphs(
        [
          { words: `${answer.before}${answer.value}${answer.after}` },
          ...(answer.judgement ? [judged(answer.judgement, theme)] : [])
        ],
        layout.columnWidth,
        surface
      )
    : { height: 0, marks: [] };
  return {
    height: y + 4 + below.height,
    marks: [...marks, ...moved(0, y + 4, below.marks)]
  };
}
