import type { Trace } from '../../trace';
import type { RiverNow } from '../../views/river/riverNow';
import { riverView } from '../../views/river/riverView';
import { createStepView, type StepView } from '../base/createStepView';
import { listen, contentText, svg } from '../base/dom';
import { runSteps } from '../base/openingPlace';
import { createStepFooter } from '../base/stepFooter';
import type { Tool } from '../base/tools';
import { leavesStepsOut } from '../base/wholeBundle';
import type { View, ViewContext, ViewFactory } from '../context';
import { describerOf } from '../describe/describerOf';
import { layerTables } from '../gates/namedTables';
import { attributeAt } from '../run/followTerms';
import { createDrawing, type Drawing } from '../scene/createDrawing';
import { pageFile } from '../scene/pagePaper';
import { createChangedRun, type ChangedRun } from '../whatIf/changedRun';
import { changesChoice } from '../whatIf/operations';
import { createWhatIfState, type WhatIfState } from '../whatIf/whatIfState';
import { createRipple, firstDifference, type Ripple } from './ripple';
import { createRiverInteractions } from './riverInteractions';
import { createRiverScope } from './riverScope';
import type { Rivers } from './riverState';

/**
 * The page of a river: its gates and its input are dragged below it, the network is run again, and the
 * streams follow.
 */
export const createRiverView: ViewFactory<Trace> = (
  element,
  bundle,
  context
): View => {
  const { settings, translate } = context;
  const state = createWhatIfState(bundle, context);
  const now = createRiverScope(context, state, {
    base: () => base,
    run: () => run
  });
  const { focus, moment, rivers, placeAt, choose } = now;
  let drawn = '';
  let drawnStream: number | null = null;

  const drawing = createDrawing('river', moment, {
    picture: () => base.frame.picture
  });
  const draw = (width = drawing.placed?.width ?? 0): void => {
    drawnStream = now.stream;
    drawing.draw(width);
  };
  const base: StepView<'trace'> = createStepView(element, {
    kind: 'trace',
    ...{ bundle, context },
    ...drawing.pointer,
    title: translate('River'),
    plays: true,
    asks: true,
    keyWords: focus.keyWords(),
    steps: trace => runSteps(trace, focus.layer),
    choice: () => ({ ...focus.code(), ...changesChoice(state.operations) }),
    table: now.table,
    svg: () => pageFile(riverView, moment.now, base),
    ...layerTables(context, focus, () => ({
      trace: run.trace,
      step: base.step
    })),
    describer: describerOf(now.lines),
    onStatus() {
      base.draw();
      run.recompute();
    },
    take(next) {
      choose(null);
      state.setTrace(next);
      run.recompute();
    },
    draw(width) {
      drawn = now.name();
      now.renew();
      draw(width);
      hands.rebuilt();
      footer.fit();
      drawAround(base, moment.now, [
        ...focus.tools(),
        ...hands.tools(),
        { ...base.playTool(), keep: true }
      ]);
    },
    paint: drawing.paint,
    lit: () => `${now.name()} ${now.stream}`,
    show(step) {
      if (now.name() !== drawn) {
        // Another view has gone to another unit or layer.
        base.draw();
        return;
      }
      now.renew();
      if (now.stream !== drawnStream) {
        draw();
      }
      drawing.show(step);
      ask(base, moment.now);
      hands.show(step);
    },
    describe: now.describe,
    over: (hit, event) => choose(hit && under(event, 'data-stream')),
    onKey(action) {
      ripple.skip();
      return hands.onKey(action) || focus.key(action);
    },
    dispose() {
      stops.forEach(stop => stop());
      ripple.skip();
      run.forget();
      hands.dispose();
    }
  });
  const live = (): boolean =>
    base.frame.status.state === 'live' && !leavesStepsOut(state.trace);
  const ripple = createRipple(settings, createReveal(drawing, rivers));
  const stops = [
    listen(drawing.host, 'pointerdown', () => ripple.skip(), { capture: true }),
    listen<MouseEvent>(drawing.host, 'click', event => {
      const unit = under(event, 'data-unit');
      if (unit !== null) {
        focus.kept.set('allUnits', false);
        focus.choose('unit', unit);
      }
    })
  ];
  const footer = createStepFooter(base.frame, base.key, translate);
  const run = createRiverRun(
    { base, state, context, ripple, live },
    { rivers, words: () => contentText(now.describe(base.step).changed) }
  );
  const hands = createRiverInteractions({
    ...{ base, state, focus, run, drawing, choose, live, translate },
    place: placeAt,
    stream: () => now.stream
  });
  // What was changed before, here or in What if, is in the river too.
  run.recompute();
  return base.view;
};

/** The question of the step that is shown, and its answer. */
function ask({ frame }: StepView<'trace'>, now: RiverNow): void {
  const { question, answer } = riverView.words;
  frame.setAsked(question(now), answer(now)?.sentence ?? '');
}

/** What stands around a river that is redrawn. */
function drawAround(
  { frame }: StepView<'trace'>,
  now: RiverNow,
  tools: readonly Tool[]
): void {
  const { meta, reading, notice } = riverView.words;
  frame.setMeta(meta?.(now) ?? '');
  frame.setReading(reading(now));
  frame.setNotice(notice?.(now) ?? '');
  frame.setTools(tools);
  frame.refreshTable();
}

/** The number of a stream or a unit under the pointer; null over none. */
function under(
  { target }: MouseEvent,
  name: 'data-stream' | 'data-unit'
): number | null {
  const at = target instanceof Element ? attributeAt(target, name) : null;
  return at === null ? null : Number(at);
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

/** Beyond every picture. */
const FAR = 1e5;
let clipped = 0;

/**
 * Shows a changed river as far as its change has spread, and beyond that place what was before; null: all
 * of it.
 */
function createReveal(
  { host, panel }: Drawing,
  rivers: () => Rivers | null
): (place: number | null) => void {
  clipped += 1;
  // Two halves of the picture: what a change has reached, and what it has not.
  const half = (name: string) => {
    const rect = svg('rect', { y: -FAR, height: 2 * FAR });
    const id = `jp-gatescope-river-${name}-${clipped}`;
    return { name, id, rect, clip: svg('clipPath', { id }, rect) };
  };
  const halves = [half('now'), half('then')];
  host
    .querySelector('svg')
    ?.append(svg('defs', {}, ...halves.map(({ clip }) => clip)));
  return place => {
    const { river } = rivers() ?? {};
    const center = panel('river')?.places.center;
    if (!river || !center) {
      return;
    }
    const forward = river.stepAt(0) <= river.stepAt(river.steps - 1);
    const border = place === null ? 0 : center(river.stepAt(place));
    for (const { name, id, rect } of halves) {
      const group = host.querySelector(`.jp-gatescope-river-${name}`);
      const isLeft = (name === 'now') === forward;
      rect.setAttribute('x', String(isLeft ? border - FAR : border));
      rect.setAttribute('width', String(FAR));
      group?.setAttribute(
        'display',
        name === 'now' || place !== null ? 'inline' : 'none'
      );
      if (place === null) {
        group?.removeAttribute('clip-path');
      } else {
        group?.setAttribute('clip-path', `url(#${id})`);
      }
    }
  };
}
