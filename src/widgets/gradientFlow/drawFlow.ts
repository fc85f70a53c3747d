import { hideUnder } from '../base/axisWords';
import { setAttributes, svg, html } from '../base/dom';
import { createHeatmap } from '../base/heatmap';
import type { Theme } from '../base/theme';
import { decadesOf, stepFactors, valuesOf } from './flow';
import { drawAxis, drawMarks, drawMemory, drawStripWords } from './flowAxes';
import { flowLayout, stepX, valueY, type FlowLayout } from './flowLayout';
import { drawGrid, drawLabels, drawLine, drawZone } from './flowLines';
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
  /** The step under a place, null beside the plot. */
  stepAt(x: number): number | null;
  paint(theme: Theme): void;
}

/** Draws the gradient flow at a width; only the cursor moves after that. */
export function drawFlow(options: FlowPictureOptions): FlowPicture {
  const { flow, quantity, looks, width, narrow, translate } = options;
  const { networks } = flow;
  const { steps } = flow.time;
  const decades = decadesOf(networks, quantity);
  const layout = flowLayout(width, narrow, networks.length, decades);
  const { left, plotWidth, top, bottom } = layout;
  const right = left + plotWidth;
  const picture = svg('svg', {
    class: 'jp-gatescope-flow',
    width,
    height: layout.height,
    viewBox: `0 0 ${width} ${layout.height}`,
    'aria-hidden': 'true'
  });
  const strips = networks.map(() => createHeatmap());
  const legend = createHeatmap();
  const element = html(
    'div',
    { class: 'jp-gatescope-flow-host' },
    ...strips.map(strip => strip.element),
    legend.element,
    picture
  );
  element.style.height = `${layout.height}px`;

  const scene: FlowScene = { ...options, layout, decades };
  const axis = drawAxis(scene);
  picture.append(
    ...drawZone(scene),
    ...drawGrid(scene),
    ...drawMarks(scene),
    ...axis.map(({ element: word }) => word),
    ...networks.flatMap((_, index) => drawLine(scene, index)),
    ...drawLabels(scene),
    ...drawMemory(scene),
    ...drawStripWords(scene)
  );
  const cursorLine = svg('path', { class: 'jp-gatescope-flow-cursor' });
  const dots = networks.map((_, index) => {
    const dot = svg('circle', { class: 'jp-gatescope-flow-dot', r: 5 });
    dot.style.fill = looks[index].color;
    return dot;
  });
  const frames = networks.map((_, index) =>
    svg('rect', {
      class: 'jp-gatescope-flow-frame',
      y: layout.strips[index] - 1,
      height: layout.stripHeight + 2
    })
  );
  const badge = html('div', { class: 'jp-gatescope-badge' });
  picture.append(cursorLine, ...frames, ...dots);
  element.append(badge);

  return {
    element,
    layout,
    moveTo(step) {
      const x = stepX(layout, step, steps);
      cursorLine.setAttribute(
        'd',
        `M${x} ${top - 10}V${layout.definitionY - 14}`
      );
      networks.forEach((network, index) => {
        const value = valuesOf(network, quantity)?.[step] ?? NaN;
        const seen = value > 0 && Math.log10(value) >= decades.low;
        dots[index].style.display = seen ? '' : 'none';
        setAttributes(dots[index], {
          cx: x,
          cy: seen ? valueY(layout, decades, value) : bottom
        });
        const column = plotWidth / steps;
        setAttributes(frames[index], {
          x: left + step * column - 1,
          width: Math.max(3, column + 2)
        });
      });
      badge.textContent = translate('step %1', step);
      const half = badge.offsetWidth / 2 || 24;
      const from = Math.max(left, Math.min(right - 2 * half, x - half));
      badge.style.transform = `translate(${from}px, ${layout.axisY - 15}px)`;
      hideUnder(axis, { from, to: from + 2 * half });
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
    stepAt(x) {
      return x < left || x >= right
        ? null
        : Math.min(steps - 1, Math.floor(((x - left) / plotWidth) * steps));
    },
    paint(theme) {
      const most = Math.log(LARGEST_FACTOR);
      networks.forEach((network, index) => {
        strips[index].paint(
          {
            values: stepFactors(network, quantity).map(Math.log),
            rows: 1,
            columns: steps,
            rowStride: 0,
            columnStride: 1
          },
          theme.states,
          [-most, most]
        );
        strips[index].place(
          left,
          layout.strips[index],
          plotWidth,
          layout.stripHeight
        );
      });
      const scale = Float32Array.from({ length: 129 }, (_, i) => i / 128);
      legend.paint(
        {
          values: scale,
          rows: 1,
          columns: scale.length,
          rowStride: 0,
          columnStride: 1
        },
        theme.states,
        [0, 1]
      );
      legend.place(left, layout.legendY, Math.min(150, plotWidth * 0.4), 8);
    }
  };
}
