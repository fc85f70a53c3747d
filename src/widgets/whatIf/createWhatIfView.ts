import type { Trace } from '../../trace';
import type { ViewFactory } from '../context';
import { createStepView, type StepView } from '../base/createStepView';
import { html, textOf } from '../base/dom';
import { fadeFrom } from '../base/fade';
import { duration } from '../base/frame';
import { labelFont, textMeasure } from '../base/measure';
import { runSteps } from '../base/openingPlace';
import { leavesStepsOut } from '../base/wholeBundle';
import { unitTable } from '../gates/gatesTables';
import { announcement } from '../gates/gatesWords';
import { createTraceCursor } from '../gates/traceCursor';
import { createChangedRun } from './changedRun';
import { changedWords } from './changedWords';
import { clampTools } from './clampTools';
import { createInputEditor } from './inputEditor';
import { whatIfActions } from './whatIfActions';
import { createWhatIfBrush } from './whatIfBrush';
import { whatIfKeys } from './whatIfKeys';
import { createWhatIfPicture } from './whatIfPicture';
import { whatIfScenes, type WhatIfScenes } from './whatIfScene';
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
  let scenes: WhatIfScenes | null = null;
  let drawn = false;
  /** Where the last sentence read out was; what is chosen counts as another place. */
  let said = '';
  let choices = 0;
  const state = createWhatIfState(bundle, store, {
    step: () => place.step(),
    channel: () => cursor.position.channel
  });
  const place = createTraceCursor({
    cursor,
    trace: () => state.trace,
    layer: () => state.layer,
    channel: () => null,
    source: () => base
  });
  /** Half of the steps against all of them would be a difference that nobody made. */
  const live = (): boolean =>
    base.frame.status.state === 'live' && !leavesStepsOut(state.trace);
  const measure = (): ((text: string) => number) =>
    textMeasure(labelFont(base.frame.element));
  const built = (): WhatIfScenes => {
    scenes ??= whatIfScenes(
      state.trace,
      run.trace,
      state.options,
      state.channel,
      {
        width: Math.max(base.frame.width, 240),
        narrow: base.frame.narrow,
        settings,
        measure: measure(),
        ratio: devicePixelRatio
      }
    );
    return scenes;
  };
  const sentence = () =>
    state.operations.length > 0
      ? changedWords(state.trace, run.trace, state.options.layer, translate)
      : '';

  const base: StepView<'trace'> = createStepView(element, {
    kind: 'trace',
    bundle,
    context,
    title: translate('What if'),
    steps: trace => runSteps(trace, state.layer),
    table: () => unitTable(built().after, place.unit(), translate),
    onStatus() {
      if (drawn) {
        base.draw();
        run.recompute();
      }
    },
    take(next) {
      state.setTrace(next);
      run.recompute();
    },
    draw() {
      const { frame } = base;
      scenes = null;
      if (picture.setNarrow(frame.narrow)) {
        brush.followRight();
      }
      frame.setMeta(whatIfMeta(state, translate));
      frame.setReading(whatIfReading(state, live(), translate));
      frame.setChanged(sentence());
      drawTools();
      frame.refreshTable();
    },
    paint(theme) {
      picture.build(built(), state.operations.length > 0, theme, measure());
      picture.right.plot.append(editor.strip);
      editor.build(built().after, live());
      brush.rebuilt();
      show(base.step);
      if (!drawn) {
        drawn = true;
        brush.showSelection();
        run.recompute();
      }
    },
    lit: () => `${place.unit()} ${choices}`,
    show: step => show(step),
    describe(step) {
      const { after } = built();
      const where = `${step} ${place.unit()}`;
      const spoken =
        where === said
          ? ''
          : announcement(
              after,
              after.rows[Math.min(brush.group, after.rows.length - 1)],
              step,
              place.unit(),
              translate
            );
      said = where;
      return { spoken };
    },
    onKey: action => onKey(action),
    dispose() {
      run.forget();
      editor.dispose();
      brush.dispose();
    }
  });
  const picture = createWhatIfPicture(base.frame, translate);
  const asked = html('div');
  const editor = createInputEditor({
    translate,
    edit(step, value, going) {
      const { feature } = state.options;
      run.change({ kind: 'edit', edit: { step, feature, value } }, going);
    },
    move: step => place.move({ step }),
    leave: () => base.frame.picture.focus()
  });
  base.frame.below.append(asked, editor.field);
  const show = (step: number): void => {
    picture.paint(built(), state, { step, unit: place.unit() });
    editor.paint(step);
  };
  const drawTools = (): void =>
    base.frame.setTools(
      clampTools({ state, live: live() }, actions, translate)
    );
  const run = createChangedRun({
    state,
    link,
    live,
    /** What is another number now fades over. */
    show(computed) {
      const fade = fadeFrom(picture.changedMaps(), duration(settings, FADE));
      base.draw();
      fade();
      if (computed) {
        base.frame.setNotice('');
        base.frame.announce(textOf(sentence()));
      }
    },
    failed: message =>
      base.frame.setNotice(
        translate('The kernel could not compute this: %1', message)
      )
  });
  const actions = whatIfActions(
    state,
    base.frame,
    asked,
    {
      change: next => run.change(next, false),
      recompute: () => run.recompute(),
      rebuild: () => base.draw()
    },
    translate
  );
  const brush = createWhatIfBrush({
    state,
    place,
    picture,
    scenes: built,
    chosen(words) {
      choices += 1;
      drawTools();
      base.light();
      base.frame.announce(words);
    },
    select(selection) {
      if (live()) {
        // The code names `selection`; a kernel that refuses leaves the old one.
        link
          .request('select', { id: state.trace.id, selection })
          .catch(() => undefined);
      }
    },
    translate
  });
  const onKey = whatIfKeys({
    state,
    place,
    frame: base.frame,
    order: () => built().before,
    actions,
    editor,
    brush,
    live,
    translate
  });
  return base.view;
};
