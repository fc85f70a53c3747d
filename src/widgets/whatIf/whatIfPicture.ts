import { fillWords, html, setText } from '../base/dom';
import { formatNumber } from '../../scene/words/format';
import type { Frame } from '../base/frame';
import { letter } from '../base/hue';
import type { ViewContext, Cursor } from '../context';
import type { MapScene } from '../../views/map/mapScene';
import { mapUnitAt } from '../../views/map/mapPanels';
import type { SideKind } from '../../views/whatIf/sideMarks';
import {
  scenesOf,
  type ChangedRunData,
  headingOf,
  sideScene,
  whatIfView
} from '../../views/whatIf/whatIfView';
import type { Theme } from '../base/theme';
import type { Area } from '../scene/brush';
import { areaOf } from '../traceMap/selection';
import type { TraceCursor } from '../traceMap/traceCursor';
import type { ChangedRun } from './changedRun';
import { placeSummary, summaryBox } from './summaryBox';
import type { WhatIfState, WhatIfMoment } from './whatIfState';
import { followSteps } from '../base/stepPointer';
import {
  createDrawing,
  type Drawing,
  type DrawingInteractions
} from '../scene/createDrawing';

/** The two runs and the words between them. */
export interface WhatIfPicture {
  readonly sides: Readonly<Record<SideKind, Side>>;
  /** The channel that the pointer is on, counted from the top. */
  readonly group: number;
  draw(width: number, run: ChangedRun): void;
  paint(theme: Theme): void;
  show(step: number): void;
  /** Shows what is selected: what was brought from the gates view, as far as it is one rectangle. */
  showSelection(): void;
  /** Follows the pointer, until it is stopped. */
  follow(mover: { readonly step: number }): readonly (() => void)[];
}

export function createWhatIfPicture({
  frame,
  state,
  place,
  brushed,
  context: { cursor, settings, translate }
}: {
  readonly frame: Frame;
  readonly state: WhatIfState;
  readonly place: TraceCursor;
  readonly brushed: (area: Area | null) => void;
  readonly context: Pick<ViewContext, 'cursor' | 'settings' | 'translate'>;
}): WhatIfPicture {
  const { moment } = state;
  let group = 0;
  let domains: ChangedRunData['domains'];
  const side = (kind: SideKind, other: () => Side): Side =>
    createSide(kind, moment, {
      picture: () => frame.picture,
      over(hit) {
        const at = scenesOf(moment.now)[kind].rows.findIndex(
          ({ channel }) => channel.name === hit?.panel.id
        );
        group = at < 0 ? group : at;
      },
      to: hit => ({
        unit: mapUnitAt(scenesOf(moment.now)[kind], hit) ?? place.unit(),
        ...{ layer: state.layer.name, channel: null, term: null }
      }),
      brush: {
        // Whatever the keys are on, what is brushed is the channel to hold.
        from() {
          const { placeOf, lines } = scenesOf(moment.now).before;
          return {
            of: state.channel,
            row: place.step(),
            value: lines ? 0 : placeOf[place.unit()]
          };
        },
        done: brushed,
        // Wherever it is drawn, both runs show it.
        moves: area => other().drawing.brush?.show(area)
      }
    });
  const before = side('before', () => after);
  const after = side('after', () => before);
  const host = html(
    'div',
    { class: 'jp-gatescope-sides' },
    before.element,
    after.element
  );
  frame.picture.append(host);
  const summary = html('div', { class: 'jp-gatescope-summary' });
  return {
    sides: { before, after },
    get group() {
      return group;
    },
    draw(width, { trace, operations, awaited, dragging }) {
      moment.know({
        ...{ after: trace, operations, awaited, channel: state.channel },
        room: { narrow: frame.narrow, settings, ratio: devicePixelRatio },
        // The scales of the charts stand still while a point is dragged.
        domains: dragging ? domains : undefined
      });
      moment.light(place.unit());
      before.draw(width);
      after.draw(width);
      domains = scenesOf(moment.now).after.panels.map(({ domain }) => domain);
    },
    paint(theme) {
      before.drawing.paint(theme);
      after.drawing.paint(theme);
    },
    show(step) {
      moment.light(place.unit());
      before.drawing.show(step);
      after.drawing.show(step);
      const scenes = scenesOf(moment.now);
      const { narrow } = scenes.before;
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
        narrow ? scaleWords(scenes.after, scenes.differenceRow) : []
      );
      placeSummary(summary, scenes.before, scenes.differenceRow, {
        plot: narrow ? null : before.plot,
        below: frame.below
      });
    },
    showSelection() {
      const { selection } = state;
      const area = selection && areaOf(scenesOf(moment.now).before, selection);
      before.drawing.brush?.show(area);
      after.drawing.brush?.show(area);
    },
    follow: mover => [
      ...before.follow(cursor, mover),
      ...after.follow(cursor, mover)
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

/** One of the two runs: a heading, and its scene. */
interface Side {
  readonly element: HTMLElement;
  /** Positioned; what the pointer moves over. */
  readonly plot: HTMLElement;
  readonly drawing: Drawing;
  draw(width: number): void;
  /** Follows the pointer, until it is stopped. */
  follow(
    cursor: Cursor,
    mover: { readonly step: number }
  ): readonly (() => void)[];
}

/** Makes the run as it was, or the one with what was changed. */
function createSide(
  kind: SideKind,
  moment: WhatIfMoment,
  hands: DrawingInteractions
): Side {
  const name = html('b', {});
  const loss = html('span', { class: 'jp-gatescope-second' });
  const heading = html(
    'div',
    { class: `jp-gatescope-side-heading jp-gatescope-side-${kind}` },
    name,
    loss
  );
  const drawing = createDrawing(
    whatIfView.name,
    {
      get scene() {
        return sideScene(moment.now, kind);
      },
      get table() {
        return moment.table;
      },
      get now() {
        return moment.now;
      }
    },
    hands
  );
  const plot = html('div', { class: 'jp-gatescope-side-plot' }, drawing.host);
  const element = html('div', { class: 'jp-gatescope-side' }, heading, plot);
  return {
    element,
    plot,
    drawing,
    draw(width) {
      drawing.draw(width);
      const words = headingOf(moment.now, kind);
      setText(name, words.name);
      setText(loss, words.loss);
      const [{ box }] = drawing.placed!.panels;
      element.style.width = `${drawing.placed!.width}px`;
      element.setAttribute('aria-busy', String(moment.now.data?.awaited));
      heading.style.paddingLeft = `${box.x}px`;
      heading.style.width = `${box.x + box.width}px`;
    },
    follow: (cursor, mover) => followSteps(plot, drawing.pointer, cursor, mover)
  };
}
