import { holdsStep } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import {
  chosenPaths,
  drawGutter,
  drawLines,
  type GroupFrame,
  type LinesInput
} from './drawGroup';
import { drawSeries } from './drawSeries';
import { keptFor } from './keptFor';
import { seriesLetters } from './seriesLetters';
import { columnLeft, stepCenter } from './mapLayout';
import type { MapScene } from './mapScene';

/** What of a scene does not move with the cursor, but for the paths of the chosen unit. */
export interface StillDrawing {
  readonly series: readonly Mark[];
  /** Of each channel: its lines, those of the chosen unit over them, and its name left of the plot. */
  readonly groups: readonly {
    readonly lines: Mark | null;
    readonly chosen: ReturnType<typeof chosenPaths>;
    readonly gutter: Mark | null;
  }[];
  readonly words: readonly Mark[];
}

export interface StillDrawingOptions {
  /** Whether the channels are named left of the plot. */
  readonly gutter: boolean;
  readonly measure: (text: string) => number;
  readonly translate: Translate;
}

const keptLines = keptFor<Mark>();

/** Draws the series, the names of the channels, and the channels that are lines. */
export function stillDrawing(
  scene: MapScene,
  options: StillDrawingOptions
): StillDrawing {
  const { layout, rows, lines, narrow } = scene;
  const input = linesInput(scene);
  const place = {
    plotLeft: layout.plotLeft,
    plotWidth: layout.plotWidth,
    narrow,
    ...options
  };
  const letters = seriesLetters(
    scene.panels,
    rows.map(({ channel }) => channel.name)
  );
  const series = scene.panels.map((panel, index) =>
    drawSeries(panel, {
      ...place,
      letter: letters[index],
      band: layout.series[index],
      width: layout.railLeft + layout.railWidth,
      from: scene.options.from,
      shown: input.shown,
      center: input.center
    })
  );
  return {
    series: [...monthLines(scene), ...series],
    groups: rows.map((row, index) => {
      const frame: GroupFrame = {
        ...place,
        band: layout.groups[index],
        unitsPerRow: lines ? 1 : layout.unitsPerRow
      };
      const isDrawn = lines && !row.blank;
      return {
        lines: isDrawn
          ? keptLines(
              row.values,
              [
                ...[frame.band, place.plotLeft, place.plotWidth, narrow],
                ...[options.gutter, scene.options.from, scene.options.to],
                ...[row.range, row.hue, input.overSequences]
              ],
              () => drawLines(row, frame, input)
            )
          : null,
        chosen: isDrawn ? chosenPaths(row, frame.band, input) : [],
        gutter: options.gutter ? drawGutter(row, frame, lines) : null
      };
    }),
    words:
      !narrow && options.gutter ? gutterWords(scene, options.translate) : []
  };
}

/** Behind lines, where a month begins: from the series above down through every channel. */
function monthLines({ axis, lines, layout }: MapScene): Mark[] {
  if (!lines || axis.mode !== 'dates') {
    return [];
  }
  const top = layout.series[0]?.y ?? layout.groups[0].y;
  const height = layout.axis.y - top;
  const pieces = axis.ticks
    .filter(({ step }) => step > 0)
    .map(({ step }) => `M${columnLeft(layout, step)} ${top}v${height}`);
  return [
    mark('path', {
      class: 'jp-gatescope-grid-line jp-gatescope-months',
      d: pieces.join('')
    })
  ];
}

function linesInput({
  layer,
  options,
  steps,
  layout,
  trace,
  overSequences
}: MapScene): LinesInput {
  const { time } = trace;
  return {
    units: layer.units,
    from: options.from,
    // A line goes on over steps that a thinned copy leaves out.
    shown: Array.from({ length: steps }, (_, step) => step).filter(step =>
      holdsStep(time, step + options.from)
    ),
    center: step => stepCenter(layout, step),
    mask: time.mask?.values,
    overSequences
  };
}

function gutterWords(
  { labels, layout, trace }: MapScene,
  translate: Translate
): Mark[] {
  const word = (words: string, y: number): Mark =>
    text(words, 0, y, { class: 'jp-gatescope-axis' });
  return [
    ...(labels ? [word(translate('%step'), layout.labels.height - 6)] : []),
    ...(labels || !trace.time.labels
      ? [
          word(
            labels ? translate('number') : translate('%step'),
            layout.axis.y + 14
          )
        ]
      : [])
  ];
}
