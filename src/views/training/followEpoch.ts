import type { History } from '../../trace';
import { stepAxis } from '../../scene/marks/axes';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { axisLook } from '../../scene/placeMarks';
import type { Overlay, PlacedPanel, Surface } from '../../scene/scene';
import type { Translate } from '../../scene/words/translate';
import { epochScale, lastEpochShown } from './epochAxis';
import { chartedMetrics } from './trainingWords';

const PADDING = 7;
const HEIGHT = 19;

/** The epoch that is looked at: a line with its name over each column, dots on the curves, its row of the replay. */
export const followEpoch =
  (history: History, translate: Translate): Overlay['marks'] =>
  (epoch, { panels }, surface) => {
    const find = (id: string) => panels.find(each => each.id === id);
    const metrics = chartedMetrics(history);
    const charts = metrics.map((_, at) =>
      find(at === 0 ? 'loss' : `metric${at - 1}`)
    );
    const columns = [
      { axis: find('axis'), from: 0, to: 1 },
      { axis: find('metricAxis'), from: 1, to: metrics.length }
    ];
    return [
      ...columns.flatMap(({ axis, from, to }) => {
        const [top] = charts.slice(from, to);
        return axis && top
          ? columnMarks(history, epoch, { axis, top }, surface, translate)
          : [];
      }),
      ...metrics.flatMap(({ training, validation }, at) =>
        [training, validation].flatMap((list, which): Mark[] => {
          const panel = charts[at];
          const cy = panel?.value(list?.values[epoch] ?? NaN) ?? NaN;
          return panel && Number.isFinite(cy)
            ? [
                mark('circle', {
                  ...{ cx: panel.places.center(epoch), cy, r: 4 },
                  fill: surface.theme.color(which === 0 ? 'ink' : 'brand'),
                  stroke: surface.theme.color('page'),
                  'stroke-width': 1.5
                })
              ]
            : [];
        })
      ),
      ...rowMarks(history, epoch, find('replay'), surface)
    ];
  };

/** The numbers of the epochs, but for those under the name of the one that is looked at. */
function columnMarks(
  history: History,
  epoch: number,
  { axis, top }: { readonly axis: PlacedPanel; readonly top: PlacedPanel },
  { measure, theme }: Surface,
  translate: Translate
): Mark[] {
  const { box } = axis;
  const numbers = stepAxis(
    epochScale(lastEpochShown(history), box),
    box.y - 1,
    {
      measure,
      words: axisLook(theme)
    }
  );
  if (history.epochs.done === 0) {
    return numbers.map(each => each.mark);
  }
  const x = axis.places.center(epoch);
  const name = translate('epoch %1', epoch + 1);
  const half = measure(name) / 2 + PADDING;
  const middle = Math.max(half, Math.min(box.x + box.width - half, x));
  const [from, to] = [middle - half, middle + half];
  return [
    mark('path', {
      d: `M${x} ${top.box.y}V${box.y}`,
      stroke: theme.color('ink'),
      'stroke-width': 1.5
    }),
    ...numbers.flatMap(each =>
      each.to < from || each.from > to ? [each.mark] : []
    ),
    mark('rect', {
      ...{ x: from, y: box.y, width: 2 * half, height: HEIGHT, rx: 2 },
      fill: theme.color('ink')
    }),
    text(name, middle, box.y + 14, {
      ...{ anchor: 'middle', 'font-size': 12, fill: theme.color('page') },
      ...theme.part('epoch-badge')
    })
  ];
}

/** The row of the replay, where the epoch was saved. */
function rowMarks(
  { snapshots = [] }: History,
  epoch: number,
  replay: PlacedPanel | undefined,
  { theme }: Surface
): Mark[] {
  const row = snapshots.findIndex(each => each.epoch === epoch);
  if (!replay || row < 0) {
    return [];
  }
  const { x, y, width, height } = replay.box;
  const high = height / snapshots.length;
  const frame = { x: x - 1, y: y + row * high - 1, fill: 'none' };
  return [3.5, 1.5].map((wide, at) =>
    mark('rect', {
      ...{ ...frame, width: width + 2, height: high + 2 },
      stroke: theme.color(at === 0 ? 'page' : 'ink'),
      'stroke-width': wide
    })
  );
}
