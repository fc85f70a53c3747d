import { stepBeside } from '../../trace';
import type { Comparison } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html, listen } from '../base/dom';
import { createFrame } from '../base/frame';
import type { KeyAction } from '../base/keys';
import { networkLooks } from '../base/networkLook';
import { createPainter } from '../base/painter';
import { createPlayer } from '../base/player';
import { createRecomputer } from '../base/recomputer';
import { stepKey } from '../base/stepKeys';
import { stepNow } from '../base/stepNow';
import { leavesStepsOut } from '../base/wholeBundle';
import { readTheme } from '../base/theme';
import { createTooltip } from '../base/tooltip';
import { emptyRun } from '../trace/emptyRun';
import { editedWords } from './compareEdits';
import { comparedLayer } from './compareRows';
import { createCompareState, type CompareChoice } from './compareState';
import { compareTools } from './compareTools';
import {
  compareMeta,
  compareReading,
  comparisonNumbers,
  comparisonTable,
  differenceSentence
} from './compareWords';
import { drawComparison, type ComparisonPicture } from './drawComparison';
import { editInputs } from './editInputs';
import { networkLines, spokenComparison } from './networkWords';

/**
 * Compare: same data, different cells. Two to four runs side by side with one cursor, shared scales,
 * the arithmetic of their parameters, their loss and their time. An edit of the input they share is
 * an edit for all of them, and what was before stands above it.
 */
export const createCompareView: ViewFactory<Comparison> = (
  element,
  bundle,
  context
): View => {
  const { cursor, link, settings, translate } = context;
  const nothing = bundle.traces
    .map(trace => emptyRun(trace, translate))
    .find(each => each !== null);
  if (nothing) {
    fill(element, nothing);
    return {
      update: () => undefined,
      resize: () => undefined,
      themeChanged: () => undefined,
      dispose: () => nothing.remove()
    };
  }
  const view = {};
  const state = createCompareState(bundle, context.store);
  let picture: ComparisonPicture | null = null;
  let width = 0;
  /** The place from the top that the pointer or the keys are on; null for none. */
  let place: number | null = null;
  let dragged = false;

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Compare'),
    onKey: action => key(action),
    table: () => comparisonTable(state.now, state.all, present(), translate),
    csv: () => comparisonNumbers(state.now, state.all, translate),
    onStatus: () => {
      draw();
      recompute();
    }
  });
  const host = html('div');
  frame.picture.append(host);
  const tooltip = createTooltip(frame.picture);
  const live = (): boolean =>
    frame.status.state === 'live' && !leavesStepsOut(state.before);
  const editor = editInputs({
    state,
    translate,
    edit: (step, value, going) => edit(step, value, going),
    move: step => move(step),
    leave: () => frame.picture.focus()
  });
  frame.picture.append(editor.layer);
  frame.below.append(editor.field);

  const lastStep = (): number => state.steps - 1;
  const present = (): number =>
    stepNow(cursor, {
      ...state.time,
      opens:
        state.before.view?.step ??
        state.before.traces[0].time.marks?.at(-1)?.step ??
        lastStep()
    });

  const draw = (): void => {
    if (width === 0) {
      return;
    }
    const { choice, edited } = state;
    picture = drawComparison({
      comparison: state.now,
      rows: state.rows,
      before: edited
        ? { comparison: state.before, rows: state.rowsBefore }
        : null,
      difference: choice.difference,
      shared: choice.shared,
      order: choice.order,
      feature: choice.feature,
      looks: networkLooks(
        state.now.traces.map(trace => ({ cell: comparedLayer(trace).cell }))
      ),
      width,
      narrow: frame.narrow,
      minimumColumnWidth: settings.minimumColumnWidth,
      translate
    });
    const theme = readTheme(frame.element);
    fill(host, picture.element);
    picture.paint(theme);
    editor.build(picture, live());
    frame.setMeta(compareMeta(state.now, translate));
    frame.setReading(
      compareReading(
        { shared: choice.shared, edited, dark: theme.dark },
        translate
      )
    );
    notify('');
    frame.setTools(
      compareTools(
        state,
        live(),
        { choose, edit: () => editor.focus(), undo, redo, reset },
        translate
      )
    );
    shown = '';
    painter.schedule();
  };
  const notify = (fault: string): void =>
    frame.setNotice(
      fault !== ''
        ? translate('The kernel could not compute this: %1', fault)
        : picture && picture.stepsPerPixel > 1
          ? translate(
              'Aggregated: a column of pixels is the mean of %1 steps.',
              picture.stepsPerPixel
            )
          : ''
    );

  let shown = '';
  const painter = createPainter(frame.element, () => {
    const step = present();
    const now = `${step} ${place}`;
    if (!picture || now === shown) {
      return;
    }
    shown = now;
    picture.moveTo(step, place);
    editor.show(step);
    const sentence = differenceSentence(state.now, state.all, step, translate);
    frame.setChanged(
      state.edited
        ? html(
            'span',
            {},
            editedWords(
              state.before,
              state.edits,
              [state.allBefore, state.all],
              translate
            ),
            html('br'),
            sentence
          )
        : sentence
    );
    frame.announce(spokenComparison(state, step, unitOf, translate));
    frame.refreshTable();
  });
  const unitOf = (network: number): number | null =>
    place === null ? null : (picture?.unitAt(network, place) ?? null);
  const player = createPlayer(
    settings,
    () => {
      const next = stepBeside(state.time, present(), 1);
      move(next);
      return next < lastStep();
    },
    () => draw()
  );

  const choose = (next: Partial<CompareChoice>): void => {
    state.choose(next);
    place = null;
    tooltip.hide();
    draw();
  };
  const edit = (step: number, value: number, going: boolean): void => {
    state.edit({ step, feature: state.choice.feature, value }, dragged);
    dragged = going;
    recompute();
  };
  const redo = (): void => {
    state.redo();
    recompute();
  };
  const undo = (): void => {
    state.undo();
    recompute();
  };
  const reset = (): void => {
    state.reset();
    recompute();
  };
  const recomputer = createRecomputer({
    request: () =>
      link.request('compare', { id: bundle.id, edits: state.edits }),
    answered({ comparison }) {
      state.setAnswer(comparison);
      draw();
    },
    failed: notify
  });
  const recompute = (): void => {
    if (state.edits.length > 0 && live()) {
      recomputer.ask();
    } else {
      recomputer.forget();
      state.setAnswer(null);
      draw();
    }
  };

  const move = (step: number): void =>
    cursor.move({ step: Math.max(0, Math.min(lastStep(), step)) }, view);
  const movePlace = (by: number): void => {
    place = Math.max(0, Math.min(state.mostUnits - 1, (place ?? -1) + by));
    painter.schedule();
  };
  const keys: Partial<Record<KeyAction, () => void>> = {
    nextUnit: () => movePlace(1),
    previousUnit: () => movePlace(-1),
    play: () => player.toggle(),
    edit: () => editor.focus(),
    redo: () => {
      if (state.canRedo) {
        redo();
      }
    },
    undo: () => {
      if (state.edits.length > 0) {
        undo();
      }
    }
  };
  const key = (action: KeyAction): boolean => {
    const run = keys[action];
    if (run) {
      run();
      return true;
    }
    const held = action === 'leave' && place !== null;
    if (held) {
      place = null;
      painter.schedule();
    }
    return (
      stepKey(action, {
        cursor,
        view,
        step: present(),
        last: lastStep(),
        kept: state.time.kept
      }) || held
    );
  };

  const removers = [
    cursor.subscribe(() => painter.schedule()),
    listen<PointerEvent>(host, 'pointermove', event => {
      const found = picture?.at(event.clientX, event.clientY) ?? null;
      if (!picture || !found) {
        tooltip.hide();
        return;
      }
      place = found.place;
      painter.schedule();
      if (!cursor.position.pinned) {
        move(found.step);
      }
      if (event.pointerType !== 'touch' && !frame.narrow) {
        const { network, step } = found;
        tooltip.show(
          networkLines(
            state,
            { network, step, unit: unitOf(network) },
            translate
          ),
          {
            ...picture.columnOf(network, step),
            y: event.clientY - host.getBoundingClientRect().top
          }
        );
      }
    }),
    listen<PointerEvent>(host, 'pointerleave', event => {
      tooltip.hide();
      if (event.pointerType !== 'touch') {
        place = null;
        painter.schedule();
      }
    }),
    listen<MouseEvent>(host, 'click', event => {
      const found = picture?.at(event.clientX, event.clientY);
      if (found) {
        cursor.move(
          { step: found.step, pinned: !cursor.position.pinned },
          view
        );
      }
    })
  ];

  return {
    update(next) {
      if (next.kind === 'comparison') {
        frame.setBundle(next);
        state.setComparison(next);
        recompute();
        frame.refreshTable();
      }
    },
    resize(next) {
      const first = width === 0;
      frame.resize(next);
      width = Math.max(280, frame.picture.clientWidth || next);
      draw();
      if (first && state.edits.length > 0) {
        recompute();
      }
    },
    themeChanged() {
      picture?.paint(readTheme(frame.element));
    },
    dispose() {
      player.stop();
      recomputer.forget();
      painter.dispose();
      editor.dispose();
      removers.forEach(remove => remove());
      frame.dispose();
    }
  };
};
