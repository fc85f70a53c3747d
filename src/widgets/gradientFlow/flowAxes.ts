import type { AxisWord } from '../base/axisWords';
import { svg } from '../base/dom';
import { shortenApart } from '../base/measure';
import { numberLabels } from '../base/timeLabels';
import { valuesOf } from './flow';
import { MEMORY_HEIGHT, stepX } from './flowLayout';
import {
  LARGEST_FACTOR,
  quantityWords,
  words as label,
  type FlowScene
} from './flowScene';

/** Lines at the steps that the task is about. */
export function drawMarks({ flow, layout }: FlowScene): SVGElement[] {
  const { top, bottom } = layout;
  return (flow.time.marks ?? []).flatMap(({ step }) => {
    const x = stepX(layout, step, flow.time.steps);
    return [
      svg('line', {
        class: 'jp-gatescope-flow-mark',
        x1: x,
        x2: x,
        y1: top - 8,
        y2: bottom
      }),
      svg('path', {
        class: 'jp-gatescope-flow-triangle',
        d: `M${x} ${bottom + 2}l4.5 7h-9z`
      })
    ];
  });
}

/** Words on the axis: the loss and the marked steps first, then as many numbers as fit. */
export function drawAxis({
  flow,
  layout,
  translate,
  measure
}: FlowScene): AxisWord[] {
  const { steps, marks = [] } = flow.time;
  const { left, plotWidth } = layout;
  const taken: { from: number; to: number }[] = [];
  const drawn: AxisWord[] = [];
  /** Puts words centred at a place if nothing stands there. */
  const put = (x: number, content: string): boolean => {
    const half = measure(content) / 2;
    const middle = Math.min(x, left + plotWidth - half);
    const from = middle - half - 5;
    const to = middle + half + 5;
    if (taken.some(other => from < other.to && to > other.from)) {
      return false;
    }
    taken.push({ from, to });
    drawn.push({
      element: label(
        'jp-gatescope-axis',
        middle,
        layout.axisY + 2,
        content,
        'middle'
      ),
      from: middle - half,
      to: middle + half
    });
    return true;
  };
  const at = (step: number): number => stepX(layout, step, steps);
  put(at(flow.lossStep), translate('%1, loss', flow.lossStep));
  marks.forEach(({ step }) => put(at(step), String(step)));
  const names = new Set<string>();
  marks.forEach(({ step, name }, index) => {
    if (names.has(name)) {
      return;
    }
    const next = marks[index + 1];
    const last = marks.findLast(mark => mark.name === name) ?? marks[index];
    const beside =
      at(last.step) + measure(String(last.step)) / 2 + measure(name) / 2 + 11;
    if (
      (next?.name === name && put((at(step) + at(next.step)) / 2, name)) ||
      put(beside, name)
    ) {
      names.add(name);
    }
  });
  numberLabels(steps, plotWidth / steps, measure).ticks.forEach(
    ({ step, text }) => put(at(step), text)
  );
  return drawn;
}

export function drawMemory(scene: FlowScene): SVGElement[] {
  const { flow, quantity, layout, translate, looks } = scene;
  const { networks, lossStep } = flow;
  const { steps } = flow.time;
  const { left, plotWidth } = layout;

  const definition = translate(
    'steps back from the loss until %1 is below %2 % of its value at the last step',
    quantityWords[quantity],
    scene.threshold * 100
  );
  const lossRight = left + ((lossStep + 1) / steps) * plotWidth;
  return [
    ...(scene.narrow
      ? [
          label(
            'jp-gatescope-flow-name',
            0,
            layout.memory[0] - 6,
            translate('effective memory')
          )
        ]
      : [
          label(
            'jp-gatescope-flow-name',
            0,
            layout.memory[0] + 9,
            translate('effective')
          ),
          label(
            'jp-gatescope-flow-name',
            0,
            layout.memory[0] + 24,
            translate('memory')
          )
        ]),
    ...networks.flatMap((network, index) => {
      if (!valuesOf(network, quantity)) {
        return [];
      }
      const memory = scene.memory[index];
      const from =
        memory === null
          ? left
          : left + ((lossStep + 1 - memory) / steps) * plotWidth;
      const y = layout.memory[index];
      const bar = svg('rect', {
        class: 'jp-gatescope-flow-memory',
        x: from,
        y,
        width: Math.max(0, lossRight - from),
        height: MEMORY_HEIGHT,
        'data-network': index
      });
      bar.style.fill = looks[index].color;
      const arrow =
        memory === null
          ? svg('path', {
              d: `M${left - 7} ${y + MEMORY_HEIGHT / 2}l7 -6.5v13z`,
              'data-network': index
            })
          : null;
      if (arrow) {
        arrow.style.fill = looks[index].color;
      }
      return arrow ? [bar, arrow] : [bar];
    }),
    ...(scene.measure(definition) < scene.width - left
      ? [label('jp-gatescope-axis', left, layout.definitionY, definition)]
      : [
          label(
            'jp-gatescope-axis',
            scene.narrow ? 0 : left,
            layout.definitionY,
            translate(
              'until %1 is below %2 % of the last step’s',
              quantityWords[quantity],
              scene.threshold * 100
            )
          )
        ])
  ];
}

export function drawStripWords(scene: FlowScene): SVGElement[] {
  const { flow, layout, translate } = scene;
  const { networks } = flow;
  const { left, plotWidth } = layout;

  const names = shortenApart(
    networks.map(({ name }) => name),
    left - 8,
    scene.measure
  );
  const legendWidth = Math.min(150, plotWidth * 0.4);
  const y = layout.legendY + 20;
  return [
    ...(scene.narrow
      ? networks.map((_, index) =>
          label(
            'jp-gatescope-axis',
            left - 6,
            layout.strips[index] + layout.stripHeight / 2 + 4,
            names[index],
            'end'
          )
        )
      : [
          label(
            'jp-gatescope-flow-name',
            0,
            layout.strips[0] + 12,
            translate('factor')
          ),
          label(
            'jp-gatescope-flow-name',
            0,
            layout.strips[0] + 27,
            translate('per step')
          )
        ]),
    label('jp-gatescope-axis', left, y, `×${(1 / LARGEST_FACTOR).toFixed(2)}`),
    label('jp-gatescope-axis', left + legendWidth / 2, y, '×1', 'middle'),
    label(
      'jp-gatescope-axis',
      left + legendWidth,
      y,
      `×${LARGEST_FACTOR}`,
      'end'
    ),
    label(
      'jp-gatescope-axis',
      left + legendWidth + 14,
      layout.legendY + 8,
      translate('orange shrinks, purple grows')
    )
  ];
}
