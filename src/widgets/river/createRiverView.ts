import { asRead } from '../../trace';
import type { Trace } from '../../trace';
import { createStepView, type StepView } from '../base/createStepView';
import { listen, textOf, type Content } from '../base/dom';
import { layerWords } from '../../scene/words/layerWords';
import { runSteps } from '../base/openingPlace';
import { createStepFooter } from '../base/stepFooter';
import { describerOf } from '../describe/describerOf';
import type { ShownLines } from '../describe/line';
import { layerTables } from '../gates/namedTables';
import { leavesStepsOut } from '../base/wholeBundle';
import type { View, ViewContext, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { attributeAt } from '../run/followTerms';
import { createRunFocus, type RunFocus } from '../run/runFocus';
import { layerChoice } from '../../views/map/mapChoices';
import { createChangedRun, type ChangedRun } from '../whatIf/changedRun';
import { felt } from '../whatIf/felt';
import type { ViewChoice } from '../base/viewCode';
import { changesChoice } from '../whatIf/operations';
import { createWhatIfState, type WhatIfState } from '../whatIf/whatIfState';
import { createRipple, firstDifference, type Ripple } from './ripple';
import { createRiverChoice, type RiverChoice } from './riverChoice';
import { createRiverHands, type RiverHands } from './riverHands';
import { riverLines } from './riverLines';
import { createRiverPage, type RiverPage, type RiverScope } from './riverPage';
import { numericFeatures, riversOf, type Rivers } from './riverState';
import { riverTools } from './riverTools';
import {
  answerWords,
  arithmeticWords,
  feltWords,
  riverTable,
  spokenStep,
  streamWords,
  type RiverPlace
} from './riverWords';

/**
 * What is this memory made of? A river whose width is the carried state: what each step writes joins as
 * a stream, and every later step narrows all of them by what it keeps. Those factors stand below it and
 * are dragged: the network is run again, and the streams follow.
 */
export const createRiverView: ViewFactory<Trace> = (
  element,
  bundle,
  context
): View => {
  const { store, settings, translate } = context;
  const mover = {};
  const page = createRiverPage(translate);
  let rivers: Rivers | null = null;
  let drawn = '';
  /** The outlined stream, by its place; -1: the state before the first step. */
  let stream: number | null = null;
  const state = createWhatIfState(bundle, context);
  const redraw = (): void => base.draw();
  const focus = createRunFocus(() => state.trace, context, mover, redraw);
  const choice = createRiverChoice(
    () => state.trace,
    () => focus.layer,
    store
  );
  const placeAt = (step: number): RiverPlace | null =>
    placeIn(rivers, run.trace, focus, { step, feature: choice.feature });
  const shown = () => ({ trace: run.trace, step: base.step });
  const choose = (next: number | null): void => {
    if (next !== stream) {
      stream = next;
      base.light();
    }
  };
  const describe = (step: number): Described =>
    described(placeAt(step), stream, { focus, run }, translate);

  const base: StepView<'trace'> = createStepView(element, {
    kind: 'trace',
    bundle,
    context,
    title: translate('River'),
    host: page.element,
    plays: true,
    steps: trace => runSteps(trace, focus.layer),
    choice: () => viewChoice(state, focus, choice),
    table: () => tableOf(placeAt(base.step), translate),
    ...layerTables(context, focus, shown),
    describer: describerOf(() => linesAt(placeAt(base.step), translate)),
    onStatus() {
      base.draw();
      run.recompute();
    },
    take(next) {
      stream = null;
      state.setTrace(next);
      run.recompute();
    },
    draw(width) {
      drawn = scopeWords(focus);
      rivers = riversOf(state.trace, run.trace, focus.layer.name, focus.unit);
      const place = placeAt(base.step);
      const scope = rivers &&
        place && { ...place, rivers, was: state.trace, is: run.trace };
      const { narrow } = base.frame;
      base.frame.setNotice(
        drawIn(page, scope, { width, narrow, focus, choice })
      );
      hands.rebuilt();
      footer.fit();
      drawHead(base, { state, focus, choice, hands }, translate);
      base.frame.refreshTable();
    },
    paint: theme => page.paint(theme),
    lit: () => `${scopeWords(focus)} ${stream}`,
    show(step) {
      if (scopeWords(focus) !== drawn) {
        // Another view has gone to another unit or layer.
        base.draw();
        return;
      }
      page.show(placeAt(step), stream);
      hands.show(step);
    },
    describe,
    at: event => stepUnder(page, event),
    over: (hit, event) => choose(hit && streamUnder(event)),
    onKey(action) {
      ripple.skip();
      return hands.onKey(action);
    },
    dispose() {
      stop();
      ripple.skip();
      run.forget();
      hands.dispose();
    }
  });
  const live = (): boolean =>
    base.frame.status.state === 'live' && !leavesStepsOut(state.trace);
  const ripple = createRipple(settings, place => page.picture?.reveal(place));
  const stop = listen(page.element, 'pointerdown', () => ripple.skip(), {
    capture: true
  });
  const footer = createStepFooter(base.frame, base.key, translate);
  const run = createRiverRun(
    { base, state, context, ripple, live },
    { rivers: () => rivers, words: () => textOf(describe(base.step).changed) }
  );
  const hands = createRiverHands({
    base,
    state,
    focus,
    choice,
    run,
    page,
    place: placeAt,
    stream: () => stream,
    choose,
    live,
    translate
  });
  // What was changed before, here or in What if, is in the river too.
  run.recompute();
  return base.view;
};

/** What a line of code can say of the river. */
const viewChoice = (
  { trace, operations }: WhatIfState,
  { layer }: RunFocus,
  { feature }: RiverChoice
): ViewChoice => ({
  ...layerChoice(trace, layer.name),
  ...(feature !== null && feature > 0 && { feature }),
  ...changesChoice(operations)
});

/** The step whose column the pointer is in; null beside the river. */
function stepUnder(
  { plot, picture }: RiverPage,
  { clientX }: MouseEvent
): { readonly step: number } | null {
  const { left } = plot.getBoundingClientRect();
  const step = picture?.layout.columns.stepAt(clientX - left) ?? null;
  return step === null ? null : { step };
}

/** The stream under the pointer; null over none. */
function streamUnder({ target }: PointerEvent): number | null {
  const at =
    target instanceof Element ? attributeAt(target, 'data-stream') : null;
  return at === null ? null : Number(at);
}

/** Which river is drawn. */
const scopeWords = ({ layer, unit }: RunFocus): string =>
  `${layer.name} ${unit}`;

/** What is shown of a step; null where there is no river. */
function placeIn(
  rivers: Rivers | null,
  trace: Trace,
  focus: RunFocus,
  { step, feature }: Pick<RiverPlace, 'step' | 'feature'>
): RiverPlace | null {
  const layer = trace.layers.find(({ name }) => name === focus.layer.name);
  return rivers && layer
    ? {
        trace: asRead(trace, layer),
        layer,
        river: rivers.river,
        step,
        feature
      }
    : null;
}

/** The run with the reader's changes; each that is made, and is not still dragged, spreads once. */
function createRiverRun(
  {
    base,
    state,
    context: { link },
    ripple,
    live
  }: {
    readonly base: StepView<'trace'>;
    readonly state: WhatIfState;
    readonly context: ViewContext;
    readonly ripple: Ripple;
    readonly live: () => boolean;
  },
  now: {
    readonly rivers: () => Rivers | null;
    /** What the picture says of the changes. */
    readonly words: () => string;
  }
): ChangedRun {
  let dragged = false;
  const run: ChangedRun = createChangedRun({
    state,
    link,
    live,
    show() {
      const { frame } = base;
      // The hand has shown where it goes: its end is no news.
      const spreads = !run.dragging && !dragged;
      dragged = run.dragging;
      base.draw();
      if (run.operations.length > 0) {
        frame.setNotice('');
        if (frame.element.contains(document.activeElement)) {
          frame.announce(now.words());
        }
      }
      const { before, river } = now.rivers() ?? {};
      const cause =
        before && river && spreads
          ? firstDifference(before.total, river.total)
          : null;
      if (cause !== null && river) {
        ripple.start(cause, river.steps);
      }
    },
    asked: () => undefined,
    failed: why => base.frame.setFault(why)
  });
  return run;
}

interface Described {
  readonly changed: Content;
  readonly spoken: string;
}

/** The sentence below the river, and what a screen reader says of the step or the stream. */
function described(
  place: RiverPlace | null,
  stream: number | null,
  { focus, run }: { readonly focus: RunFocus; readonly run: ChangedRun },
  translate: Translate
): Described {
  if (!place) {
    return { changed: '', spoken: translate('There is no river here.') };
  }
  const { state } = place.river.carry;
  const change =
    run.operations.length === 0
      ? ''
      : feltWords(
          felt(focus.layer, place.layer, state),
          place.trace,
          state,
          translate
        );
  const arithmetic = [arithmeticWords(place, translate)].flat();
  const changed = [...arithmetic, change === '' ? '' : ` ${change}`];
  return {
    changed,
    spoken:
      stream === null
        ? `${spokenStep(place, translate)}: ${answerWords(place, translate)} ${textOf(changed)}`
        : streamWords(place, stream, translate)
  };
}

/** The lines of the river, where there is one. */
function linesAt(
  place: RiverPlace | null,
  translate: Translate
): ShownLines | null {
  return place && riverLines(place, translate);
}

function tableOf(place: RiverPlace | null, translate: Translate) {
  return place
    ? riverTable(place, translate)
    : { caption: translate('There is no river here.'), columns: [], rows: [] };
}

/** Draws what there is of a river; returns what must be known of it. */
function drawIn(
  page: RiverPage,
  scope: RiverScope | null,
  {
    width,
    narrow,
    focus,
    choice
  }: {
    readonly width: number;
    readonly narrow: boolean;
    readonly focus: RunFocus;
    readonly choice: RiverChoice;
  }
): string {
  if (!scope) {
    page.drawNone(focus.layer);
    return '';
  }
  if (choice.allUnits) {
    return page.drawUnits(scope, unit => {
      choice.setAllUnits(false);
      focus.moveUnit(unit - focus.singleUnit);
    });
  }
  page.draw(scope, width, narrow);
  return '';
}

/** Which layer it is, and the tools. */
function drawHead(
  base: StepView<'trace'>,
  {
    state,
    focus,
    choice,
    hands
  }: {
    readonly state: WhatIfState;
    readonly focus: RunFocus;
    readonly choice: RiverChoice;
    readonly hands: RiverHands;
  },
  translate: Translate
): void {
  base.frame.setMeta(
    layerWords(state.trace, focus.layer, translate).join(' · ')
  );
  base.frame.setTools([
    ...focus.tools(),
    ...riverTools(
      {
        features: numericFeatures(state.trace, focus.layer),
        feature: choice.feature,
        chooseFeature(next) {
          choice.setFeature(next);
          base.draw();
        },
        severalUnits: focus.layer.units > 1,
        allUnits: choice.allUnits,
        toggleUnits() {
          choice.setAllUnits(!choice.allUnits);
          base.draw();
        },
        changed: state.operations.length > 0,
        canRedo: state.canRedo,
        back: hands.back
      },
      translate
    ),
    { ...base.playTool(), keep: true }
  ]);
}
