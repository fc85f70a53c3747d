import type { Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { stepsWords, unitsWords } from '../../scene/words/counts';
import { html, putInto } from '../base/dom';
import { formatRanges } from '../../scene/words/format';
import { spokenLabel } from '../../scene/words/timeLabels';
import type { MapScene } from '../../views/map/mapScene';
import type { Selection } from '../traceMap/selection';
import type { WhatIfOperation } from '../../views/whatIf/operation';
import { operationsCode } from './operations';

export interface SummaryInput {
  readonly trace: Trace;
  readonly selection: Selection;
  /** The reader chose it; else it is what would be held by default. */
  readonly brushed: boolean;
  readonly operations: readonly WhatIfOperation[];
  /** By which notebook cells know the run; undefined before the kernel has said it. */
  readonly name: string | null | undefined;
  readonly translate: Translate;
}

/** What is selected, and the changes as code. */
export function summaryBox({
  trace,
  selection,
  brushed,
  operations,
  name,
  translate
}: SummaryInput): Node[] {
  const { units, steps } = selection;
  const label = spokenLabel(trace.time.labels?.[steps[0]]);
  const where =
    steps.length === 1
      ? `${translate('%step %1', steps[0])}${label === '' ? '' : `, ${label}`}`
      : translate('%steps %1', formatRanges(steps));
  const nodes: Node[] = [
    html(
      'div',
      {},
      html(
        'b',
        {},
        `${unitsWords(units.length, translate)} × ${stepsWords(steps.length, translate)}`
      ),
      html(
        'span',
        { class: 'jp-gatescope-second' },
        ` · ${
          brushed
            ? where
            : translate('%1 (brush to choose other units and %steps)', where)
        }`
      )
    )
  ];
  if (operations.length > 0 && name !== undefined) {
    nodes.push(
      html(
        'pre',
        // Long code scrolls, which keys can do as well.
        { class: 'jp-gatescope-code', tabindex: 0 },
        name === null
          ? translate(
              'To have this as code, give the run a name in its notebook cell: const run = …'
            )
          : operationsCode(trace, operations, name)
      )
    );
  }
  return nodes;
}

/** Beside the differences where they are high enough, else below the picture. */
export function placeSummary(
  summary: HTMLElement,
  { layout }: MapScene,
  row: number,
  hosts: { readonly plot: HTMLElement | null; readonly below: HTMLElement }
): void {
  const band = hosts.plot ? layout.groups[row] : undefined;
  const inside = band !== undefined && band.height >= 80;
  summary.classList.toggle('jp-gatescope-summary-inside', inside);
  if (inside && hosts.plot) {
    putInto(hosts.plot, summary);
    summary.style.left = `${layout.plotLeft}px`;
    summary.style.top = `${band.y}px`;
    summary.style.width = `${layout.plotWidth}px`;
    summary.style.height = `${band.height}px`;
  } else {
    if (hosts.below.firstElementChild !== summary) {
      hosts.below.prepend(summary);
    }
    summary.removeAttribute('style');
  }
}
