import { shortenApart } from '../../scene/words/fitText';
import type { Mark, MarkAttributes } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { float32Floor, valuesOf, type ShownFlow } from './flow';
import { networkInks } from '../../scene/marks/networkLook';
import type { PlacedPanel, Surface } from '../../scene/scene';
import type { SceneTheme } from '../../scene/theme';
import { besideLine, freest, type DrawnLine, type WordBox } from './freePlace';
import { namesApart } from './namesApart';
import { wayOf } from './way';

/** Room around a note, and around a name to the lines that are not its own. */
const CLEAR = 5;
const APART = 36;
/** Between a name and the edges of the plot. */
const MARGIN = 4;

/** What the words are put into. */
interface LabelSpace extends ShownFlow {
  readonly panel: PlacedPanel;
  readonly theme: SceneTheme;
  readonly measure: Surface['measure'];
}

/** Words over lines and grid. */
const haloed = (theme: SceneTheme, part: string): MarkAttributes => ({
  'font-size': 12,
  fill: theme.color('second'),
  stroke: theme.color('page'),
  'stroke-width': 4,
  'stroke-linejoin': 'round',
  'paint-order': 'stroke',
  ...theme.part(`${part} jp-gatescope-halo`)
});

/** All words inside the plot: what has no place on it, and each line's name, clear of the lines. */
export function labelMarks(
  shown: ShownFlow,
  panel: PlacedPanel,
  theme: SceneTheme,
  measure: Surface['measure']
): Mark[] {
  const scene = { ...shown, panel, theme, measure };
  const lines = drawnLines(scene);
  const taken: WordBox[] = [];
  return [
    ...zoneNote(scene, lines, taken),
    ...scene.flow.networks.flatMap((_, index) =>
      belowRange(scene, index, lines, taken)
    ),
    ...lineNames(scene, lines, taken)
  ];
}

function drawnLines({
  flow,
  quantity,
  panel: { places, value }
}: LabelSpace): DrawnLine[] {
  return flow.networks.flatMap(network => {
    const values = valuesOf(network, quantity);
    return values
      ? [
          {
            x: places.center,
            y: step => value(values[step]),
            steps: values.length
          }
        ]
      : [];
  });
}

/** Words with a place for them. */
interface Note extends WordBox {
  readonly words: string;
}

/** Places from the left (0) to the right (1) of the plot, on each of the bases. */
function acrossPlot(
  { panel: { box }, measure }: LabelSpace,
  words: string,
  bases: readonly number[],
  sides: readonly number[]
): Note[] {
  const width = measure(words);
  const first = box.x + 6;
  const last = box.x + box.width - 6 - width;
  return last < first
    ? []
    : bases.flatMap(y =>
        sides.map(share => {
          const from = first + share * (last - first);
          return { words, from, to: from + width, y };
        })
      );
}

/** What the zone that float32 does not reach is called, where the words have room. */
function zoneNote(
  scene: LabelSpace,
  lines: readonly DrawnLine[],
  taken: WordBox[]
): Mark[] {
  const { flow, quantity, panel, theme, translate } = scene;
  const { box, value } = panel;
  const bottom = box.y + box.height;
  const top = value(float32Floor(flow, quantity));
  if (!(bottom - top > 18)) {
    return [];
  }
  const bases: number[] = [];
  for (let y = top + 15; y <= bottom - 5; y += 14) {
    bases.push(y);
  }
  const place = freest(
    [
      translate('too small for float32 beside the last %step’s'),
      translate('too small for float32')
    ].flatMap(words => acrossPlot(scene, words, bases, [1, 0, 0.5])),
    lines,
    taken,
    CLEAR
  );
  if (!place) {
    return [];
  }
  taken.push(place);
  return [text(place.words, place.from, place.y, haloed(theme, 'axis'))];
}

/** From or up to where a network's line is below the axis: away from the loss, or, where it grows, toward it. */
function belowRange(
  scene: LabelSpace,
  index: number,
  lines: readonly DrawnLine[],
  taken: WordBox[]
): Mark[] {
  const { flow, quantity, panel, theme, translate } = scene;
  const { box, value } = panel;
  const values = valuesOf(flow.networks[index], quantity) ?? [];
  const way = wayOf(flow, flow.networks[index]);
  const isLost = (step: number): boolean =>
    Number.isFinite(values[step]) && Number.isNaN(value(values[step]));
  const order = Array.from({ length: way.length }, (_, back) => way.at(back));
  const first = order.findIndex(isLost);
  if (first < 0) {
    return [];
  }
  const grows = first === 0 && !order.every(isLost);
  const lost = grows
    ? order[order.findIndex(step => !isLost(step)) - 1]
    : order[first];
  const toTheRight = way.toTheRight !== grows;
  const whole = flow.networks.map(({ name }) => name);
  const short = namesApart(whole)[index];
  const bases = Array.from(
    { length: 6 },
    (_, row) => box.y + box.height - 6 - row * 14
  );
  // Where the whole has no clear place, what tells the network from the others is enough.
  const place = freest(
    [
      ...[whole[index], short].map(name =>
        toTheRight
          ? translate('▾ %1: below range from %step %2 on', name, lost)
          : translate('▾ %1: below range up to %step %2', name, lost)
      ),
      translate('▾ %1: below range', short)
    ].flatMap(words =>
      acrossPlot(scene, words, bases, toTheRight ? [1, 0, 0.5] : [0, 1, 0.5])
    ),
    lines,
    taken,
    CLEAR
  );
  if (!place) {
    return [];
  }
  taken.push(place);
  return [
    text(place.words, place.from, place.y, {
      'data-series': index,
      ...haloed(theme, 'axis')
    })
  ];
}

/** Each name beside its line, where it is farthest from the others. */
function lineNames(
  scene: LabelSpace,
  lines: readonly DrawnLine[],
  taken: WordBox[]
): Mark[] {
  const { flow, quantity, panel, theme, measure } = scene;
  const { width: room } = panel.box;
  const inks = networkInks(flow.networks);
  const whole = flow.networks.map(({ name }) => name);
  const widest = Math.max(0, ...whole.map(measure));
  // Bold letters of 13 px are wider than those that are measured.
  const bold = (words: string): number => measure(words) * 1.3;
  const names = shortenApart(
    whole.length * widest > room ? namesApart(whole) : whole,
    room - 2 * MARGIN,
    bold
  );
  const drawn = flow.networks.flatMap((network, index) =>
    valuesOf(network, quantity) ? [index] : []
  );
  return drawn.flatMap((index, at) => {
    const width = bold(names[index]);
    // Its own line is right beside it; the farther the others are, the plainer is whose name it is.
    const place = freest(
      besideOwnLine(scene, lines[at], width),
      lines.filter(line => line !== lines[at]),
      taken,
      APART
    );
    if (!place) {
      return [];
    }
    taken.push(place);
    return [
      text(names[index], (place.from + place.to) / 2, place.y, {
        anchor: 'middle',
        ...haloed(theme, 'flow-label'),
        ...{ 'font-size': 13, 'font-weight': 700, 'data-series': index },
        fill: theme.color(inks[index].ink)
      })
    ];
  });
}

/** Places above and below a line, from its first steps to its last. */
function besideOwnLine(
  { panel: { box } }: LabelSpace,
  line: DrawnLine,
  width: number
): WordBox[] {
  const { x, y: top, height } = box;
  const first = x + MARGIN;
  const last = x + box.width - MARGIN - width;
  return Array.from({ length: 25 }, (_, part) => {
    const from = first + (part / 24) * (last - first);
    const to = from + width;
    return besideLine(line, from, to)
      .filter(y => y >= top + 8 && y <= top + height - 4)
      .map(y => ({ from, to, y }));
  }).flat();
}
