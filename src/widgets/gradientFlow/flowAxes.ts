import { chosenPercent } from '../../trace';
import { shortenApart } from '../../scene/words/fitText';
import { numberLabels } from '../../scene/words/timeLabels';
import type { AxisMark } from '../../scene/marks/axes';
import { mark, type Mark } from '../../scene/marks/mark';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { isFollowedBack, valuesOf } from './flow';
import { MEMORY_HEIGHT } from './flowLayout';
import { namesApart } from './namesApart';
import { followsAnswer } from './flowWords';
import { LARGEST_FACTOR, quantityWords, type FlowScene } from './flowScene';
import { wayOf } from './way';

const axis = { class: 'jp-gatescope-axis' };
const name = { class: 'jp-gatescope-flow-name' };

/** Lines at the steps that the task is about. */
export function taskMarks({ flow, layout }: FlowScene): Mark[] {
  const { top, bottom, steps } = layout;
  return (flow.time.marks ?? []).flatMap(({ step }) => {
    const x = steps.center(step);
    return [
      rule({
        class: 'jp-gatescope-flow-mark',
        x1: x,
        x2: x,
        y1: top - 8,
        y2: bottom
      }),
      mark('path', {
        class: 'jp-gatescope-flow-triangle',
        d: `M${x} ${bottom + 2}l4.5 7h-9z`
      })
    ];
  });
}

/** Words on the axis: the loss and the marked steps first, then as many numbers as fit. */
export function axisMarks({
  flow,
  quantity,
  layout,
  translate,
  measure
}: FlowScene): AxisMark[] {
  const { marks = [] } = flow.time;
  const { left, plotWidth, axisY, steps } = layout;
  const at = steps.center;
  const words: AxisMark[] = [];
  /** Puts words centred at a place if nothing stands there. */
  const put = (x: number, content: string): boolean => {
    const half = measure(content) / 2;
    const middle = Math.max(left + half, Math.min(x, left + plotWidth - half));
    const from = middle - half;
    const to = middle + half;
    if (words.some(other => from - 10 < other.to && to + 10 > other.from)) {
      return false;
    }
    words.push({
      mark: text(content, middle, axisY + 2, { anchor: 'middle', ...axis }),
      from,
      to
    });
    return true;
  };
  if (isFollowedBack(quantity)) {
    const [isAnswer] = flow.networks.map(followsAnswer);
    new Set(flow.networks.map(each => wayOf(flow, each).start)).forEach(start =>
      put(
        at(start),
        isAnswer ? translate('%1, answer', start) : translate('%1, loss', start)
      )
    );
  }
  marks.forEach(({ step }) => put(at(step), String(step)));
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
      (next?.name === task && put((at(step) + at(next.step)) / 2, task)) ||
      put(beside, task)
    ) {
      named.add(task);
    }
  });
  numberLabels(steps.steps, steps.column, measure).ticks.forEach(
    ({ step, text: number }) => put(at(step), number)
  );
  return words;
}

/** A bar a network: as far back as it remembers, with what that means. */
export function memoryMarks(scene: FlowScene): Mark[] {
  const { flow, quantity, layout, translate, narrow } = scene;
  const { left, memory: tops, definitionY } = layout;
  const percent = chosenPercent(scene.threshold);
  const isAnswer = flow.networks.some(followsAnswer);
  const definition = translate(
    isAnswer
      ? '%steps back from the answer until %1 is below %2 % of its value there'
      : '%steps back from the loss until %1 is below %2 % of its value at the loss',
    quantityWords(quantity, flow.networks),
    percent
  );
  const isWhole = scene.measure(definition) < scene.width - left;
  const shorter = translate(
    isAnswer
      ? 'until %1 is below %2 % of that at the answer'
      : 'until %1 is below %2 % of that at the loss',
    quantityWords(quantity, flow.networks),
    percent
  );
  // On a phone inside the lab: what it means stands in the sentence above, what is counted here.
  const words = isWhole
    ? definition
    : !narrow || scene.measure(shorter) < scene.width
      ? shorter
      : translate('until below %1 %', percent);
  return [
    ...(narrow
      ? [text(translate('effective memory'), 0, tops[0] - 6, name)]
      : [
          text(translate('effective'), 0, tops[0] + 9, name),
          text(translate('memory'), 0, tops[0] + 24, name)
        ]),
    ...flow.networks.flatMap((network, index) =>
      valuesOf(network, quantity) && !Number.isNaN(scene.memory[index])
        ? memoryBar(scene, index)
        : []
    ),
    // Beside the rail each bar has its name there.
    ...(narrow
      ? stripNames(scene).map((each, index) =>
          text(each, left - 6, tops[index] + MEMORY_HEIGHT - 1, {
            anchor: 'end',
            ...axis
          })
        )
      : []),
    text(words, isWhole || !narrow ? left : 0, definitionY, axis)
  ];
}

function memoryBar(
  { flow, layout, looks, memory: memories }: FlowScene,
  index: number
): Mark[] {
  const { steps } = layout;
  const memory = memories[index];
  const way = wayOf(flow, flow.networks[index]);
  const { start, toTheRight } = way;
  // A loss that sends nothing back reaches no step: a bar of no width.
  const reach = memory ?? way.length;
  const furthest = reach > 0 ? way.at(reach - 1) : start;
  const from = steps.left(toTheRight || reach === 0 ? start : furthest);
  const to =
    reach === 0 ? from : steps.left((toTheRight ? furthest : start) + 1);
  const end = toTheRight ? to : from;
  const y = layout.memory[index];
  const look = {
    'data-network': index,
    style: `fill: ${looks[index].color}`
  };
  return [
    mark('rect', {
      class: 'jp-gatescope-flow-memory',
      x: from,
      y,
      width: Math.max(0, to - from),
      height: MEMORY_HEIGHT,
      ...look
    }),
    // It goes on beyond the sequence.
    ...(memory === null
      ? [
          mark('path', {
            d: `M${end + (toTheRight ? 7 : -7)} ${y + MEMORY_HEIGHT / 2}l${toTheRight ? -7 : 7} -6.5v13z`,
            ...look
          })
        ]
      : [])
  ];
}

/** What tells the networks apart, in the gutter of a narrow picture. */
function stripNames({ flow, layout, measure }: FlowScene): string[] {
  return shortenApart(
    namesApart(flow.networks.map(network => network.name)),
    layout.left - 8,
    measure
  );
}

/** Of the ramp under the factors: its three numbers stand below it, none on another. */
export function flowLegendWidth(plotWidth: number): number {
  return Math.min(150, plotWidth, Math.max(112, plotWidth * 0.4));
}

/** The names of the strips of factors, and what their colours mean. */
export function stripMarks(scene: FlowScene): Mark[] {
  const { layout, translate } = scene;
  const { left, plotWidth, strips, stripHeight } = layout;
  const names = stripNames(scene);
  const legendWidth = flowLegendWidth(plotWidth);
  const y = layout.legendY + 20;
  return [
    ...(scene.narrow
      ? names.map((each, index) =>
          text(each, left - 6, strips[index] + stripHeight / 2 + 4, {
            anchor: 'end',
            ...axis
          })
        )
      : [
          text(translate('factor'), 0, strips[0] + 12, name),
          text(translate('per %step'), 0, strips[0] + 27, name)
        ]),
    text(`×${(1 / LARGEST_FACTOR).toFixed(2)}`, left, y, axis),
    text('×1', left + legendWidth / 2, y, { anchor: 'middle', ...axis }),
    text(`×${LARGEST_FACTOR}`, left + legendWidth, y, {
      anchor: 'end',
      ...axis
    }),
    // In a narrow picture the words go below the numbers, where they have its whole width.
    scene.narrow
      ? text(translate('orange shrinks, purple grows'), 0, y + 16, axis)
      : text(
          translate('orange shrinks, purple grows'),
          left + legendWidth + 14,
          layout.legendY + 8,
          axis
        )
  ];
}
