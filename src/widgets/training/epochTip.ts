import type { Moment } from '../../scene/createMoment';
import type { Hit } from '../../scene/scene';
import { epochNumbers } from '../../views/training/trainingView';
import { html } from '../base/dom';
import { createTooltip } from '../base/tooltip';
import type { Drawing } from '../scene/createDrawing';

/** The numbers of an epoch beside the pointer. */
export function epochTip(
  { host }: Pick<Drawing, 'host'>,
  moment: Pick<Moment<never, never, never>, 'table'>,
  picture: HTMLElement
): { show(hit: Hit | null, event: PointerEvent): void } {
  const tooltip = createTooltip(picture);
  return {
    show(hit, { pointerType, clientY }) {
      if (!hit || pointerType === 'touch') {
        tooltip.hide();
        return;
      }
      const { row, panel } = hit;
      const at = panel.places.center(row);
      const numbers = epochNumbers(moment.table, row).map(({ name, value }) =>
        html(
          'div',
          {},
          `${name} `,
          html('b', { class: 'jp-gatescope-value' }, value)
        )
      );
      const head = html('b', {}, moment.table.places.nameOf(row));
      tooltip.show([html('div', {}, head), ...numbers], {
        ...{ left: at - 2, right: at + 2 },
        y: clientY - host.getBoundingClientRect().top
      });
    }
  };
}
