import type { ChoiceName, ChoiceValue } from '../../scene/choices';
import type { Moment } from '../../scene/createMoment';
import { layout } from '../../scene/layout';
import type { Hit, Placed, PlacedPanel, Surface } from '../../scene/scene';
import { tooltipRow } from '../../scene/table';
import { pageTheme } from '../../scene/theme';
import { html, listen } from '../base/dom';
import { labelFont, textMeasure } from '../base/measure';
import { pieceNodes } from '../base/pieces';
import type { StepHit, StepPointer } from '../base/stepPointer';
import type { Theme } from '../base/theme';
import { createTooltip } from '../base/tooltip';
import { createBrush, type Brush, type BrushOptions } from './brush';
import { createScenePicture, type Drawn } from './page';

/** What is under the pointer: the cursor goes to its row, unless its panel picks. */
export interface DrawnHit extends StepHit, Hit {}

/** What a page does where its picture is pointed at. */
export interface DrawingInteractions {
  /** Where words beside the pointer stand. */
  picture(): HTMLElement;
  /** Chooses what a panel picks. */
  choose?(name: ChoiceName, value: ChoiceValue): void;
  /** Moves to a row that is dragged to along with a choice. */
  move?(row: number): void;
  /** The pointer is over something, or over nothing. */
  over?(hit: Hit | null, event: PointerEvent): void;
  /** The pointer is on a mark that makes one of several stand out (`data-lights`); null: no more. */
  light?(series: number | null): void;
  /** Where else the cursor goes at a place: to a unit. */
  to?(hit: Hit): StepHit['to'];
  /** What is done with what is dragged over, in panels that are brushed. */
  readonly brush?: BrushOptions;
}

/** The scene of a moment in its element of the page. */
export interface Drawing {
  readonly host: HTMLElement;
  /** What the pointer does over it, for `createStepView`. */
  readonly pointer: Pick<StepPointer<DrawnHit>, 'at' | 'over' | 'brush'> & {
    readonly host: HTMLElement;
  };
  readonly brush: Brush | undefined;
  /** What is drawn; null before. */
  readonly placed: Placed | null;
  /** Redraws it at a width. */
  draw(width: number): void;
  /** Redraws it where it stands: for what is another at each step. */
  redraw(): void;
  /** Colors its canvases. */
  paint(theme: Theme): void;
  /** Moves what follows the cursor to a row, and makes stand out what does. */
  show(row: number): void;
  /** Tells a row of a panel as where it is pointed at; null: nothing. */
  tell(at: { readonly panel: string; readonly row: number } | null): void;
  /** Where one of its panels stands. */
  panel(id: string): PlacedPanel | undefined;
}

export function createDrawing(
  name: string,
  moment: Pick<Moment<never, never, never>, 'scene' | 'table'> & {
    readonly now: { readonly lit?: number | null };
  },
  hands: DrawingInteractions
): Drawing {
  let drawn: Drawn | null = null;
  const host = html('div', {
    class: `jp-gatescope-flow-host jp-gatescope-${name}`
  });
  const picture = createScenePicture(host, name);
  const hitAt = ({ clientX, clientY }: MouseEvent): Hit | null => {
    const { left, top } = host.getBoundingClientRect();
    return drawn?.placed.hit(clientX - left, clientY - top) ?? null;
  };
  const brush =
    hands.brush && createBrush(() => drawn?.placed.panels ?? [], hands.brush);
  const panel = (id: string): PlacedPanel | undefined =>
    drawn?.placed.panels.find(each => each.id === id);
  const teller = createTeller(moment, panel, hands);
  const put = (surface: Surface): void => {
    const { scene, table } = moment;
    drawn = { scene, table, surface, placed: layout(scene, table, surface) };
    picture.draw(drawn);
    brush?.place(host);
    teller.again();
  };
  followPicks(host, hitAt, hands);
  followLights(host, hands);
  return {
    host,
    brush,
    pointer: {
      ...{ host, brush },
      at(event) {
        const hit = hitAt(event);
        return hit === null || hit.panel.picks
          ? null
          : { ...hit, step: hit.row, to: hands.to?.(hit) };
      },
      over(hit, event) {
        const { top } = host.getBoundingClientRect();
        const isTouched = event.pointerType === 'touch';
        teller.tell(isTouched ? null : hit, event.clientY - top);
        hands.over?.(
          event.type === 'pointerleave' ? null : hitAt(event),
          event
        );
      }
    },
    get placed() {
      return drawn?.placed ?? null;
    },
    draw(width) {
      const measure = textMeasure(labelFont(host));
      put({ width, measure, name, theme: pageTheme });
    },
    redraw() {
      if (drawn) {
        put(drawn.surface);
      }
    },
    paint: picture.paint,
    show: row => picture.moveTo(row, moment.now.lit),
    tell(at) {
      const found = at && panel(at.panel);
      const { y = 0, height = 0 } = found?.box ?? {};
      teller.tell(
        at && found ? { row: at.row, column: 0, panel: found } : null,
        y + height / 2
      );
    },
    panel
  };
}

/** Puts what the scene tells of a place beside it; null: takes it away. */
function createTeller(
  moment: Pick<Moment<never, never, never>, 'scene' | 'table'>,
  panelOf: Drawing['panel'],
  { picture }: DrawingInteractions
): { tell(hit: Hit | null, y: number): void; again(): void } {
  let tooltip: ReturnType<typeof createTooltip> | null = null;
  let shown: { readonly hit: Hit; readonly y: number } | null = null;
  const tell = (hit: Hit | null, y: number): void => {
    const { table, scene } = moment;
    const { told, head } = scene.overlay ?? {};
    const lines = !hit
      ? []
      : told === true
        ? tooltipRow(table, hit.row)
        : (told?.(hit) ?? []);
    shown = hit && { hit, y };
    if (!hit || lines.length === 0) {
      tooltip?.hide();
      return;
    }
    tooltip ??= createTooltip(picture());
    const { nameOf, badgeOf = nameOf } = table.places;
    const { left, column } = hit.panel.places;
    tooltip.show(
      [
        html('div', {}, html('b', {}, head?.(hit) ?? badgeOf(hit.row))),
        ...lines.map(({ words, ink }) =>
          html(
            'div',
            { style: ink && `color: ${pageTheme.color(ink)}` },
            typeof words === 'string' ? words : pieceNodes(words)
          )
        )
      ],
      { left: left(hit.row), right: left(hit.row) + column, y }
    );
  };
  return {
    tell,
    // Of a picture that is redrawn, what is told of a place may be another.
    again() {
      if (shown) {
        const { hit, y } = shown;
        const panel = panelOf(hit.panel.id);
        const isThere = hit.row < moment.table.places.count;
        tell(panel && isThere ? { ...hit, panel } : null, y);
      }
    }
  };
}

/** Chooses what is under the pointer, in a panel that picks: by a click, and as the panel follows the pointer. */
function followPicks(
  host: HTMLElement,
  hitAt: (event: MouseEvent) => Hit | null,
  { choose, move }: DrawingInteractions
): void {
  const pick = ({ row, column, panel: { picks, follows } }: Hit): void => {
    const chosen =
      typeof picks === 'function'
        ? picks(row, column)
        : picks
          ? { [picks]: row }
          : {};
    for (const [name, value] of Object.entries(chosen)) {
      choose?.(name as ChoiceName, value as ChoiceValue);
    }
    // What is dragged along both axes is a row, too.
    if (follows === 'drag') {
      move?.(row);
    }
  };
  const listenTo = (
    type: string,
    isMeant: (hit: Hit, event: PointerEvent) => boolean
  ) =>
    listen<PointerEvent>(host, type, event => {
      const hit = hitAt(event);
      if (hit && isMeant(hit, event)) {
        pick(hit);
      }
    });
  listenTo('click', () => true);
  listenTo(
    'pointermove',
    ({ panel: { follows } }, { buttons }) =>
      follows === 'hover' || (follows === 'drag' && buttons === 1)
  );
}

/** Tells which of several series the pointer makes stand out. */
function followLights(host: HTMLElement, { light }: DrawingInteractions): void {
  let pointed: number | null = null;
  const point = (series: number | null): void => {
    if (series !== pointed) {
      pointed = series;
      light?.(series);
    }
  };
  listen<PointerEvent>(host, 'pointerover', ({ target }) => {
    const on = (target as Element).closest('[data-lights]');
    point(on && Number(on.getAttribute('data-lights')));
  });
  listen(host, 'pointerleave', () => point(null));
}
