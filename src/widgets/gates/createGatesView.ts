import { stepBeside } from '../../trace';
import type { Trace } from '../../trace';
import type { CursorPosition, ViewFactory } from '../context';
import { stepsWords, unitsWords } from '../base/counts';
import { createFrame, duration } from '../base/frame';
import { fill, html, listen } from '../base/dom';
import { labelFont, textMeasure } from '../base/measure';
import { createPainter } from '../base/painter';
import { isTitledBySequence } from '../base/sequences';
import { createPlayer } from '../base/player';
import { readTheme } from '../base/theme';
import { createTooltip } from '../base/tooltip';
import type { KeyAction } from '../base/keys';
import { createAlikePanel } from './alikePanel';
import { createBrush } from './brush';
import { cursorMove } from './cursorKeys';
import { createEquationsBelow } from './equationsBelow';
import { startOptions } from './startOptions';
import { stepButtons } from './stepButtons';
import { createGatesPicture } from './gatesPicture';
import { gatesScene, type GatesOptions, type GatesScene } from './gatesScene';
import { gatesTools } from './gatesTools';
import { layerTable, unitTable } from './gatesTables';
import { announcement, noticeOf, readingLine, readout } from './gatesWords';
import { gatesPointer } from './gatesPointer';
import { litChannels } from './litChannels';
import { followPointer } from './pointer';
import { valueTooltip } from './valueTooltip';
import { selectionOf } from './selection';
import { createSelectionPanel } from './selectionPanel';
import { createTraceCursor } from './traceCursor';
import { followStep, wholeColumns, zoomWindow } from './timeWindow';

const SORT = 300;

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
    table: () => unitTable(built(), place.unit(), translate),
    csv: () => layerTable(built(), translate)
  });
  const picture = createGatesPicture(frame.picture, translate);
  const tooltip = createTooltip(frame.picture);
  const footer = html('div', { class: 'jp-gatescope-touch' });
  let theme = readTheme(frame.element);
  let measure = textMeasure(labelFont(frame.element));

  const built = (): GatesScene => {
    scene ??= gatesScene(trace, options, {
      width: Math.max(frame.width, 190),
      narrow: frame.narrow,
      settings,
      measure,
      ratio: devicePixelRatio
    });
    return scene;
  };
  const steps = (): number => trace.time.steps;
  const place = createTraceCursor({
    cursor,
    trace: () => trace,
    layer: () => trace.layers[options.layer],
    channel: () => rowNow().channel.name,
    source: () => view
  });
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
        unitsWords(layer.units, translate),
        stepsWords(steps(), translate),
        ...(trace.title && !isTitledBySequence(trace) ? [trace.title] : [])
      ].join(' · ')
    );
    frame.setNotice(noticeOf(next, translate));
    frame.setReading(readingLine(next, place.unit(), look(), translate));
    drawTools();
    frame.refreshTable();
    paint();
  };
  /** The unit that the tools name. */
  let toolUnit = -1;
  const drawTools = (): void => {
    toolUnit = place.unit();
    frame.setTools(tools());
  };
  const tools = () =>
    gatesTools(
      built(),
      place.unit(),
      {
        set: setOptions,
        chooseUnit: unit => move({ unit }),
        equations: {
          shown: equations.shown,
          toggle() {
            equations.toggle();
            rebuild();
          }
        },
        whatIf,
        sortAt: () => ({ channel: rowNow().channel.name, step: place.step() })
      },
      translate
    );
  const setOptions = (next: Partial<GatesOptions>): void => {
    const { layer } = options;
    const { placeOf } = built();
    options = wholeColumns({ ...options, ...next }, trace.time);
    store.set(trace.id, 'gates', options);
    // In another order the brushed rectangle would lie over other units.
    if (layer !== options.layer || next.sort || next.pattern) {
      brush.clear();
    }
    if (layer !== options.layer) {
      cursor.move({ layer: trace.layers[options.layer].name }, view);
    }
    rebuild();
    if (next.sort) {
      picture.slide(placeOf, duration(settings, SORT));
    }
  };

  const painter = createPainter(frame.element, () => paint());
  const paint = (): void => {
    if (width === 0) {
      return;
    }
    const step = place.step();
    const unit = place.unit();
    const shown = followStep(options, step, steps());
    if (shown !== options) {
      options = wholeColumns({ ...options, ...shown }, trace.time);
      rebuild();
      return;
    }
    const now = built();
    picture.paint(step, unit, pointed || focused() ? group : null);
    if (frame.tableShown) {
      frame.refreshTable();
    }
    if (now.lines && unit !== toolUnit) {
      drawTools();
    }
    if (now.lines) {
      frame.setReading(readingLine(now, unit, look(), translate));
    }
    frame.setChanged(readout(now, step, unit, translate));
    picture.light(litChannels(now, cursor.position));
    equations.show(trace, now.layer, step, unit);
    equations.light(cursor.position);
    if ((pointed || focused()) && !frame.narrow) {
      valueTooltip(tooltip, now, { step, unit, group }, translate);
    } else {
      tooltip.hide();
    }
  };
  const look = () => ({
    narrow: frame.narrow,
    openIsDark: !theme.dark
  });
  const focused = (): boolean =>
    document.activeElement === frame.picture &&
    frame.picture.matches(':focus-visible');

  /** Moves the cursor that all views share, and says where it is. */
  const move = (to: Partial<CursorPosition>): void => {
    place.move(to);
    painter.schedule();
    frame.announce(
      announcement(built(), rowNow(), place.step(), place.unit(), translate)
    );
  };

  const onKey = (action: KeyAction): boolean => {
    const now = built();
    const to = cursorMove(action, {
      step: place.step(),
      steps: steps(),
      kept: trace.time.kept,
      unit: place.unit(),
      order: now.order,
      placeOf: now.placeOf,
      group,
      groups: now.rows.length,
      pinned: place.pinned
    });
    if (to) {
      player.stop();
      group = 'group' in to ? to.group : group;
      move('group' in to ? {} : to);
      return true;
    }
    switch (action) {
      case 'play':
        player.toggle();
        return true;
      case 'equations':
        equations.enter();
        rebuild();
        equations.enter();
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
      const next = stepBeside(trace.time, place.step(), 1);
      move({ step: next });
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
    trace: () => trace,
    clear: () => void brush.clear(),
    clamp: whatIf,
    alike: selection => alikePanel.find(selection)
  });
  const alikePanel = createAlikePanel({
    frame,
    translate,
    layer: () => trace.layers[options.layer],
    time: () => trace.time,
    set: next => setOptions(next),
    close: () => {
      fill(frame.below);
      const { sort } = startOptions(trace, undefined);
      setOptions({ sort, pattern: null, lines: null });
    }
  });
  const brush = createBrush({
    overlay: picture.overlay,
    scene: built,
    at: () => ({
      group,
      place: built().placeOf[place.unit()],
      step: place.step()
    }),
    done: area =>
      area
        ? panel.show(selectionOf(built(), area, place.unit()))
        : panel.clear()
  });

  const view = {
    update(next: Parameters<ReturnType<typeof createGatesView>['update']>[0]) {
      if (next.kind === 'trace') {
        const same = next.time.steps === trace.time.steps;
        trace = next;
        frame.setBundle(next);
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
    },
    themeChanged() {
      theme = readTheme(frame.element);
      measure = textMeasure(labelFont(frame.element));
      rebuild();
    },
    dispose() {
      player.stop();
      painter.dispose();
      for (const stop of stops.splice(0)) {
        stop();
      }
      brush.dispose();
      equations.dispose();
      frame.dispose();
    }
  };

  const equations = createEquationsBelow(
    frame,
    context,
    trace.id,
    view,
    action => onKey(action)
  );
  const stops = [
    cursor.subscribe((position, source) => {
      const other = trace.layers.findIndex(
        ({ name }) => name === position.layer
      );
      if (source !== view && other >= 0 && other !== options.layer) {
        setOptions({ layer: other });
      }
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
    followPointer(
      frame.picture,
      gatesPointer({
        scene: built,
        brush,
        at: () => ({ step: place.step(), unit: place.unit() }),
        pinned: () => place.pinned,
        point(at, onValue) {
          group = at ?? group;
          pointed = onValue;
          painter.schedule();
        },
        move: to => move(to),
        zoom: (around, amount) =>
          setOptions(zoomWindow(options, around, amount, steps()))
      })
    )
  ];
  frame.below.before(footer);
  return view;
};
