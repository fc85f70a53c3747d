import type { Comparison } from '../../trace';
import { pageTheme } from '../../scene/theme';
import { html } from '../base/dom';
import { marksSvg } from './marksSvg';
import { lossGutter, textGutter } from './compareGutter';
import type { ViewContext } from '../context';
import type { NetworkLook } from '../../scene/marks/networkLook';
import type { CompareLayout } from '../../views/compare/compareLayout';
import { lossAxis, lossMarks } from '../../views/compare/lossMarks';
import {
  SCORE_HEIGHT,
  scoreAxis,
  scoreMarks
} from '../../views/compare/scoreMarks';

/** One line of the grid: what stands in the gutter and one cell a network. */
export interface GridRow {
  readonly gutter: Element;
  readonly cells: readonly HTMLElement[];
}

export function gridCell(...children: Node[]): HTMLElement {
  return html('div', { class: 'jp-gatescope-compare-cell' }, ...children);
}

interface TrainedPicture {
  readonly comparison: Comparison;
  readonly looks: readonly NetworkLook[];
  readonly narrow: boolean;
  readonly translate: ViewContext['translate'];
}

/** What training came to: the scores over seeds and the loss over epochs, where there are any. */
export function trainedRows(
  { comparison, looks, narrow, translate }: TrainedPicture,
  layout: CompareLayout
): GridRow[] {
  const { rows } = comparison;
  const { columnWidth, lossHeight } = layout;
  const grid: GridRow[] = [];
  const scores = scoreAxis(rows);
  if (scores) {
    grid.push({
      gutter: textGutter(translate('score'), translate('each seed'), narrow),
      cells: rows.map((row, network) =>
        gridCell(
          marksSvg(
            'compare-scores',
            columnWidth,
            SCORE_HEIGHT,
            scoreMarks(
              row,
              {
                ...{ axis: scores, width: columnWidth, theme: pageTheme },
                look: looks[network]
              },
              translate
            )
          )
        )
      )
    });
  }
  const losses = lossAxis(rows);
  if (losses) {
    grid.push({
      gutter: lossGutter(losses, layout, narrow, translate),
      cells: rows.map((row, network) =>
        gridCell(
          marksSvg(
            'compare-loss',
            columnWidth,
            lossHeight,
            lossMarks(
              row,
              {
                ...{ axis: losses, width: columnWidth, theme: pageTheme },
                height: lossHeight,
                look: looks[network]
              },
              translate
            )
          )
        )
      )
    });
  }
  return grid;
}
