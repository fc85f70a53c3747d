import type { Translate } from '../context';
import { svg } from '../base/dom';
import { niceStep } from '../base/timeLabels';
import type { Box, TrainingLayout } from './trainingLayout';

/** Epoch numbers under the left column; the present one is bold. */
export function epochAxis(
  { axis }: TrainingLayout,
  last: number,
  done: number,
  translate: Translate
): SVGElement {
  const group = svg('g');
  const gap = axis.width / last;
  const every = niceStep(26 / gap);
  const place = (epoch: number): number => axis.x + epoch * gap;
  const shown = new Set<number>([done, last]);
  for (let epoch = 0; epoch <= last; epoch += every) {
    if (
      [...shown].every(other => Math.abs(place(other) - place(epoch)) >= 18)
    ) {
      shown.add(epoch);
    }
  }
  for (const epoch of shown) {
    if (epoch === last && epoch !== done && place(last) - place(done) < 18) {
      continue;
    }
    group.append(
      svg(
        'text',
        {
          class: `jp-gatescope-axis${epoch === done ? ' jp-gatescope-current' : ''}`,
          x: place(epoch),
          y: axis.y + 14,
          'text-anchor': 'middle'
        },
        String(epoch)
      )
    );
  }
  group.append(
    svg(
      'text',
      { class: 'jp-gatescope-axis', x: 0, y: axis.y + 14 },
      axis.x > 60 ? translate('epoch') : ''
    )
  );
  return group;
}

let patterns = 0;

/** Grey hatch over what has not been trained yet. */
export function futureHatch(
  from: number,
  to: number,
  boxes: readonly Box[],
  owner: HTMLElement
): SVGElement[] {
  if (to - from < 1) {
    return [];
  }
  // Ids are global to the page: one pattern a view.
  owner.dataset.hatch ??= `jp-gatescope-hatch-${(patterns += 1)}`;
  const id = owner.dataset.hatch;
  return [
    svg(
      'defs',
      {},
      svg(
        'pattern',
        {
          id,
          width: 8,
          height: 8,
          patternUnits: 'userSpaceOnUse',
          patternTransform: 'rotate(45)'
        },
        svg('line', {
          class: 'jp-gatescope-hatch-line',
          x1: 0,
          y1: 0,
          x2: 0,
          y2: 8
        })
      )
    ),
    ...boxes.map(({ y, height }) =>
      svg('rect', {
        x: from,
        y,
        width: to - from,
        height,
        fill: `url(#${id})`
      })
    )
  ];
}
