import { html, setAttributes, svg } from '../base/dom';
import { createHeatmap } from '../base/heatmap';
import type { Theme } from '../base/theme';
import { drawn } from '../scene/drawn';
import { createRampLegend, paintRow } from '../scene/rampLegend';
import { createStepCursor } from '../scene/stepCursor';
import { flowDecades, isFollowedBack, stepFactors, valuesOf } from './flow';
import {
  axisMarks,
  flowLegendWidth,
  memoryMarks,
  stripMarks,
  taskMarks
} from './flowAxes';
import { flowLayout, type FlowLayout } from './flowLayout';
import { labelMarks } from './flowLabels';
import { namesApart } from './namesApart';
import { gridMarks, lineMarks, zoneMarks } from './flowLines';
import {
  LARGEST_FACTOR,
  type FlowPictureOptions,
  type FlowScene
} from './flowScene';

/** The drawn part of the gradient flow: lines, memory bars and the strips of factors. */
export interface FlowPicture {
  readonly element: HTMLElement;
  readonly layout: FlowLayout;
  /** Moves what follows the cursor. */
  moveTo(step: number): void;
  /** Makes one network stand out; null for none. */
  light(network: number | null): void;
  paint(theme: Theme): void;
}

/** Draws the gradient flow at a width; only the cursor moves after that. */
export function drawFlow(options: FlowPictureOptions): FlowPicture {
  const { flow, quantity, looks, width, narrow, translate } = options;
  const { networks } = flow;
  const isFollowed = isFollowedBack(quantity);
  const layout = flowLayout(
    width,
    narrow,
    {
      networks: networks.length,
      steps: flow.time.steps,
      isFollowed,
      names: Math.max(
        0,
        ...namesApart(networks.map(({ name }) => name)).map(options.measure)
      )
    },
    flowDecades(networks, quantity)
  );
  const { top, steps, stripHeight } = layout;
  const picture = svg('svg', {
    class: 'jp-gatescope-flow',
    width,
    height: layout.height,
    viewBox: `0 0 ${width} ${layout.height}`,
    'aria-hidden': 'true'
  });
  const strips = layout.strips.map(() => createHeatmap());
  const legend = createRampLegend();
  const scene: FlowScene = { ...options, layout };
  const cursor = createStepCursor({
    steps,
    top: top - 10,
    bottom: layout.definitionY - 14,
    dots: looks.map(({ color }) => color),
    badge: layout.axisY - 15,
    axis: axisMarks(scene)
  });
  const frames = layout.strips.map(y =>
    svg('rect', {
      class: 'jp-gatescope-flow-frame',
      y: y - 1,
      height: stripHeight + 2
    })
  );
  picture.append(
    ...[...zoneMarks(scene), ...gridMarks(scene), ...taskMarks(scene)].map(
      drawn
    ),
    ...cursor.words,
    ...[
      ...networks.flatMap((_, index) => lineMarks(scene, index)),
      ...labelMarks(scene),
      ...(isFollowed ? [...memoryMarks(scene), ...stripMarks(scene)] : [])
    ].map(drawn),
    ...frames,
    cursor.line,
    ...cursor.dots
  );
  const element = html(
    'div',
    {
      class: 'jp-gatescope-flow-host',
      style: `height: ${layout.height}px`
    },
    ...strips.map(strip => strip.element),
    ...(isFollowed ? [legend.element] : []),
    picture,
    cursor.badge
  );

  return {
    element,
    layout,
    moveTo(step) {
      cursor.moveTo(
        step,
        translate('%step %1', step),
        networks.map(network =>
          layout.y(valuesOf(network, quantity)?.[step] ?? NaN)
        )
      );
      for (const frame of frames) {
        setAttributes(frame, {
          x: steps.left(step) - 1,
          width: Math.max(3, steps.column + 2)
        });
      }
    },
    light(network) {
      picture
        .querySelectorAll('[data-network]')
        .forEach(each =>
          each.classList.toggle(
            'jp-gatescope-faint',
            network !== null &&
              each.getAttribute('data-network') !== String(network)
          )
        );
    },
    paint(theme) {
      if (!isFollowed) {
        return;
      }
      const most = Math.log(LARGEST_FACTOR);
      const { left, plotWidth, legendY } = layout;
      networks.forEach((network, index) => {
        const factors = stepFactors(flow, network, quantity).map(Math.log);
        paintRow(strips[index], factors, theme.states, [-most, most]);
        strips[index].place(left, layout.strips[index], plotWidth, stripHeight);
      });
      const box = { x: left, y: legendY, height: 8 };
      legend.paint(theme.states, {
        ...box,
        width: flowLegendWidth(plotWidth)
      });
    }
  };
}
