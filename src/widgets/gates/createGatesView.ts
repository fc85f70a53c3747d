import type { Trace } from '../../trace';
import type { CursorPosition, ViewFactory } from '../context';
import { createFrame } from '../base/frame';
import { html, listen } from '../base/dom';
import { textMeasure } from '../base/measure';
import { createPainter } from '../base/painter';
import { createPlayer } from '../base/player';
import { readTheme } from '../base/theme';
import { createTooltip } from '../base/tooltip';
import type { KeyAction } from '../base/keys';
import { channelsIn, findPart } from '../equations/terms';
import { createBrush } from './brush';
import { cursorMove } from './cursorKeys';
import { startOptions } from './startOptions';
import { stepButtons } from './stepButtons';
import { columnLeft, placeAt, stepCenter } from './gatesLayout';
import { createGatesPicture } from './gatesPicture';
import { gatesScene, type GatesOptions, type GatesScene } from './gatesScene';
import { gatesTools } from './gatesTools';
import {
  announcement,
  layerTable,
  readingLine,
  readout,
  tooltipContent,
  unitTable
} from './gatesWords';
import { followPointer } from './pointer';
import { selectionOf } from './selection';
import { createSelectionPanel } from './selectionPanel';
import { followStep, zoomWindow } from './timeWindow';

/** The gates view: what did each gate do, for every unit at every step? */
export const createGatesView: ViewFactory<Trace> = (
  element,
  bundle,
  context
) => {
  const { cursor, store, settings, translate, views } = context;
  let trace = bundle;
  let options = startOptions(trace, store.get(trace.id, 'gates'));
  let scene: GatesScene | null = null;
  /** The channel that the pointer or the keys are on; -1 for none. */
  let group = 0;
  let pointed = false;
  let width = 0;

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Gates'),
    onKey: action => onKey(action),
    table: () => unitTable(built(), unitNow(), translate),
    csv: () => layerTable(built(), translate)
  });
  const picture = createGatesPicture(frame.picture, translate);
  const tooltip = createTooltip(frame.picture);
  const footer = html('div', { class: 'jp-gatescope-touch' });
  let theme = readTheme(frame.element);
  let measure = textMeasure(fontOf(frame.element));

  const built = (): GatesScene => {
    scene ??= gatesScene(trace, options, {
      width: Math.max(frame.width, 240),
      narrow: frame.narrow,
      settings,
      measure,
      ratio: devicePixelRatio
    });
    return scene;
  };
  const steps = (): number => trace.time.steps;
  const stepNow = (): number => {
    const step = cursor.position.step ?? trace.view?.step ?? steps() - 1;
    return Math.max(0, Math.min(steps() - 1, step));
  };
  const unitNow = (): number => {
    const { units } = trace.layers[options.layer];
    const unit = cursor.position.unit ?? trace.view?.unit ?? 0;
    return Math.max(0, Math.min(units - 1, unit));
  };
  const rowNow = () => built().rows[Math.min(group, built().rows.length - 1)];

  const rebuild = (): void => {
    scene = null;
    if (width === 0) {
      return;
    }
    const next = built();
    group = Math.min(group, next.rows.length - 1);
    picture.build(next, theme, measure);
    brush.rebuilt();
    const { layer } = next;
    frame.setMeta(
      [
        layer.cellName,
        ...(trace.layers.length > 1
          ? [
              layer.name,
              ...(layer.direction === 'backward' ? [translate('backward')] : [])
            ]
          : []),
        translate('%1 units', layer.units),
        translate('%1 steps', steps()),
        ...(trace.title ? [trace.title] : [])
      ].join(' · ')
    );
    frame.setNotice(noticeOf(next));
    frame.setTools(tools());
    frame.refreshTable();
    paint();
  };
  const tools = () =>
    gatesTools(
      built(),
      unitNow(),
      {
        set: setOptions,
        chooseUnit: unit => move({ unit }),
        whatIf,
        sortAt: () => ({ channel: rowNow().channel.name, step: stepNow() })
      },
      translate
    );
  const noticeOf = ({ layout, lines, steps: shown }: GatesScene): string => {
    const notes: string[] = [];
    if (!lines && layout.stepsPerColumn > 1) {
      notes.push(
        translate(
          'Aggregated: a column is the mean of %1 steps. Ctrl + wheel looks closer.',
          layout.stepsPerColumn
        )
      );
    }
    if (!lines && layout.unitsPerRow > 1) {
      notes.push(
        translate(
          'Aggregated: a row is the mean of %1 units.',
          layout.unitsPerRow
        )
      );
    }
    if (shown < steps()) {
      notes.push(
        translate(
          'Steps %1 to %2 of %3.',
          options.from,
          options.to - 1,
          steps()
        )
      );
    }
    return notes.join(' ');
  };
  const setOptions = (next: Partial<GatesOptions>): void => {
    const { layer } = options;
    options = { ...options, ...next };
    store.set(trace.id, 'gates', options);
    if (layer !== options.layer) {
      brush.clear();
      cursor.move({ layer: trace.layers[options.layer].name }, view);
    }
    rebuild();
  };

  const painter = createPainter(frame.element, () => paint());
  const paint = (): void => {
    if (width === 0) {
      return;
    }
    const step = stepNow();
    const unit = unitNow();
    const shown = followStep(options, step, steps());
    if (shown !== options) {
      options = { ...options, ...shown };
      rebuild();
      return;
    }
    const now = built();
    picture.paint(step, unit, pointed || focused() ? group : null);
    if (frame.tableShown) {
      frame.refreshTable();
    }
    if (now.lines) {
      frame.setReading(readingLine(now, unit, look(), translate));
    }
    frame.setChanged(readout(now, step, unit, translate));
    picture.light(litChannels(now, cursor.position));
    paintTooltip(now, step, unit);
  };
  const look = () => ({
    narrow: frame.narrow,
    openIsDark: !theme.dark
  });
  const paintTooltip = (now: GatesScene, step: number, unit: number): void => {
    const row = now.rows[group];
    if (!(pointed || focused()) || !row || frame.narrow) {
      tooltip.hide();
      return;
    }
    const { layout } = now;
    const inView = step - options.from;
    const center = stepCenter(layout, inView);
    const left = now.lines ? center - 5 : columnLeft(layout, inView);
    const band = layout.groups[group];
    tooltip.show(tooltipContent(now, row, step, unit, translate), {
      left,
      right: now.lines ? center + 5 : left + layout.columnWidth,
      y: now.lines
        ? band.y + band.height / 2
        : band.y +
          (Math.floor(now.placeOf[unit] / layout.unitsPerRow) + 1) *
            layout.rowHeight
    });
  };
  const focused = (): boolean =>
    document.activeElement === frame.picture &&
    frame.picture.matches(':focus-visible');

  /** Moves the cursor that all views share, and says where it is. */
  const move = (to: Partial<CursorPosition>): void => {
    cursor.move(
      {
        step: stepNow(),
        unit: unitNow(),
        layer: trace.layers[options.layer].name,
        channel: rowNow().channel.name,
        term: null,
        ...to
      },
      view
    );
    painter.schedule();
    frame.announce(
      announcement(built(), rowNow(), stepNow(), unitNow(), translate)
    );
  };

  const onKey = (action: KeyAction): boolean => {
    const now = built();
    const to = cursorMove(action, {
      step: stepNow(),
      steps: steps(),
      unit: unitNow(),
      order: now.order,
      placeOf: now.placeOf,
      group,
      groups: now.rows.length,
      pinned: cursor.position.pinned
    });
    if (to && 'group' in to) {
      group = to.group;
      move({});
      return true;
    }
    if (to) {
      player.stop();
      move(to);
      return true;
    }
    switch (action) {
      case 'play':
        player.toggle();
        return true;
      case 'clamp':
        whatIf?.();
        return whatIf !== undefined;
      case 'leave':
        return brush.clear();
      default:
        return brush.onKey(action);
    }
  };

  const player = createPlayer(
    settings,
    () => {
      const next = stepNow() + 1;
      if (next < steps()) {
        move({ step: next });
      }
      return next + 1 < steps();
    },
    () => undefined
  );
  const whatIf = views?.names.some(({ name }) => name === 'whatIf')
    ? () => views.show('whatIf')
    : undefined;
  const panel = createSelectionPanel({
    frame,
    context,
    id: () => trace.id,
    clear: () => void brush.clear(),
    clamp: whatIf
  });
  const brush = createBrush({
    overlay: picture.overlay,
    scene: built,
    at: () => ({
      group,
      place: built().placeOf[unitNow()],
      step: stepNow()
    }),
    done: area =>
      area ? panel.show(selectionOf(built(), area, unitNow())) : panel.clear()
  });

  const view = {
    update(next: Parameters<ReturnType<typeof createGatesView>['update']>[0]) {
      if (next.kind === 'trace') {
        const same = next.time.steps === trace.time.steps;
        trace = next;
        options = startOptions(trace, same ? options : undefined);
        rebuild();
      }
    },
    resize(next: number) {
      if (next === 0 || next === width) {
        return;
      }
      width = next;
      frame.resize(next);
      footer.replaceChildren(
        ...(frame.narrow
          ? stepButtons(action => void onKey(action), translate)
          : [])
      );
      rebuild();
      frame.setReading(readingLine(built(), unitNow(), look(), translate));
    },
    themeChanged() {
      theme = readTheme(frame.element);
      measure = textMeasure(fontOf(frame.element));
      rebuild();
      if (width > 0) {
        frame.setReading(readingLine(built(), unitNow(), look(), translate));
      }
    },
    dispose() {
      player.stop();
      painter.dispose();
      for (const stop of stops.splice(0)) {
        stop();
      }
      brush.dispose();
      frame.dispose();
    }
  };

  const stops = [
    cursor.subscribe((position, source) => {
      if (source !== view && position.channel !== null) {
        const index = scene?.rows.findIndex(
          ({ channel }) => channel.name === position.channel
        );
        group = index !== undefined && index >= 0 ? index : group;
      }
      painter.schedule();
    }),
    listen<PointerEvent>(document, 'pointerdown', event => {
      if (!frame.element.contains(event.target as Node | null)) {
        brush.clear();
      }
    }),
    listen(frame.picture, 'focus', () => painter.schedule()),
    listen(frame.picture, 'blur', () => painter.schedule()),
    followPointer(frame.picture, {
      move(x, y) {
        const at = placeAt(built().layout, x, y, built().steps);
        pointed = at.step !== null && at.group !== null;
        if (cursor.position.pinned) {
          painter.schedule();
          return;
        }
        group = at.group ?? group;
        const unit = unitAt(built(), at.row);
        if (at.step !== null || unit !== null) {
          move({
            ...(at.step === null ? {} : { step: at.step + options.from }),
            ...(unit === null ? {} : { unit })
          });
        }
      },
      leave() {
        pointed = false;
        painter.schedule();
      },
      pin(x, y) {
        const at = placeAt(built().layout, x, y, built().steps);
        if (brush.clear() || at.step === null) {
          return;
        }
        const unit = unitAt(built(), at.row) ?? unitNow();
        const step = at.step + options.from;
        const same = stepNow() === step && unitNow() === unit;
        group = at.group ?? group;
        move({ step, unit, pinned: !(cursor.position.pinned && same) });
      },
      canBrush: (x, y) => {
        const at = placeAt(built().layout, x, y, built().steps);
        return at.step !== null && at.group !== null;
      },
      brushStart: (x, y) => brush.start(x, y),
      brushMove: (x, y) => brush.drag(x, y),
      brushEnd: () => brush.end(),
      zoom(x, amount) {
        const at = placeAt(built().layout, x, 0, built().steps);
        const around = at.step === null ? stepNow() : at.step + options.from;
        setOptions(zoomWindow(options, around, amount, steps()));
      }
    })
  ];
  frame.below.before(footer);
  return view;
};

function unitAt(scene: GatesScene, row: number | null): number | null {
  return row === null || scene.lines
    ? null
    : scene.order[
        Math.min(scene.layer.units - 1, row * scene.layout.unitsPerRow)
      ];
}

/** The channels that a lit term of an equation is made of. */
function litChannels(
  { layer }: GatesScene,
  { term }: CursorPosition
): ReadonlySet<string> {
  const found = term ? findPart(layer.equations, term) : null;
  return new Set(found ? channelsIn(found.expression) : []);
}

function fontOf(element: Element): string {
  return `12px ${getComputedStyle(element).fontFamily}`;
}
