import type { Metric } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import type { ValueScale } from '../../scene/marks/valueScale';
import type { SceneTheme } from '../../scene/theme';
import { axisLook } from '../../scene/placeMarks';
import { curveLook, strongLook, type CurveKind } from './looks';
import type { TrainingLayout } from './trainingLayout';

/** What the legend of the loss is placed by. */
export interface LegendScene {
  readonly layout: TrainingLayout;
  readonly measure: (text: string) => number;
  readonly theme: SceneTheme;
  readonly translate: Translate;
}

/** Between a number of the axis and the plot. */
const TICK_GAP = 6;
/** The line before a name. */
const KEY = 18;
/** Beside the loss: the height of its name, and from one row to the next. */
const TOP = 18;
const ROW = 16;

interface Row {
  readonly name: string;
  /** The line that is drawn so; null for the name of the loss. */
  readonly kind: CurveKind | null;
  readonly wide: number;
}

/** The name of the loss, and of each of its lines. */
function rowsOf(
  { measure, translate }: LegendScene,
  { validation }: Metric
): readonly Row[] {
  const title = translate('loss');
  return [
    // Bold letters are about a tenth wider.
    { name: title, kind: null, wide: measure(title) * 1.1 },
    ...[
      { name: translate('training'), kind: 'training' as const },
      ...(validation
        ? [{ name: translate('validation'), kind: 'validation' as const }]
        : [])
    ].map(line => ({ ...line, wide: KEY + measure(line.name) }))
  ];
}

/** Whether the legend and the numbers of the axis have room beside each other. */
export function legendFits(
  scene: LegendScene,
  metric: Metric,
  y: ValueScale
): boolean {
  const { layout, measure } = scene;
  const rows = rowsOf(scene, metric);
  return y.ticks.every(({ value, text: number }) =>
    rows.every(
      ({ wide }, at) =>
        Math.abs(TOP - 4 + at * ROW - y(value)) >= ROW ||
        wide + 3 <= layout.loss.x - TICK_GAP - measure(number)
    )
  );
}

/** Beside the loss its name and which line is which; above it where there is no room for them. */
export function lossLegend(scene: LegendScene, metric: Metric): Mark[] {
  const { theme } = scene;
  const { legendAbove, loss } = scene.layout;
  let free = 0;
  return rowsOf(scene, metric).flatMap(({ name, kind, wide }, at) => {
    const x = legendAbove ? free : 0;
    const y = legendAbove ? loss.y - 12 : TOP + at * ROW;
    free += wide + 16;
    return kind === null
      ? [text(name, x, y, strongLook(theme))]
      : [
          mark('line', {
            ...curveLook(kind, theme),
            x1: x,
            x2: x + 14,
            y1: legendAbove ? y - 4 : y,
            y2: legendAbove ? y - 4 : y
          }),
          text(name, x + KEY, legendAbove ? y : y + 4, axisLook(theme))
        ];
  });
}
