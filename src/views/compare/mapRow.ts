import { comparedLayer } from '../../trace';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { axisLook } from '../../scene/placeMarks';
import type { Surface } from '../../scene/scene';
import { missingWords } from './cellWords';
import type { Drawing } from './compared';
import { changedRow } from './compareEdits';
import {
  compareOrder,
  directionWord,
  rowRanges,
  type CompareRow
} from './compareRows';
import { paddedRuns } from '../map/paddedRuns';
import { mapSource, rampOf } from './mapSource';
import { moved, paragraphs, plain } from '../../scene/marks/paragraphs';
import { gutterWords, type Part, type PartRow } from './pictureParts';
import { scaleWords, type Range } from './rangeWords';

/** A column of pixels has at least so many CSS pixels. */
const LEAST_PIXEL = 2;

/** The maps of one channel; after an edit in pairs, as it was above as it is, or the difference. */
export function mapRow(
  drawing: Drawing,
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
    parts: comparison.traces.map((_, network): Part => {
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
            isFramed: true,
            height: below + mapHeight,
            marks: [...upper.marks, ...moved(0, below, under.marks)],
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
  { layout: { mapHeight, gutter }, surface, translate }: Drawing
): readonly Mark[] {
  const { theme, measure } = surface;
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
  return [
    mark('rect', {
      ...{ x: 0, y: 0, width: 3, height: mapHeight },
      fill: theme.color(row.hue)
    }),
    text(
      row.letters.slice(0, 2).join(gutter > 40 ? translate(' or ') : '/'),
      gutter > 40 ? 9 : 5,
      17,
      letterLook(row, gutter > 40 ? 18 : 14, theme)
    ),
    ...(gutter > 40 ? moved(9, 22, words.marks) : [])
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
  { comparison, before, layout, chosen, surface, translate }: Drawing,
  { channels }: CompareRow,
  network: number,
  range: Range
): Part {
  const { theme } = surface;
  const { columnWidth: width, mapHeight: height } = layout;
  const { time } = comparison.traces[network];
  const channel = channels[network]!;
  // Units stay where they were: an edit must not change their order.
  const whose = (before?.comparison ?? comparison).traces[network];
  const order = compareOrder(comparedLayer(whose), chosen.sort);
  const box = { x: 0, y: 0, width, height };
  return {
    height,
    isFramed: true,
    maps: [
      {
        ...box,
        values: mapSource({
          ...{ channel, order, time, width, height },
          minimumColumnWidth: LEAST_PIXEL
        }),
        ramp: rampOf(range),
        range
      }
    ],
    marks: [
      mark('rect', { ...box, fill: 'none', stroke: theme.color('grid') }),
      ...paddedRuns(time).flatMap(([first, last]) => {
        const x = (first * width) / time.steps;
        const wide = ((last + 1 - first) * width) / time.steps;
        return [
          mark('rect', {
            ...{ x, y: 0, width: wide, height },
            fill: theme.color('hatch'),
            'fill-opacity': 0.6
          }),
          ...(wide > 56
            ? [text(translate('padding'), x + 4, 14, plain(theme))]
            : [])
        ];
      })
    ]
  };
}

/** In place of a map that a network does not have. */
function missingPart(
  { comparison, layout, before, surface, translate }: Drawing,
  row: CompareRow,
  network: number
): Part {
  const { columnWidth, mapHeight, pairGap } = layout;
  const height = before ? 2 * mapHeight + pairGap : mapHeight;
  const { theme } = surface;
  const [what, why] = missingWords(comparison.traces[network], row, translate);
  const lines = [{ words: what }, { words: why, look: axisLook(theme) }];
  const whole = paragraphs(lines, columnWidth - 12, surface);
  const words =
    whole.height > height
      ? paragraphs(lines.slice(0, 1), columnWidth - 12, surface)
      : whole;
  return {
    height,
    marks: [
      mark('rect', {
        ...{ x: 0.5, y: 0.5, width: columnWidth - 1, height: height - 1 },
        fill: theme.color('page'),
        stroke: theme.color('edge'),
        'stroke-dasharray': '3 3'
      }),
      ...moved(6, (height - words.height) / 2, words.marks)
    ]
  };
}
