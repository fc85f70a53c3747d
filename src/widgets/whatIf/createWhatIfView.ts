import type { Bundle, Trace } from '../../trace';
import type { CursorPosition, ViewFactory } from '../context';
import { copyText } from '../base/copyText';
import { fill, html } from '../base/dom';
import { createFrame } from '../base/frame';
import type { KeyAction } from '../base/keys';
import { textMeasure } from '../base/measure';
import { openMenu } from '../base/menu';
import { createPainter } from '../base/painter';
import { readTheme } from '../base/theme';
import { createBrush } from '../gates/brush';
import { cursorMove } from '../gates/cursorKeys';
import { hasGradients } from '../gates/gateChannels';
import { placeAt } from '../gates/gatesLayout';
import type { GatesOptions } from '../gates/gatesScene';
import { announcement, unitTable } from '../gates/gatesWords';
import { followPointer } from '../gates/pointer';
import { between, selectionOf, type Selection } from '../gates/selection';
import { SELECTION } from '../gates/selectionPanel';
import { changedWords } from './changedWords';
import {
  askForValue,
  clampMenu,
  clampOf,
  clampTools,
  holdable,
  type ClampActions
} from './clampTools';
import { createInputEditor } from './inputEditor';
import {
  changesOf,
  operationsCode,
  withOperation,
  type Operation
} from './operations';
import { createSide } from './whatIfSide';
import { whatIfScenes, type WhatIfScenes } from './whatIfScene';
import { startOptions } from '../gates/startOptions';
import { summaryBox } from './summaryBox';

/** Where the reader's changes are kept while the page lives. */
export const OPERATIONS = 'whatIf';

/** The What-if view: what does this gate, or this input, do for the answer? */
export const createWhatIfView: ViewFactory<Trace> = (
  element,
  bundle,
  context
) => {
  const { cursor, link, store, settings, translate } = context;
  let trace = bundle;
  let after = bundle;
  let options: GatesOptions = startOptions(
    trace,
    store.get<GatesOptions>(trace.id, 'gates')
  );
  let operations = store.get<readonly Operation[]>(trace.id, OPERATIONS) ?? [];
  let selection: Selection | null =
    store.get<Selection>(trace.id, SELECTION) ?? null;
  let channel = startChannel();
  let scenes: WhatIfScenes | null = null;
  let group = 0;
  let width = 0;
  /** The answer that counts is that to the last request. */
  let turn = 0;
  let asking = false;
  let waiting = false;

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('What if'),
    onKey: action => onKey(action),
    table: () => unitTable(built().after, unitNow(), translate),
    onStatus: () => {
      if (width > 0) {
        rebuild();
        void recompute();
      }
    }
  });
  const left = createSide('before', translate, true);
  let right = createSide('after', translate, false);
  const summary = html('div', { class: 'jp-gatescope-summary' });
  const sides = html('div', { class: 'jp-gatescope-sides' });
  frame.picture.append(sides);
  sides.append(left.element, right.element);
  const asked = html('div');
  const editor = createInputEditor({
    translate,
    edit: (step, value, going) =>
      change(
        {
          kind: 'edit',
          edit: { step, feature: options.feature, value }
        },
        going
      ),
    move: step => move({ step }),
    leave: () => frame.picture.focus()
  });
  frame.below.append(asked, editor.field);
  let theme = readTheme(frame.element);
  let measure = textMeasure(fontOf(frame.element));
  let dragged = false;

  function startChannel(): string {
    const names = holdable(trace.layers[options.layer]);
    const wanted = [selection?.channel, cursor.position.channel];
    return (
      wanted.find((name): name is string => !!name && names.includes(name)) ??
      names[0]
    );
  }
  const layer = () => trace.layers[options.layer];
  const steps = (): number => trace.time.steps;
  const within = (index: number, count: number): number =>
    Math.max(0, Math.min(count - 1, index));
  const stepNow = (): number =>
    within(cursor.position.step ?? trace.view?.step ?? steps() - 1, steps());
  const unitNow = (): number =>
    within(cursor.position.unit ?? trace.view?.unit ?? 0, layer().units);
  const live = (): boolean => frame.status.state === 'live';
  /** What will be held: what was brushed, else all units at the cursor's step. */
  const selected = (): Selection => ({
    layer: layer().name,
    channel,
    units: selection?.units ?? between(0, layer().units - 1),
    steps: selection?.steps ?? [stepNow()]
  });

  const built = (): WhatIfScenes => {
    scenes ??= whatIfScenes(trace, after, options, channel, {
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
    const first = operations.length > 0 ? now.firstStep : null;
    left.build(now.before, now.after, null, theme, measure);
    right.build(now.after, now.before, first, theme, measure);
    right.plot.append(editor.strip);
    editor.build(now.after, live());
    brush.rebuilt();
    frame.setMeta(
      [
        layer().cellName,
        ...(trace.layers.length > 1 ? [layer().name] : []),
        ...(options.sort === 'value' && options.sortAt
          ? [
              translate(
                'sorted by %1 at step %2',
                options.sortAt.channel,
                options.sortAt.step
              )
            ]
          : [translate('%1 units', layer().units)]),
        translate('%1 steps', steps())
      ].join(' · ')
    );
    frame.setReading(reading());
    frame.setChanged(
      operations.length === 0
        ? ''
        : changedWords(trace, after, options.layer, translate)
    );
    drawTools();
    frame.refreshTable();
    paint();
  };

  const reading = (): string => {
    if (!live()) {
      return translate(
        'left, the run as it was. Its kernel is not there, so nothing can be changed; run the notebook cell again.'
      );
    }
    if (operations.length > 0) {
      return translate(
        'left, the run as trained; right, the same run with what you changed (hatched) and everything after computed again.'
      );
    }
    return trace.input.editable
      ? translate(
          'brush units and steps of %1, then hold them at a value; or drag a point of the input at the right.',
          channel
        )
      : translate(
          'brush units and steps of %1, then hold them at a value.',
          channel
        );
  };

  const drawTools = (): void =>
    frame.setTools(
      clampTools(
        {
          layer: layer(),
          channel,
          held: heldValue(),
          live: live(),
          changed: operations.length > 0
        },
        actions,
        translate
      )
    );
  const heldValue = (): number | 'mean' | null => {
    const last = operations.at(-1);
    if (last?.kind !== 'clamp') {
      return null;
    }
    const mine = clampOf(selected(), last.clamp.value, layer(), steps());
    return JSON.stringify(mine) === JSON.stringify(last.clamp)
      ? last.clamp.value
      : null;
  };

  const painter = createPainter(frame.element, () => paint());
  const paint = (): void => {
    if (width === 0) {
      return;
    }
    const now = built();
    const step = stepNow();
    const unit = unitNow();
    left.picture.paint(step, unit, null);
    right.picture.paint(step, unit, null);
    editor.paint(step);
    fill(
      summary,
      summaryBox({
        trace,
        selection: selected(),
        brushed: selection !== null,
        operations,
        translate
      })
    );
    placeSummary(now);
  };

  /** Beside the differences where they are high enough, else below the picture. */
  const placeSummary = ({ before, differenceRow }: WhatIfScenes): void => {
    const band = before.layout.groups[differenceRow];
    const inside = !frame.narrow && band !== undefined && band.height >= 80;
    summary.classList.toggle('jp-gatescope-summary-inside', inside);
    if (inside) {
      left.plot.append(summary);
      summary.style.left = `${before.layout.plotLeft}px`;
      summary.style.top = `${band.y}px`;
      summary.style.width = `${before.layout.plotWidth}px`;
      summary.style.height = `${band.height}px`;
    } else {
      frame.below.prepend(summary);
      summary.removeAttribute('style');
    }
  };

  const move = (to: Partial<CursorPosition>): void => {
    cursor.move(
      {
        step: stepNow(),
        unit: unitNow(),
        layer: layer().name,
        term: null,
        ...to
      },
      view
    );
    painter.schedule();
    const { after: scene } = built();
    frame.announce(
      announcement(
        scene,
        scene.rows[Math.min(group, scene.rows.length - 1)],
        stepNow(),
        unitNow(),
        translate
      )
    );
  };

  /** Adds an operation; a drag that goes on replaces its own last one. */
  const change = (next: Operation, going: boolean): void => {
    operations = withOperation(
      operations,
      next,
      next.kind === 'clamp' || dragged
    );
    dragged = going;
    changed();
  };
  const changed = (): void => {
    store.set(trace.id, OPERATIONS, operations);
    void recompute();
  };

  const recompute = async (): Promise<void> => {
    if (operations.length === 0 || !live()) {
      turn += 1;
      after = trace;
      rebuild();
      return;
    }
    // While an answer is awaited only the newest question is kept.
    if (asking) {
      waiting = true;
      return;
    }
    asking = true;
    const mine = ++turn;
    try {
      const { trace: next } = await link.request('recompute', {
        id: trace.id,
        ...changesOf(trace, operations)
      });
      if (mine === turn) {
        after = next;
        frame.setNotice('');
        rebuild();
        frame.announce(
          frame.element.querySelector('.jp-gatescope-changed')?.textContent ??
            ''
        );
      }
    } catch (reason) {
      if (mine === turn) {
        frame.setNotice(
          translate(
            'The kernel could not compute this: %1',
            reason instanceof Error ? reason.message : String(reason)
          )
        );
        drawTools();
      }
    } finally {
      asking = false;
      if (waiting) {
        waiting = false;
        void recompute();
      }
    }
  };

  const actions: ClampActions = {
    hold(value) {
      change(
        {
          kind: 'clamp',
          clamp: clampOf(selected(), value, layer(), steps())
        },
        false
      );
    },
    askValue: () =>
      askForValue(asked, channel, translate, value => {
        if (value !== null) {
          actions.hold(value);
        }
        frame.picture.focus();
      }),
    undo() {
      operations = operations.slice(0, -1);
      changed();
    },
    reset() {
      operations = [];
      changed();
    },
    copy: () =>
      copyText(operationsCode(trace, operations, selection), frame, translate),
    choose(next) {
      channel = next;
      selection = selection && { ...selection, channel: next };
      rebuild();
    },
    show: () => [
      ...(hasGradients(layer())
        ? [
            {
              label: options.gradients
                ? translate('hide gradients')
                : translate('gradients'),
              run: () => {
                options = { ...options, gradients: !options.gradients };
                rebuild();
              }
            }
          ]
        : []),
      ...(trace.input.editable
        ? trace.input.names.slice(0, 32).map((name, feature) => ({
            label: translate('input: %1', name),
            checked: feature === options.feature,
            run: () => {
              options = { ...options, feature };
              rebuild();
            }
          }))
        : []),
      ...trace.layers.map((each, index) => ({
        label: `${each.name}: ${each.cellName}`,
        checked: index === options.layer,
        run: () => {
          options = { ...options, layer: index };
          selection = null;
          channel = startChannel();
          rebuild();
        }
      }))
    ]
  };

  const onKey = (action: KeyAction): boolean => {
    const { before } = built();
    const to = cursorMove(action, {
      step: stepNow(),
      steps: steps(),
      unit: unitNow(),
      order: before.order,
      placeOf: before.placeOf,
      group,
      groups: before.rows.length,
      pinned: cursor.position.pinned
    });
    if (to && 'group' in to) {
      group = to.group;
      move({});
      return true;
    }
    if (to) {
      move(to);
      return true;
    }
    switch (action) {
      case 'clamp': {
        const anchor =
          frame.element.querySelector<HTMLElement>('[data-tool="one"]');
        if (!anchor || !live()) {
          return false;
        }
        openMenu(
          anchor,
          clampMenu(channel, actions, translate),
          translate('hold %1', channel)
        );
        return true;
      }
      case 'edit':
        editor.focus();
        return true;
      case 'undo':
        if (operations.length === 0) {
          return false;
        }
        actions.undo();
        return true;
      case 'leave':
        return brush.clear();
      default:
        return brush.onKey(action);
    }
  };

  const brush = createBrush({
    overlay: left.picture.overlay,
    scene: () => built().before,
    // Whatever the keys are on, what is brushed is the channel to hold.
    at: () => ({
      group: 0,
      place: built().before.placeOf[unitNow()],
      step: stepNow()
    }),
    done(area) {
      selection = area && {
        ...selectionOf(built().before, area, unitNow()),
        channel
      };
      store.set(trace.id, SELECTION, selection ?? undefined);
      if (live()) {
        // The code below names `selection`; a kernel that refuses leaves the old one.
        link
          .request('select', { id: trace.id, selection })
          .catch(() => undefined);
      }
      drawTools();
      paint();
      if (selection) {
        frame.announce(
          translate(
            '%1 units × %2 steps of %3',
            selection.units.length,
            selection.steps.length,
            channel
          )
        );
      }
    }
  });

  const pointer = (
    side: typeof left,
    scene: keyof WhatIfScenes & ('before' | 'after')
  ) =>
    followPointer(side.plot, {
      move(x, y) {
        if (cursor.position.pinned) {
          return;
        }
        const now = built()[scene];
        const at = placeAt(now.layout, x, y, now.steps);
        group = at.group ?? group;
        if (at.step !== null) {
          move({
            step: at.step + options.from,
            ...(at.row === null || now.lines
              ? {}
              : {
                  unit: now.order[
                    within(at.row * now.layout.unitsPerRow, layer().units)
                  ]
                })
          });
        }
      },
      leave: () => undefined,
      pin(x, y) {
        const now = built()[scene];
        const at = placeAt(now.layout, x, y, now.steps);
        if (!brush.clear() && at.step !== null) {
          move({ pinned: !cursor.position.pinned });
        }
      },
      canBrush(x, y) {
        const now = built()[scene];
        const at = placeAt(now.layout, x, y, now.steps);
        return scene === 'before' && at.step !== null && at.group === 0;
      },
      brushStart: (x, y) => brush.start(x, y),
      brushMove: (x, y) => brush.drag(x, y),
      brushEnd: () => brush.end(),
      zoom: () => undefined
    });

  let stopRight = pointer(right, 'after');
  const stops = [
    cursor.subscribe(() => painter.schedule()),
    pointer(left, 'before')
  ];

  const view = {
    update(next: Bundle) {
      if (next.kind === 'trace') {
        trace = next;
        after = next;
        options = startOptions(trace, options);
        selection = null;
        channel = startChannel();
        void recompute();
      }
    },
    resize(next: number) {
      if (next === 0 || next === width) {
        return;
      }
      const first = width === 0;
      const wasNarrow = frame.narrow;
      width = next;
      frame.resize(next);
      if (frame.narrow !== wasNarrow) {
        // One below the other, the right side needs its own gutter.
        stopRight();
        const other = createSide('after', translate, frame.narrow);
        right.element.replaceWith(other.element);
        right = other;
        stopRight = pointer(right, 'after');
      }
      rebuild();
      if (first) {
        if (selection) {
          showSelection(selection);
        }
        void recompute();
      }
    },
    themeChanged() {
      theme = readTheme(frame.element);
      measure = textMeasure(fontOf(frame.element));
      rebuild();
    },
    dispose() {
      stopRight();
      painter.dispose();
      for (const stop of stops.splice(0)) {
        stop();
      }
      editor.dispose();
      brush.dispose();
      frame.dispose();
    }
  };
  /** A selection brought from the gates view, as far as it is one rectangle. */
  const showSelection = (brought: Selection): void => {
    const { placeOf } = built().before;
    const places = brought.units.map(unit => placeOf[unit]);
    const low = Math.min(...places);
    const high = Math.max(...places);
    if (high - low + 1 === places.length) {
      brush.show({
        group: 0,
        places: [low, high],
        steps: [brought.steps[0], brought.steps.at(-1) ?? brought.steps[0]]
      });
    }
  };
  return view;
};

function fontOf(element: Element): string {
  return `12px ${getComputedStyle(element).fontFamily}`;
}
