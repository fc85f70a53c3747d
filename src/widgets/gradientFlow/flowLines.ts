import { svg } from '../base/dom';
import { superscript } from '../base/format';
import { float32Floor, valuesOf } from './flow';
import { stepX, valueY } from './flowLayout';
import { quantityWords, words as label, type FlowScene } from './flowScene';

/** Where float32 has no room beside the last step's value. */
export function drawZone(scene: FlowScene): SVGElement[] {
  const { flow, quantity, layout, decades, translate } = scene;
  const { networks, lossStep } = flow;
  const { left, plotWidth, bottom } = layout;
  const right = left + plotWidth;
  const floor = float32Floor(networks, quantity, lossStep);
  if (!(floor > 0) || Math.log10(floor) <= decades.low) {
    return [];
  }
  const y = valueY(layout, decades, floor);
  const words = translate('too small for float32 beside the last step’s');
  return [
    svg('rect', {
      class: 'jp-gatescope-flow-zone',
      x: left,
      y,
      width: plotWidth,
      height: bottom - y
    }),
    ...(scene.measure(words) < plotWidth - 20 && bottom - y > 18
      ? [label('jp-gatescope-axis', right - 6, y + 15, words, 'end')]
      : [])
  ];
}

export function drawGrid(scene: FlowScene): SVGElement[] {
  const { quantity, layout, decades } = scene;
  const { left, plotWidth, top } = layout;
  const right = left + plotWidth;
  return [
    ...layout.grid.flatMap(power => {
      const y = valueY(layout, decades, 10 ** power);
      return [
        svg('line', {
          class: 'jp-gatescope-grid-line',
          x1: left,
          x2: right,
          y1: y,
          y2: y
        }),
        label(
          'jp-gatescope-axis',
          left - 8,
          y + 4,
          power === 0 ? '1' : `10${superscript(power)}`,
          'end'
        )
      ];
    }),
    ...(scene.narrow
      ? [label('jp-gatescope-flow-name', 0, top - 9, quantityWords[quantity])]
      : [label('jp-gatescope-flow-name', 0, top + 4, quantityWords[quantity])])
  ];
}

export function drawLine(scene: FlowScene, index: number): SVGElement[] {
  const { flow, quantity, layout, decades, translate, looks } = scene;
  const { networks, lossStep } = flow;
  const { steps } = flow.time;
  const { left, bottom } = layout;

  const values = valuesOf(networks[index], quantity);
  if (!values) {
    return [];
  }
  let d = '';
  let down = false;
  let lost: number | null = null;
  for (let step = 0; step < steps; step++) {
    const value = values[step];
    // Zero and what lies below the range is no point of the line.
    const seen = value > 0 && Math.log10(value) >= decades.low;
    if (seen) {
      const x = stepX(layout, step, steps);
      const y = valueY(layout, decades, value);
      d += `${down ? 'L' : 'M'}${x.toFixed(2)} ${y.toFixed(2)}`;
    } else if (Number.isFinite(value) && step <= lossStep) {
      lost = step;
    }
    down = seen;
  }
  const line = svg('path', {
    class: 'jp-gatescope-flow-line',
    'data-network': index,
    'stroke-dasharray': looks[index].dash || undefined,
    d
  });
  line.style.stroke = looks[index].color;
  if (lost === null) {
    return [line];
  }
  const words = svg(
    'text',
    {
      class: 'jp-gatescope-axis jp-gatescope-halo',
      x: left + 6,
      y: bottom - 6 - index * 14,
      'data-network': index
    },
    translate('▾ %1: below range up to step %2', networks[index].name, lost)
  );
  return [line, words];
}

/** Each name beside its line, where it is farthest from the others. */
export function drawLabels(scene: FlowScene): SVGElement[] {
  const { flow, quantity, layout, decades, looks } = scene;
  const { networks } = flow;
  const { steps } = flow.time;
  const { top, bottom } = layout;

  const taken: { x: number; y: number }[] = [];
  return networks.flatMap((network, index) => {
    const values = valuesOf(network, quantity);
    if (!values) {
      return [];
    }
    let best = { x: 0, y: 0, room: -1 };
    for (let part = 0.15; part <= 0.86; part += 0.05) {
      const step = Math.round(part * (steps - 1));
      const value = values[step];
      if (!(value > 0) || Math.log10(value) < decades.low) {
        continue;
      }
      const x = stepX(layout, step, steps);
      const lineY = valueY(layout, decades, value);
      for (const y of [lineY - 10, lineY + 18]) {
        if (y < top + 8 || y > bottom - 4) {
          continue;
        }
        const others = networks.flatMap((other, which) => {
          const own = valuesOf(other, quantity)?.[step] ?? NaN;
          return which !== index && own > 0
            ? [Math.abs(valueY(layout, decades, own) + 4 - y)]
            : [];
        });
        const labels = taken.map(each =>
          Math.hypot((each.x - x) / 3, each.y - y)
        );
        const slope = Math.abs(
          valueY(layout, decades, values[Math.max(0, step - 2)]) -
            valueY(layout, decades, values[Math.min(steps - 1, step + 2)])
        );
        const room = Math.min(40, ...others, ...labels) - slope * 0.4;
        if (room > best.room) {
          best = { x, y, room };
        }
      }
    }
    if (best.room < 0) {
      return [];
    }
    taken.push(best);
    const name = svg(
      'text',
      {
        class: 'jp-gatescope-flow-label jp-gatescope-halo',
        x: best.x,
        y: best.y,
        'text-anchor': 'middle',
        'data-network': index
      },
      network.name
    );
    name.style.fill = looks[index].color;
    return [name];
  });
}
