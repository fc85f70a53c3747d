import type { SeriesKind, SeriesLine, SeriesPanel } from './seriesPanels';

/** Dashes of each kind where several series stand in one chart: of its first, second, … */
const dashes: Readonly<Record<SeriesKind, readonly string[]>> = {
  input: [],
  output: ['4 3', '11 3 2 3', '9 3', '5 2 1 2 1 2'],
  target: ['1.5 2.5', '1.5 5', '1.5 1.5', '1.5 2.5 1.5 6']
};

/**
 * How a series is told from the others of its chart, in the chart and beside its name: by its kind, and
 * from those of its kind by its dash and, as the style sheet has it, by how much of the ink is in its
 * color. One alone is a plain line.
 */
export function seriesLook(
  { lines }: Pick<SeriesPanel, 'lines'>,
  { kind, among = 0 }: SeriesLine
): Readonly<Record<string, string | number | undefined>> {
  return lines.length > 1
    ? {
        class: `jp-gatescope-series-line jp-gatescope-series-${kind}`,
        'stroke-dasharray': dashes[kind][among % 4],
        'data-among': among
      }
    : { class: 'jp-gatescope-series-line jp-gatescope-series-input' };
}
