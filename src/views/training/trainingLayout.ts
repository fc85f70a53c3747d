import type { Box } from '../../scene/marks/plane';

export interface TrainingLayoutInput {
  readonly width: number;
  /** How many metrics besides the loss, how many gates, whether there is a replay. */
  readonly metrics: number;
  readonly gates: number;
  /** Rows of the replay: saved epochs; 0 without one. */
  readonly snapshots: number;
  /** Height of the token labels above the replay. */
  readonly labelHeight: number;
}

export interface TrainingLayout {
  readonly twoColumns: boolean;
  readonly gutter: number;
  /** The gutter holds letters only: names stand above their pictures. */
  readonly slim: boolean;
  /** The name of the loss and of its lines stand above it, not beside it. */
  readonly legendAbove: boolean;
  /** Room right of the epoch axis, for the numbers at the lines' ends. */
  readonly end: number;
  readonly loss: Box;
  readonly gateTitle: number;
  readonly gates: readonly Box[];
  readonly axis: Box;
  readonly metrics: readonly Box[];
  /** Where the epochs stand once more, under the metrics. */
  readonly metricAxis: number;
  readonly replay: {
    readonly title: number;
    readonly labels: Box;
    readonly map: Box;
    /** The strip of its colors. */
    readonly legend: Box;
  } | null;
  readonly height: number;
}

/** Below this width everything stands in one column. */
const ONE_COLUMN_BELOW = 600;
/** Two columns stand close together below this one, the width that a notebook has in the lab. */
const CLOSE_BELOW = 760;
const LOSS = 126;
const GATE = 84;
const METRIC = 80;
/** Room for the number at the end of a metric's line (`6.0 × 10⁻⁴`), without the words of the gates. */
const METRIC_END = 80;
/** The title and the key of the loss, where the gutter has no room for them. */
const TITLE = 20;
const GAP = 9;
const LEGEND = 120;
/** Left of the metrics, where they stand beside the loss. */
const RIGHT_GUTTER = 40;
/** Higher than this a chart of one line says no more. */
const MOST_TALLER = 90;
/** The loss alone, with nothing below it. */
const MOST_TALLER_ALONE = 480;

/** Where everything stands; the left column shares one epoch axis. */
export function trainingLayout(input: TrainingLayoutInput): TrainingLayout {
  const natural = layoutWith(input, 0);
  if (!natural.twoColumns) {
    return natural.layout;
  }
  // What stands beside a long replay is stretched to it: no column ends far above the other.
  const room = natural.right - natural.left;
  const boxes = 1 + input.gates;
  const most = input.gates === 0 ? MOST_TALLER_ALONE : MOST_TALLER;
  const taller = Math.max(0, Math.min(most, Math.floor(room / boxes)));
  return taller === 0 ? natural.layout : layoutWith(input, taller).layout;
}

/**
 * The same with the legend above the loss, where the numbers of its axis leave no room beside it. The
 * picture stays as high: these numbers change while a network learns, and nothing below may move.
 */
export function withLegendAbove(layout: TrainingLayout): TrainingLayout {
  const { loss, legendAbove } = layout;
  return legendAbove
    ? layout
    : {
        ...layout,
        legendAbove: true,
        loss: { ...loss, y: loss.y + TITLE, height: loss.height - TITLE }
      };
}

/** Where what stands right of the epochs of the loss begins; the width where nothing does. */
export function rightOfLoss(
  { twoColumns, loss, end, metrics, replay }: TrainingLayout,
  width: number
): number {
  const beside = metrics[0] ?? replay?.map;
  return twoColumns && beside
    ? Math.max(loss.x + loss.width + end, beside.x - RIGHT_GUTTER)
    : width;
}

/** @param taller by how much the loss and each gate are higher than they need to be */
function layoutWith(
  input: TrainingLayoutInput,
  taller: number
): {
  readonly layout: TrainingLayout;
  readonly twoColumns: boolean;
  readonly left: number;
  readonly right: number;
} {
  const { width } = input;
  // Gates that nothing of their height stands beside have the whole width where it is short.
  const filled = input.gates === 0 || input.snapshots > 0;
  const twoColumns = width >= (filled ? ONE_COLUMN_BELOW : CLOSE_BELOW);
  const slim = width < 460;
  // The names of the lines stand left of the numbers.
  const gutter = slim ? 44 : 106;
  const end = 92;
  const close = twoColumns && width < CLOSE_BELOW;
  const leftWidth = twoColumns ? Math.round(width * 0.57) : width;
  const rightX = twoColumns ? leftWidth + (close ? 12 : 48) : 0;
  const rightWidth = width - rightX;
  const plot = leftWidth - gutter - end;
  const loss = {
    x: gutter,
    y: slim ? 8 + TITLE : 8,
    width: plot,
    height: LOSS + taller
  };
  let y = loss.y + loss.height + 16;
  const gateTitle = y + 14;
  if (input.gates > 0) {
    y += 26;
  }
  const gates = Array.from({ length: input.gates }, () => {
    const box = { x: gutter, y, width: plot, height: GATE + taller };
    y += box.height + GAP;
    return box;
  });
  const axis = {
    x: gutter,
    y: y - (gates.length > 0 ? 4 : 8),
    width: plot,
    height: 20
  };
  y = axis.y + axis.height;

  let right = twoColumns ? 0 : y + 16;
  const metricGutter = twoColumns ? RIGHT_GUTTER : gutter;
  const metrics = Array.from({ length: input.metrics }, () => {
    const box = {
      x: rightX + metricGutter,
      y: right + 22,
      width: rightWidth - metricGutter - (close ? METRIC_END : end),
      height: METRIC
    };
    right = box.y + METRIC + 20;
    return box;
  });
  const metricAxis = right - 14;
  if (input.metrics > 0) {
    right += 12;
  }
  let replay: TrainingLayout['replay'] = null;
  if (input.snapshots > 0) {
    const title = right + 14;
    const labels = {
      x: rightX + metricGutter,
      y: title + 4,
      width: rightWidth - metricGutter,
      height: input.labelHeight
    };
    const row = Math.max(1, Math.min(14, Math.floor(220 / input.snapshots)));
    const map = {
      x: labels.x,
      y: labels.y + labels.height + 4,
      width: labels.width,
      height: row * input.snapshots
    };
    const legend = {
      x: labels.x,
      y: map.y + map.height + GAP,
      width: LEGEND,
      height: 8
    };
    replay = { title, labels, map, legend };
    right = legend.y + 28;
  }
  const layout = {
    twoColumns,
    gutter,
    slim,
    legendAbove: slim,
    end,
    loss,
    gateTitle,
    gates,
    axis,
    metrics,
    metricAxis,
    replay,
    height: Math.max(y, right)
  };
  return { layout, twoColumns, left: y, right };
}
