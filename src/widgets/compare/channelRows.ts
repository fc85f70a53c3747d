import { html } from '../base/dom';
import { missingCell } from './compareCells';
import { changedRow } from '../../views/compare/compareEdits';
import type { Range } from '../../views/compare/rangeWords';
import { rowGutter } from './compareGutter';
import { rowRanges, type CompareRow } from '../../views/compare/compareRows';
import type { ComparisonScene } from './comparisonScene';
import { createMapCell, type MapCell } from './mapCell';
import { gridCell, type GridRow } from './trainedRows';

/** The maps of one channel in all networks, each with its words below. */
export interface ChannelRow {
  readonly grid: GridRow;
  /** Of each network: its map, and after an edit the one below; none where it has no such channel. */
  readonly maps: readonly (readonly MapCell[])[];
  readonly words: readonly HTMLElement[];
}

/** One row of maps; after an edit they stand in pairs, as it was above as it is. */
export function channelRow(
  scene: ComparisonScene,
  row: CompareRow,
  was: CompareRow | undefined
): ChannelRow {
  const { comparison, layout, difference, shared, narrow, translate } = scene;
  const { traces } = comparison;
  const { mapHeight, pairGap } = layout;
  const lower = was && (difference ? changedRow(was, row) : row);
  // The scales of values are those of before: only so can both be compared.
  const ranges = rowRanges(was ?? row, shared);
  const lowerRanges = lower && difference ? rowRanges(lower, shared) : ranges;
  const maps = traces.map((_, network) =>
    [
      mapOf(scene, was ?? row, network, ranges),
      lower ? mapOf(scene, lower, network, lowerRanges) : null
    ].filter(map => map !== null)
  );
  return {
    maps,
    words: traces.map(() => html('p', { class: 'jp-gatescope-compare-words' })),
    grid: {
      gutter: rowGutter(
        row,
        {
          ranges,
          narrow,
          height: mapHeight + (lower ? pairGap : 0),
          lower: lower && {
            words: difference
              ? translate('edited − before')
              : translate('edited'),
            ranges: lowerRanges
          }
        },
        translate
      ),
      cells: maps.map((pair, network) =>
        pair.length > 0
          ? pairCell(pair, pairGap)
          : absentCell(
              missingCell(traces[network], row, translate),
              lower ? 2 * mapHeight + pairGap : mapHeight
            )
      )
    }
  };
}

function mapOf(
  {
    comparison,
    orders,
    layout,
    minimumColumnWidth,
    translate
  }: ComparisonScene,
  { channels }: CompareRow,
  network: number,
  ranges: readonly (Range | null)[]
): MapCell | null {
  const channel = channels[network];
  const range = ranges[network];
  return channel && range
    ? createMapCell({
        channel,
        range,
        order: orders[network],
        time: comparison.traces[network].time,
        width: layout.columnWidth,
        height: layout.mapHeight,
        minimumColumnWidth,
        translate
      })
    : null;
}

function pairCell(pair: readonly MapCell[], gap: number): HTMLElement {
  pair.slice(1).forEach(({ element }) => {
    element.style.marginTop = `${gap}px`;
  });
  return gridCell(...pair.map(({ element }) => element));
}

function absentCell(missing: HTMLElement, height: number): HTMLElement {
  missing.style.height = `${height}px`;
  return gridCell(missing);
}
