import { holdsStep } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { svg } from '../base/dom';
import { hueOf } from '../base/hue';
import {
  drawGutter,
  drawLines,
  drawSpread,
  unitPath,
  type GroupFrame,
  type LinesInput
} from './drawGroup';
import { drawSeries } from './drawSeries';
import { seriesLetters } from './seriesLetters';
import { columnLeft, stepCenter } from './mapLayout';
import type { MapScene } from './mapScene';

/** What of a scene does not move with the cursor, but for the line of the chosen unit. */
export interface StillDrawing {
  readonly elements: readonly SVGElement[];
  /** Brings the chosen unit out of the lines. */
  choose(unit: number): void;
  /** Lights the names of channels that another view points at. */
  light(channels: ReadonlySet<string>): void;
}

export interface StillDrawingOptions {
  /** Whether the channels are named left of the plot. */
  readonly gutter: boolean;
  readonly measure: (text: string) => number;
  readonly translate: Translate;
}

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
  const groups = rows.map((row, index) => {
    const frame: GroupFrame = {
      ...place,
      band: layout.groups[index],
      unitsPerRow: lines ? 1 : layout.unitsPerRow
    };
    const drawn = lines && !row.blank;
    return {
      gutter: options.gutter ? drawGutter(row, frame, lines) : svg('g'),
      lines: drawn ? drawLines(row, frame, input) : null,
      spread: drawn ? drawSpread(row, frame.band, input) : null,
      chosen: drawn
        ? svg('path', {
            class: 'jp-gatescope-line-chosen',
            'data-jp-gatescope-hue': hueOf(row.channel)
          })
        : null
    };
  });
  let chosen = -1;
  return {
    elements: [
      ...monthLines(scene),
      ...series,
      ...groups.flatMap(group =>
        [
          group.lines,
          ...(group.spread?.elements ?? []),
          group.chosen,
          group.gutter
        ].filter(each => each !== null)
      ),
      ...(!narrow && options.gutter
        ? gutterWords(scene, options.translate)
        : [])
    ],
    choose(unit) {
      if (unit !== chosen) {
        chosen = unit;
        groups.forEach((group, index) => {
          group.spread?.choose(unit);
          group.chosen?.setAttribute(
            'd',
            unitPath(rows[index], layout.groups[index], input, unit)
          );
        });
      }
    },
    light(channels) {
      groups.forEach(({ gutter }, index) =>
        gutter.classList.toggle(
          'jp-gatescope-lit',
          channels.has(rows[index].channel.name)
        )
      );
    }
  };
}

/** Behind lines, where a month begins: from the series above down through every channel. */
function monthLines({ axis, lines, layout }: MapScene): SVGElement[] {
  if (!lines || axis.mode !== 'dates') {
    return [];
  }
  const top = layout.series[0]?.y ?? layout.groups[0].y;
  const height = layout.axis.y - top;
  const pieces = axis.ticks
    .filter(({ step }) => step > 0)
    .map(({ step }) => `M${columnLeft(layout, step)} ${top}v${height}`);
  return [
    svg('path', {
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
): SVGElement[] {
  const word = (text: string, y: number): SVGElement =>
    svg('text', { class: 'jp-gatescope-axis', x: 0, y }, text);
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
