import type { Bundle, Trace } from '../../trace';
import type { CursorPosition, View, ViewFactory } from '../context';
import { html, textOf } from '../base/dom';
import { fadeFrom } from '../base/fade';
import { createFrame, duration } from '../base/frame';
import type { KeyAction } from '../base/keys';
import { labelFont, textMeasure } from '../base/measure';
import { openMenu } from '../base/menu';
import { createPainter } from '../base/painter';
import { createRecomputer } from '../base/recomputer';
import { readTheme } from '../base/theme';
import { createBrush } from '../gates/brush';
import { cursorMove } from '../gates/cursorKeys';
import { unitTable } from '../gates/gatesTables';
import { announcement } from '../gates/gatesWords';
import type { BrushArea } from '../gates/overlay';
import { followPointer } from '../gates/pointer';
import { areaOf, selectionOf, selectionWords } from '../gates/selection';
import { createTraceCursor } from '../gates/traceCursor';
import { changedWords } from './changedWords';
import { clampMenu, clampTools, holdable } from './clampTools';
import { createInputEditor } from './inputEditor';
import { changesOf, type Operation } from './operations';
import { whatIfActions } from './whatIfActions';
import { whatIfPointer } from './whatIfPointer';
import { whatIfScenes, type WhatIfScenes } from './whatIfScene';
import { leavesStepsOut } from '../base/wholeBundle';
import { createWhatIfPicture } from './whatIfPicture';
import type { Side } from './whatIfSide';
import { createWhatIfState } from './whatIfState';
import { whatIfMeta, whatIfReading } from './whatIfWords';

/** How long changed values take to fade over, in milliseconds. */
const FADE = 160;

/** The What-if view: what does this gate, or this input, do for the answer? */
export const createWhatIfView: ViewFactory<Trace> = (
  element,
  bundle,
  context
) => {
  const { cursor, link, store, settings, translate } = context;
  const state = createWhatIfState(bundle, store, {
    step: () => place.step(),
    channel: () => cursor.position.channel
  });
  const place = createTraceCursor({
    cursor,
    trace: () => state.trace,
    layer: () => state.layer,
    channel: () => null,
    source: () => view
  });
  let after = bundle;
  let scenes: WhatIfScenes | null = null;
  let group = 0;
  let width = 0;
  let dragged = false;

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('What if'),
    onKey: action => onKey(action),
    table: () => unitTable(built().after, place.unit(), translate),
    onStatus: () => {
      if (width > 0) {
        rebuild();
        recompute();
      }
    }
  });
  const picture = createWhatIfPicture(frame, translate);
  const asked = html('div');
  const editor = createInputEditor({
    translate,
    edit: (step, value, going) =>
      change(
        {
          kind: 'edit',
          edit: { step, feature: state.options.feature, value }
        },
        going
      ),
    move: step => move({ step }),
    leave: () => frame.picture.focus()
  });
  frame.below.append(asked, editor.field);
  let theme = readTheme(frame.element);
  let measure = textMeasure(labelFont(frame.element));

  /** Half of the steps against all of them would be a difference that nobody made. */
  const live = (): boolean =>
    frame.status.state === 'live' && !leavesStepsOut(state.trace);
  const changedNow = (): boolean => state.operations.length > 0;
  const built = (): WhatIfScenes => {
    scenes ??= whatIfScenes(state.trace, after, state.options, state.channel, {
      width: Math.max(frame.width, 240),
      narrow: frame.narrow,
      settings,
      measure,
      ratio: devicePixelRatio
    });
    return scenes;
  };

  const rebuild = (): void => {
    scenes = null;
    if (width === 0) {
      return;
    }
    const now = built();
    group = Math.min(group, now.before.rows.length - 1);
    picture.build(now, changedNow(), theme, measure);
    picture.right.plot.append(editor.strip);
    editor.build(now.after, live());
    brush.rebuilt();
    frame.setMeta(whatIfMeta(state, translate));
    frame.setReading(whatIfReading(state, live(), translate));
    frame.setChanged(
      changedNow()
        ? changedWords(state.trace, after, state.options.layer, translate)
        : ''
    );
    drawTools();
    frame.refreshTable();
    paint();
  };
  const drawTools = (): void =>
    frame.setTools(
      clampTools(
        {
          layer: state.layer,
          channel: state.channel,
          held: state.held(),
          live: live(),
          changed: changedNow(),
          canRedo: state.canRedo,
          named: state.name !== null
        },
        actions,
        translate
      )
    );

  const painter = createPainter(frame.element, () => paint());
  const paint = (): void => {
    if (width === 0) {
      return;
    }
    picture.paint(built(), state, { step: place.step(), unit: place.unit() });
    editor.paint(place.step());
  };

  const move = (to: Partial<CursorPosition>): void => {
    place.move(to);
    painter.schedule();
    const { after: scene } = built();
    const row = scene.rows[Math.min(group, scene.rows.length - 1)];
    frame.announce(
      announcement(scene, row, place.step(), place.unit(), translate)
    );
  };

  /** Adds an operation; a drag that goes on replaces its own last one. */
  const change = (next: Operation, going: boolean): void => {
    state.add(next, next.kind === 'clamp' || dragged);
    dragged = going;
    recompute();
  };
  const recomputer = createRecomputer({
    request: () =>
      link.request('recompute', {
        id: state.trace.id,
        ...changesOf(state.trace, state.operations)
      }),
    answered({ trace: next, name }) {
      frame.setNotice('');
      state.name = name;
      show(next);
      frame.announce(
        textOf(changedWords(state.trace, after, state.options.layer, translate))
      );
    },
    failed: message =>
      frame.setNotice(
        translate('The kernel could not compute this: %1', message)
      )
  });
  const recompute = (): void => {
    if (!changedNow() || !live()) {
      recomputer.forget();
      show(state.trace);
    } else {
      recomputer.ask();
    }
  };
  /** Draws the changed run; what is another number now fades over. */
  const show = (next: Trace): void => {
    const fade = fadeFrom(picture.changedMaps(), duration(settings, FADE));
    after = next;
    rebuild();
    fade();
  };

  const actions = whatIfActions(
    state,
    frame,
    asked,
    {
      change: next => change(next, false),
      recompute: () => recompute(),
      rebuild: () => rebuild()
    },
    translate
  );

  /** Another channel to hold, by the keys that choose one in every view. */
  const chooseBeside = (by: 1 | -1): boolean => {
    const names = holdable(state.layer);
    const at = names.indexOf(state.channel) + by;
    const next = names[Math.max(0, Math.min(names.length - 1, at))];
    actions.choose(next);
    frame.announce(translate('hold %1', next));
    return true;
  };
  const onKey = (action: KeyAction): boolean => {
    if (action === 'nextChannel' || action === 'previousChannel') {
      return chooseBeside(action === 'nextChannel' ? 1 : -1);
    }
    const { before } = built();
    const to = cursorMove(action, {
      step: place.step(),
      steps: state.trace.time.steps,
      kept: state.trace.time.kept,
      unit: place.unit(),
      order: before.order,
      placeOf: before.placeOf,
      group,
      groups: before.rows.length,
      pinned: place.pinned
    });
    if (to) {
      group = 'group' in to ? to.group : group;
      move('group' in to ? {} : to);
      return true;
    }
    switch (action) {
      case 'clamp':
        return offerValues();
      case 'edit':
        editor.focus();
        return true;
      case 'undo':
        if (changedNow()) {
          actions.undo();
        }
        return true;
      case 'redo':
        if (state.canRedo) {
          actions.redo();
        }
        return true;
      case 'leave':
        return brush.clear();
      default:
        return brush.onKey(action);
    }
  };
  const offerValues = (): boolean => {
    const anchor =
      frame.element.querySelector<HTMLElement>('[data-tool="one"]');
    if (!anchor || !live()) {
      return false;
    }
    openMenu(
      anchor,
      clampMenu(state.channel, actions, translate),
      translate('hold %1', state.channel)
    );
    return true;
  };

  const brush = createBrush({
    overlay: picture.left.picture.overlay,
    scene: () => built().before,
    // Whatever the keys are on, what is brushed is the channel to hold.
    at: () => ({
      group: 0,
      place: built().before.placeOf[place.unit()],
      step: place.step()
    }),
    done: area => choose(area)
  });
  const choose = (area: BrushArea | null): void => {
    state.setSelection(area && selectionOf(built().before, area, place.unit()));
    const { selection } = state;
    if (live()) {
      // The code names `selection`; a kernel that refuses leaves the old one.
      link
        .request('select', { id: state.trace.id, selection })
        .catch(() => undefined);
    }
    drawTools();
    paint();
    if (selection) {
      frame.announce(selectionWords(selection, translate));
    }
  };
  /** A selection brought from the gates view, as far as it is one rectangle. */
  const showSelection = (): void => {
    const { selection } = state;
    brush.show(selection && areaOf(built().before, selection, 0));
  };

  const follow = (side: Side, which: 'before' | 'after'): (() => void) =>
    followPointer(
      side.plot,
      whatIfPointer({
        scene: () => built()[which],
        brush: which === 'before' ? brush : null,
        clear: () => brush.clear(),
        pinned: () => place.pinned,
        point: at => (group = at),
        move
      })
    );
  let stopRight = follow(picture.right, 'after');
  const stops = [
    cursor.subscribe(() => painter.schedule()),
    follow(picture.left, 'before')
  ];

  const view: View = {
    update(next: Bundle) {
      if (next.kind === 'trace') {
        frame.setBundle(next);
        state.setTrace(next);
        after = next;
        recompute();
      }
    },
    resize(next) {
      if (next === 0 || next === width) {
        return;
      }
      const first = width === 0;
      width = next;
      frame.resize(next);
      if (picture.setNarrow(frame.narrow)) {
        stopRight();
        stopRight = follow(picture.right, 'after');
      }
      rebuild();
      if (first) {
        showSelection();
        recompute();
      }
    },
    themeChanged() {
      theme = readTheme(frame.element);
      measure = textMeasure(labelFont(frame.element));
      rebuild();
    },
    dispose() {
      stopRight();
      painter.dispose();
      for (const stop of stops.splice(0)) {
        stop();
      }
      recomputer.forget();
      editor.dispose();
      brush.dispose();
      frame.dispose();
    }
  };
  return view;
};
