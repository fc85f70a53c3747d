import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale } from '../../scene/marks/plane';
import { axisLook } from '../../scene/placeMarks';
import type { Surface } from '../../scene/scene';
import { missingMapWords } from './cellWords';
import { unitAt, type CompareDrawing } from './compared';
import { changedRow } from './compareEdits';
import { directionWord, rowRanges, type CompareRow } from './compareRows';
import { paddedMarks, paddedRuns } from '../map/paddedRuns';
import { flow, moved, paragraphs } from '../../scene/marks/paragraphs';
import { gutterWords, type PicturePart, type PartRow } from './pictureParts';
import { stepSpacing, type Channel, type TimeAxis } from '../../trace';
import type { MatrixSource } from '../../scene/bitmap';
import type { RampName } from '../../scene/theme';
import { formatFixed, formatNumber } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';

/** The maps of one channel; after an edit in pairs, as it was above as it is, or the difference. */
export function mapRow(
  drawing: CompareDrawing,
  row: CompareRow,
  was: CompareRow | undefined
): PartRow {
  const { comparison, layout, chosen, surface, translate } = drawing;
  const { mapHeight, pairGap } = layout;
  const lower = was && (chosen.difference ? changedRow(was, row) : row);
  const ranges = rowRanges(was ?? row, !chosen.ownScales);
  const lowerRanges =
    lower && chosen.difference ? rowRanges(lower, !chosen.ownScales) : ranges;
  const below = mapHeight + pairGap;
  return {
    gutter: [
      ...channelGutter(row, scaleWords(ranges, translate), drawing),
      ...(lower
        ? moved(
            8,
            below,
            gutterWords(
              chosen.difference
                ? translate('edited − before')
                : translate('edited'),
              scaleWords(lowerRanges, translate),
              surface
            )
          )
        : [])
    ],
    parts: comparison.traces.map((_, network): PicturePart => {
      const range = ranges[network];
      const lowerRange = lowerRanges[network];
      if (!range) {
        return missingPart(drawing, row, network);
      }
      const upper = mapPart(drawing, was ?? row, network, range);
      const under =
        lower && lowerRange
          ? mapPart(drawing, lower, network, lowerRange)
          : null;
      return under
        ? {
            ...{ height: below + mapHeight, frame: 0 },
            marks: [...upper.marks, ...moved(0, below, under.marks)],
            told: looked => [
              ...(upper.told?.(looked) ?? []),
              ...moved(0, below, under.told?.(looked) ?? [])
            ],
            maps: [
              ...(upper.maps ?? []),
              ...(under.maps ?? []).map(map => ({ ...map, y: map.y + below }))
            ]
          }
        : upper;
    })
  };
}

/** Bar, letters, range and job of a row. */
function channelGutter(
  row: CompareRow,
  scale: string,
  {
    layout: { mapHeight, pairGap, gutter },
    before,
    surface,
    translate
  }: CompareDrawing
): readonly Mark[] {
  const { theme, measure } = surface;
  const wide = gutter > 40;
  const words = paragraphs(
    [
      { words: scale, look: axisLook(theme) },
      { words: translate(row.words), look: axisLook(theme) },
      {
        words: row.direction ? directionWord(row.direction, translate) : '',
        look: axisLook(theme)
      }
    ],
    gutter - 2,
    { ...surface, measure: each => measure(each) * 0.9 },
    16
  );
  const letters = flow(
    row.channelNames
      .slice(0, 2)
      .flatMap((each, at) => [
        ...(at === 0 ? [] : [{ words: translate(' or ') }]),
        { words: each, look: letterLook(row, wide ? 18 : 14, theme) }
      ]),
    gutter - (wide ? 0 : 5),
    surface,
    20
  );
  return [
    mark('rect', {
      ...{ x: 0, y: 0, width: 3 },
      height: before ? 2 * mapHeight + pairGap : mapHeight,
      fill: theme.color(row.hue)
    }),
    ...moved(wide ? 9 : 5, 0, letters.marks),
    ...(wide ? moved(9, letters.height + 2, words.marks) : [])
  ];
}

export const letterLook = (
  { hue }: CompareRow,
  size: number,
  theme: Surface['theme']
) => ({
  'font-family': 'serif',
  'font-style': 'italic',
  'font-size': size,
  fill: theme.color(hue)
});

function mapPart(
  {
    comparison,
    layout,
    orders,
    leastColumn,
    surface,
    translate
  }: CompareDrawing,
  { channels }: CompareRow,
  network: number,
  range: Range
): PicturePart {
  const { theme } = surface;
  const { columnWidth: width, mapHeight: height } = layout;
  const { time } = comparison.traces[network];
  const channel = channels[network]!;
  const box = { x: 0, y: 0, width, height };
  const values = mapSource({
    ...{ channel, time, width, height },
    ...{ order: orders[network], minimumColumnWidth: leastColumn }
  });
  const places = stepScale(time.steps, box);
  return {
    ...{ height, frame: 0 },
    maps: [{ ...box, values, ramp: rampOf(range), range }],
    marks: [
      mark('rect', { ...box, fill: 'none', stroke: theme.color('grid') }),
      ...paddedMarks(
        paddedRuns(time).map(([first, last]) => {
          const x = places.left(first);
          return { ...box, x, width: places.left(last + 1) - x };
        }),
        theme,
        translate
      )
    ],
    told({ step, place }) {
      const unit = unitAt({ comparison, orders }, network, place);
      const at = unit === null ? -1 : values.order.indexOf(unit);
      const tall = height / values.rows;
      return at < 0 || step >= time.steps
        ? []
        : [
            mark('rect', {
              ...{ x: places.left(step) - 0.25, y: at * tall - 0.25 },
              width: Math.max(2.5, places.column + 0.5),
              height: Math.max(2.5, tall + 0.5),
              fill: 'none',
              stroke: theme.color('brand'),
              'stroke-width': 1.5
            })
          ];
    }
  };
}

/** In place of a map that a network does not have. */
function missingPart(
  { comparison, layout, before, surface, translate }: CompareDrawing,
  row: CompareRow,
  network: number
): PicturePart {
  const { columnWidth, mapHeight, pairGap } = layout;
  const height = before ? 2 * mapHeight + pairGap : mapHeight;
  const { theme } = surface;
  const [what, why] = missingMapWords(
    comparison.traces[network],
    row,
    translate
  );
  const lines = [{ words: what }, { words: why, look: axisLook(theme) }];
  const whole = paragraphs(lines, columnWidth - 12, surface);
  const words =
    whole.height > height
      ? paragraphs(lines.slice(0, 1), columnWidth - 12, surface)
      : whole;
  return {
    ...{ height, frame: null },
    marks: [
      mark('rect', {
        ...{ x: 0.5, y: 0.5, width: columnWidth - 1, height: height - 1 },
        fill: theme.color('page'),
        stroke: theme.color('edge'),
        'stroke-dasharray': '3 3'
      }),
      mark(
        'g',
        theme.part('compare-missing'),
        ...moved(6, (height - words.height) / 2, words.marks)
      )
    ]
  };
}

/** What the map of one channel is drawn of. */
interface MapShape {
  readonly channel: Channel;
  /** The units from the top. */
  readonly order: Uint32Array;
  readonly time: TimeAxis;
  readonly width: number;
  readonly height: number;
  readonly minimumColumnWidth: number;
}

/** A map in a box: rows are as high as it allows, so that networks of other sizes line up. */
function mapSource({
  channel,
  order,
  time,
  width,
  height,
  minimumColumnWidth
}: MapShape): MatrixSource & {
  readonly columnsPerPixel: number;
  readonly order: Uint32Array;
} {
  const rows = channel.array.shape[1] ?? 1;
  const { steps } = time;
  const spacing = stepSpacing(time);
  const least = Math.max(1, Math.ceil((steps * minimumColumnWidth) / width));
  return {
    ...{ rows, columns: steps, rowStride: 1, columnStride: rows },
    values: channel.array.values,
    // A projected state has fewer units than its layer.
    order: order.filter(unit => unit < rows),
    rowsPerPixel: Math.max(1, Math.ceil(rows / height)),
    columnsPerPixel: Math.ceil(least / spacing) * spacing,
    mask: time.mask?.values
  };
}

/** What has a sign is colored to both sides of zero. */
const rampOf = ([low]: Range): RampName => (low < 0 ? 'states' : 'gates');

type Range = readonly [number, number];

/** The scale of a row: the same in all networks, or each its own. */
function scaleWords(
  ranges: readonly (Range | null)[],
  translate: Translate
): string {
  const known = ranges.filter(range => range !== null);
  const same = known.every(
    range => range[0] === known[0][0] && range[1] === known[0][1]
  );
  return known.length === 0
    ? ''
    : same
      ? rangeWords(known[0])
      : translate('own scales');
}

function rangeWords([low, high]: Range): string {
  const plain = (value: number): string =>
    Number.isInteger(value)
      ? formatFixed(value, 0)
      : Math.abs(value) < 0.1
        ? formatNumber(value)
        : formatFixed(value, 1);
  return low < 0 ? `± ${plain(high)}` : `${plain(low)} … ${plain(high)}`;
}
