import { valueAxis } from '../marks/axes';
import { line } from '../marks/line';
import { mark, type Mark } from '../marks/mark';
import { text } from '../marks/text';
import { float32Floor, valuesOf } from './flow';
import { namesApart } from './namesApart';
import { quantityWords, type FlowScene } from './flowScene';

/** The words of the zone that float32 does not reach, where they have room. */
function zoneWords(scene: FlowScene): { words: string; y: number } | null {
  const { flow, quantity, layout, translate } = scene;
  const { plotWidth, bottom } = layout;
  const y = layout.y(float32Floor(flow.networks, quantity, flow.lossStep));
  const words = translate('too small for float32 beside the last step’s');
  return scene.measure(words) < plotWidth - 20 && bottom - y > 18
    ? { words, y: y + 15 }
    : null;
}

/** Where float32 has no room beside the last step's value. */
export function zoneMarks(scene: FlowScene): Mark[] {
  const { flow, quantity, layout } = scene;
  const { left, plotWidth, bottom } = layout;
  const y = layout.y(float32Floor(flow.networks, quantity, flow.lossStep));
  if (!(y < bottom)) {
    return [];
  }
  const written = zoneWords(scene);
  return [
    mark('rect', {
      class: 'jp-gatescope-flow-zone',
      x: left,
      y,
      width: plotWidth,
      height: bottom - y
    }),
    ...(written
      ? [
          text(written.words, left + plotWidth - 6, written.y, {
            anchor: 'end',
            class: 'jp-gatescope-axis'
          })
        ]
      : [])
  ];
}

export function gridMarks({ quantity, layout, narrow }: FlowScene): Mark[] {
  const { top, steps } = layout;
  return [
    ...valueAxis(layout.y, steps.box, { gap: 8 }),
    text(quantityWords[quantity], 0, narrow ? top - 9 : top + 4, {
      class: 'jp-gatescope-flow-name'
    })
  ];
}

/** The line of a network, and up to where it is below the axis. */
export function lineMarks(scene: FlowScene, index: number): Mark[] {
  const { flow, quantity, layout, translate, looks } = scene;
  const { left, bottom, steps, y } = layout;
  const values = valuesOf(flow.networks[index], quantity);
  if (!values) {
    return [];
  }
  const lost = Array.from(values)
    .slice(0, flow.lossStep + 1)
    .findLastIndex(value => Number.isFinite(value) && Number.isNaN(y(value)));
  return [
    line(
      values,
      { x: steps.center, y },
      {
        class: 'jp-gatescope-flow-line',
        'data-network': index,
        'stroke-dasharray': looks[index].dash || undefined,
        style: `stroke: ${looks[index].color}`
      }
    ),
    ...(lost < 0
      ? []
      : [
          text(
            translate(
              '▾ %1: below range up to step %2',
              flow.networks[index].name,
              lost
            ),
            left + 6,
            bottom - 6 - index * 14,
            {
              class: 'jp-gatescope-axis jp-gatescope-halo',
              'data-network': index
            }
          )
        ])
  ];
}

interface LabelPlace {
  readonly x: number;
  readonly y: number;
  /** How far all else is from it. */
  readonly room: number;
}

/** Each name beside its line, where it is farthest from the others. */
export function labelMarks(scene: FlowScene): Mark[] {
  const taken: LabelPlace[] = [];
  const whole = scene.flow.networks.map(({ name }) => name);
  const names = whole.some(
    name => scene.measure(name) > scene.layout.plotWidth / 3
  )
    ? namesApart(whole)
    : whole;
  return names.flatMap((name, index) => {
    const best = labelPlaces(
      scene,
      index,
      taken,
      name
    ).reduce<LabelPlace | null>(
      (found, next) => (next.room > (found?.room ?? 0) ? next : found),
      null
    );
    if (!best) {
      return [];
    }
    taken.push(best);
    return [
      text(name, best.x, best.y, {
        anchor: 'middle',
        class: 'jp-gatescope-flow-label jp-gatescope-halo',
        'data-network': index,
        style: `fill: ${scene.looks[index].color}`
      })
    ];
  });
}

/** Places above and below a network's line, with the room that a name has there. */
function labelPlaces(
  scene: FlowScene,
  index: number,
  taken: readonly LabelPlace[],
  name: string
): LabelPlace[] {
  const { flow, quantity, layout } = scene;
  const zone = zoneWords(scene);
  const half = scene.measure(name) / 2;
  const zoneLeft =
    layout.left + layout.plotWidth - 6 - (zone ? scene.measure(zone.words) : 0);
  const { top, bottom, steps, y: scale } = layout;
  const last = steps.steps - 1;
  const values = valuesOf(flow.networks[index], quantity);
  if (!values) {
    return [];
  }
  return Array.from({ length: 15 }, (_, part) =>
    Math.round((0.15 + part * 0.05) * last)
  ).flatMap(step => {
    const at = scale(values[step]);
    const slope = Math.abs(
      scale.within(values[Math.max(0, step - 2)]) -
        scale.within(values[Math.min(last, step + 2)])
    );
    return [at - 10, at + 18]
      .filter(y => y >= top + 8 && y <= bottom - 4)
      .map(y => {
        const x = steps.center(step);
        const others = flow.networks.flatMap((other, which) => {
          const own = valuesOf(other, quantity)?.[step] ?? NaN;
          return which !== index && own > 0
            ? [Math.abs(scale.within(own) + 4 - y)]
            : [];
        });
        const words = zone && x + half > zoneLeft ? [Math.abs(zone.y - y)] : [];
        const names = taken.map(each =>
          Math.hypot((each.x - x) / 3, each.y - y)
        );
        const room = Math.min(40, ...others, ...names, ...words);
        return { x, y, room: room - slope * 0.4 };
      });
  });
}
