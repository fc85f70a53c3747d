import { valueAxis } from '../../scene/marks/axes';
import { line } from '../../scene/marks/line';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { float32Floor, valuesOf } from './flow';
import { quantityWords, type FlowScene } from './flowScene';

/** Where float32 has no room beside the last step's value. */
export function zoneMarks({ flow, quantity, layout }: FlowScene): Mark[] {
  const { left, plotWidth, bottom } = layout;
  const y = layout.y(float32Floor(flow, quantity));
  if (!(y < bottom)) {
    return [];
  }
  return [
    mark('rect', {
      class: 'jp-gatescope-flow-zone',
      x: left,
      y,
      width: plotWidth,
      height: bottom - y
    })
  ];
}

/** Beside the axis: `10⁻¹²` and a gap. */
const ROOM_OF_NUMBERS = 44;

export function gridMarks(scene: FlowScene): Mark[] {
  const { flow, quantity, layout, narrow, measure } = scene;
  const { top, left, steps, y } = layout;
  const words = quantityWords(quantity, flow.networks);
  // Several norms take the place of the numbers: they stand above these.
  const isAbove = narrow || measure(words) > left - ROOM_OF_NUMBERS;
  return [
    ...valueAxis(y, steps.box, { gap: 8 }),
    text(words, 0, isAbove ? top - 9 : top + 4, {
      class: 'jp-gatescope-flow-name'
    })
  ];
}

/** The line of a network. */
export function lineMarks(scene: FlowScene, index: number): Mark[] {
  const { flow, quantity, layout, looks } = scene;
  const { steps, y } = layout;
  const values = valuesOf(flow.networks[index], quantity);
  return values
    ? [
        line(
          values,
          { x: steps.center, y },
          {
            class: 'jp-gatescope-flow-line',
            'data-network': index,
            'stroke-dasharray': looks[index].dash || undefined,
            style: `stroke: ${looks[index].color}`
          }
        )
      ]
    : [];
}
