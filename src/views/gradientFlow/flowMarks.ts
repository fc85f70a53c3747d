import { mark, type Mark } from '../../scene/marks/mark';
import { networkInks } from '../../scene/marks/networkLook';
import type { StepScale } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import type { PlacedPanel, Surface } from '../../scene/scene';
import type { SceneTheme } from '../../scene/theme';
import { numberLabels } from '../../scene/words/timeLabels';
import {
  float32Floor,
  isFollowedBack,
  memories,
  stepFactors,
  valuesOf,
  type ShownFlow
} from './flow';
import { followsAnswer } from './flowWords';
import { wayOf } from './way';

const MEMORY = 11;

/** Where float32 has no room beside the last step's value; its powers stand on it. */
export function zoneMarks(
  { flow, quantity }: ShownFlow,
  { box, value }: PlacedPanel,
  theme: SceneTheme
): Mark[] {
  const { x, width } = box;
  const bottom = box.y + box.height;
  const y = value(float32Floor(flow, quantity));
  return y < bottom
    ? [
        mark('rect', {
          ...{ x, y, width, height: bottom - y },
          fill: theme.color('raised'),
          ...theme.part('flow-zone')
        }),
        ...value.ticks.flatMap(({ value: power }) => {
          const at = Math.round(value(power)) + 0.5;
          const ends = { x1: x, x2: x + width, y1: at, y2: at };
          return at > y
            ? [
                rule({
                  ...ends,
                  stroke: theme.color('grid'),
                  ...theme.part('grid-line')
                })
              ]
            : [];
        })
      ]
    : [];
}

/** Lines at the steps that the task is about. */
export function taskMarks(
  { flow }: ShownFlow,
  { box, places }: PlacedPanel,
  theme: SceneTheme
): Mark[] {
  const bottom = box.y + box.height;
  return (flow.time.marks ?? []).flatMap(({ step }) => {
    const x = places.center(step);
    return [
      rule({
        ...{ x1: x, x2: x, y1: box.y - 2, y2: bottom },
        stroke: theme.color('second'),
        'stroke-dasharray': '2 4'
      }),
      mark('path', {
        d: `M${x} ${bottom + 1}l4.5 7h-9z`,
        fill: theme.color('second')
      })
    ];
  });
}

/** Words below the steps: the loss and the marked steps first, then as many numbers as fit. */
export function flowFoot(
  { flow, quantity, translate }: ShownFlow,
  places: StepScale,
  measure: Surface['measure']
): readonly { readonly x: number; readonly words: string }[] {
  const { marks = [] } = flow.time;
  const { x: left, width } = places.box;
  const at = places.center;
  const put: { readonly x: number; readonly words: string }[] = [];
  /** Puts words centered at a place if nothing stands there; whether it did. */
  const tryAt = (wanted: number, words: string): boolean => {
    const half = measure(words) / 2;
    const x = Math.max(left + half, Math.min(wanted, left + width - half));
    const isFree = put.every(
      other => Math.abs(other.x - x) >= half + measure(other.words) / 2 + 10
    );
    if (isFree) {
      put.push({ x, words });
    }
    return isFree;
  };
  if (isFollowedBack(quantity)) {
    const [isAnswer] = flow.networks.map(followsAnswer);
    new Set(flow.networks.map(each => wayOf(flow, each).start)).forEach(start =>
      tryAt(
        at(start),
        isAnswer ? translate('%1, answer', start) : translate('%1, loss', start)
      )
    );
  }
  marks.forEach(({ step }) => tryAt(at(step), String(step)));
  const named = new Set<string>();
  marks.forEach(({ step, name: task }, index) => {
    if (named.has(task)) {
      return;
    }
    const next = marks[index + 1];
    const last = marks.findLast(each => each.name === task) ?? marks[index];
    const beside =
      at(last.step) + measure(String(last.step)) / 2 + measure(task) / 2 + 11;
    if (
      (next?.name === task && tryAt((at(step) + at(next.step)) / 2, task)) ||
      tryAt(beside, task)
    ) {
      named.add(task);
    }
  });
  numberLabels(places.steps, places.column, measure).ticks.forEach(
    ({ step, text: number }) => tryAt(at(step), number)
  );
  return put;
}

/** A bar a network: as far back as it remembers; with an arrow where it goes on beyond the sequence. */
export function memoryMarks(
  shown: ShownFlow,
  { places, value }: PlacedPanel,
  theme: SceneTheme
): Mark[] {
  const { flow, quantity } = shown;
  const inks = networkInks(flow.networks);
  return memories(flow, shown).flatMap((memory, at) => {
    const network = flow.networks[at];
    if (!valuesOf(network, quantity) || Number.isNaN(memory)) {
      return [];
    }
    const way = wayOf(flow, network);
    const { start, toTheRight } = way;
    // A loss that sends nothing back reaches no step: a bar of no width.
    const reach = memory ?? way.length;
    const furthest = reach > 0 ? way.at(reach - 1) : start;
    const from = places.left(toTheRight || reach === 0 ? start : furthest);
    const to =
      reach === 0 ? from : places.left((toTheRight ? furthest : start) + 1);
    const end = toTheRight ? to : from;
    const y = value(at);
    const look = { fill: theme.color(inks[at].ink), 'data-series': at };
    return [
      mark('rect', {
        ...{ x: from, y: y - MEMORY / 2 },
        width: Math.max(0, to - from),
        height: MEMORY,
        ...look,
        ...theme.part('flow-memory')
      }),
      ...(memory === null
        ? [
            mark('path', {
              d: `M${end + (toTheRight ? 7 : -7)} ${y}l${toTheRight ? -7 : 7} -6.5v13z`,
              ...look
            })
          ]
        : [])
    ];
  });
}

/** The logarithm of each network's factors, a row a network. */
export function logFactors({ flow, quantity }: ShownFlow) {
  const { steps } = flow.time;
  const { networks } = flow;
  const values = new Float64Array(networks.length * steps);
  networks.forEach((network, at) =>
    values.set(stepFactors(flow, network, quantity).map(Math.log), at * steps)
  );
  return {
    ...{ values, rows: networks.length, columns: steps },
    ...{ rowStride: steps, columnStride: 1 }
  };
}

/** The rows of factors stand apart. */
export function betweenRows(
  { flow }: ShownFlow,
  { box }: PlacedPanel,
  theme: SceneTheme
): Mark[] {
  const { length } = flow.networks;
  return Array.from({ length: length - 1 }, (_, at) => {
    const y = box.y + ((at + 1) * box.height) / length;
    return rule({
      ...{ x1: box.x, x2: box.x + box.width, y1: y, y2: y },
      stroke: theme.color('page'),
      'stroke-width': 4
    });
  });
}
