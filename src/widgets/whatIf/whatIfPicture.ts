import type { Translate } from '../../scene/words/translate';
import { fillWords, html } from '../base/dom';
import { formatNumber } from '../../scene/words/format';
import type { Frame } from '../base/frame';
import { letter } from '../base/hue';
import type { Theme } from '../base/theme';
import type { MapScene } from '../../views/map/mapScene';
import { placeSummary, summaryBox } from './summaryBox';
import type { Progress, WhatIfScenes } from '../../views/whatIf/whatIfScenes';
import { createSide, type Side } from './whatIfSide';
import type { WhatIfState } from './whatIfState';

/** The two pictures and the words between them. */
export interface WhatIfPicture {
  readonly left: Side;
  readonly right: Side;
  build(
    scenes: WhatIfScenes,
    progress: Progress,
    theme: Theme,
    measure: (text: string) => number
  ): void;
  paint(
    scenes: WhatIfScenes,
    state: WhatIfState,
    at: { readonly step: number; readonly unit: number }
  ): void;
  /** One below the other or side by side; true if the right side was made anew. */
  setNarrow(narrow: boolean): boolean;
  /** The maps of the changed run. */
  changedMaps(): HTMLCanvasElement[];
}

export function createWhatIfPicture(
  frame: Frame,
  translate: Translate
): WhatIfPicture {
  const left = createSide('before', translate, true);
  let right = createSide('after', translate, false);
  let stacked = false;
  const summary = html('div', { class: 'jp-gatescope-summary' });
  frame.picture.append(
    html('div', { class: 'jp-gatescope-sides' }, left.element, right.element)
  );
  return {
    left,
    get right() {
      return right;
    },
    build({ before, after, firstStep }, progress, theme, measure) {
      const changed = progress === 'clamped' || progress === 'changed';
      left.build(before, after, null, 'same', theme, measure);
      right.build(
        after,
        before,
        changed ? firstStep : null,
        progress,
        theme,
        measure
      );
    },
    paint({ before, after, differenceRow }, state, { step, unit }) {
      left.paint(step, unit);
      right.paint(step, unit);
      fillWords(
        summary,
        summaryBox({
          trace: state.trace,
          selection: state.selected(),
          brushed: state.selection !== null,
          operations: state.operations,
          name: state.name,
          translate
        }),
        stacked ? scaleWords(after, differenceRow) : []
      );
      placeSummary(summary, before, differenceRow, {
        plot: stacked ? null : left.plot,
        below: frame.below
      });
    },
    setNarrow(narrow) {
      if (narrow === stacked) {
        return false;
      }
      stacked = narrow;
      // One below the other, the right side needs its own gutter.
      const other = createSide('after', translate, narrow);
      right.element.replaceWith(other.element);
      right = other;
      return true;
    },
    changedMaps: () => [
      ...right.plot.querySelectorAll<HTMLCanvasElement>('[data-channel]')
    ]
  };
}

/** The scale of the differences, which has no room beside them in a narrow view. */
function scaleWords({ rows }: MapScene, differenceRow: number): Node[] {
  const { channel, range } = rows[differenceRow];
  return [
    html(
      'div',
      { class: 'jp-gatescope-second' },
      letter(channel.name, 'clamp'),
      ` ± ${formatNumber(range[1])}`
    )
  ];
}
