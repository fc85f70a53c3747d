import type { GradientFlow } from '../../trace';
import type { View, ViewContext, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import {
  createStepView,
  type StepView,
  type StepWords
} from '../base/createStepView';
import { fill, html, textOf } from '../base/dom';
import type { KeyAction } from '../../scene/words/keyAction';
import { textMeasure } from '../base/measure';
import { networkLooks } from '../../scene/marks/networkLook';
import { createTooltip } from '../base/tooltip';
import { describerOf } from '../describe/describerOf';
import { drawFlow, type FlowPicture } from './drawFlow';
import { isFollowedBack, valuesOf, type Quantity } from './flow';
import {
  answerTools,
  flowTools,
  memories,
  quantitiesOf,
  flowViewChoice,
  saveAnswer,
  savedAnswer,
  saveChoice,
  savedChoice,
  shownQuantity,
  type FlowChoice
} from './flowChoice';
import { createFlowRail, type FlowRail } from './flowRail';
import { linesOfFlow } from './linesOfFlow';
import { flowNumbers, flowTable } from './flowTables';
import {
  flowMeta,
  flowReading,
  memoryWords,
  spokenFlow,
  stepLines
} from './flowWords';
import { flowSentence } from './flowSentence';
import { wayOf } from './way';

/**
 * Gradient flow: how far back does the loss reach? The norms of several networks on one log axis that
 * is never stretched for one of them, the memory that they leave, and the factors they are made of.
 */
export const createGradientFlowView: ViewFactory<GradientFlow> = (
  element,
  bundle,
  context
): View => flowView(element, bundle, context, () => ({}));

/** @param placeOf which sequence of its batch is shown, if it is of a batch */
export function flowView(
  element: HTMLElement,
  bundle: GradientFlow,
  context: ViewContext,
  placeOf: () => { readonly sequence?: number }
): View {
  const { translate } = context;
  let flow = bundle;
  let choice = savedChoice(flow, context);
  const quantityNow = (): Quantity => shownQuantity(flow, choice);
  const shown = (): FlowChoice => ({ ...choice, quantity: quantityNow() });
  let picture: FlowPicture | null = null;
  let rail: FlowRail | null = null;
  const host = html('div', { class: 'jp-gatescope-flow-columns' });

  const focus = createFlowFocus(
    step => leastNetwork(flow, quantityNow(), step),
    () => flow.networks.length
  );
  const choose = (next: Partial<FlowChoice>): void => {
    choice = { ...choice, ...next };
    saveChoice(flow, choice, context);
    base.draw();
    base.frame.refreshTable();
  };
  const choosing = choosingKeys({
    focus,
    quantities: () => quantitiesOf(flow),
    quantity: quantityNow,
    choose,
    light: () => base.light()
  });
  /** Follows another answer back in place of the present one: unless another is meant, that at the cursor. */
  const follow = async (step = base.step): Promise<void> => {
    try {
      base.view.update(await flowOfAnswer(flow, step, placeOf(), context));
      base.frame.setNotice('');
    } catch (reason) {
      base.frame.setNotice(
        reason instanceof Error ? reason.message : String(reason)
      );
    }
  };

  const base: StepView<'gradientFlow'> = createStepView(element, {
    kind: 'gradientFlow',
    bundle,
    context,
    title: translate('Gradient flow'),
    host,
    steps: ({ time, lossStep, view }) => ({
      steps: time.steps,
      kept: time.kept,
      opens: view?.step ?? Math.floor(lossStep / 2)
    }),
    take: next => {
      flow = next;
    },
    table: () => flowTable(flow, quantityNow(), translate),
    csv: () => flowNumbers(flow, translate),
    describer: describerOf(() =>
      linesOfFlow(flow, quantityNow(), focus.networkAt(base.step), translate)
    ),
    choice: () => flowViewChoice(flow, shown(), context),
    draw(width) {
      const { frame } = base;
      const now = shown();
      ({ picture, rail } = drawFlowAndRail(
        { flow, ...now, narrow: frame.narrow, translate },
        width,
        frame.element,
        network => {
          focus.point(network);
          base.light();
        }
      ));
      fill(host, picture.element, rail.element);
      frame.setMeta(flowMeta(flow, translate));
      frame.setReading(
        flowReading(flow, now.quantity, picture.layout.every, translate)
      );
      frame.setTools([
        ...flowTools(flow, now, choose, context),
        ...answerTools(flow, now.quantity, follow, context)
      ]);
    },
    paint: theme => picture?.paint(theme),
    lit: () => String(focus.lit),
    show(step) {
      picture?.moveTo(step);
      picture?.light(focus.lit);
      rail?.show(step);
      rail?.light(focus.lit);
    },
    describe: step =>
      wordsAt(flow, focus.networkAt(step), shown(), step, translate),
    at(event) {
      const { left } = host.getBoundingClientRect();
      const step = picture?.layout.steps.stepAt(event.clientX - left) ?? null;
      return step === null ? null : { step };
    },
    /** Each network's value as the one of the step after times its factor. */
    over(hit, event) {
      const isTold = !base.frame.narrow && event.pointerType !== 'touch';
      if (!hit || !isTold || !picture) {
        tooltip.hide();
        return;
      }
      const words = stepLines(flow, quantityNow(), hit.step, translate);
      const y = event.clientY - host.getBoundingClientRect().top;
      tooltip.show(words, besideStep(picture, hit.step, y));
    },
    onKey(action, step) {
      if (action === 'leave' && focus.leave()) {
        base.light();
        return !context.cursor.position.pinned;
      }
      return choosing[action]?.(step) ?? false;
    }
  });
  const tooltip = createTooltip(base.frame.picture);
  followSaved(flow, follow, context);
  return base.view;
}

/** Asks for the answer that was chosen before, where the flow that is there is of another. */
function followSaved(
  flow: GradientFlow,
  follow: (step: number) => Promise<void>,
  context: ViewContext
): void {
  const wanted = savedAnswer(flow, context);
  const isOther = flow.networks.some(
    ({ answer }) => answer !== undefined && answer !== wanted
  );
  if (
    wanted !== undefined &&
    isOther &&
    context.link.status(flow.id).state === 'live'
  ) {
    void follow(wanted);
  }
}

/** What is said of a step: the way back of one network, and for the ear the values of all. */
function wordsAt(
  flow: GradientFlow,
  network: number,
  choice: FlowChoice,
  step: number,
  translate: Translate
): StepWords {
  const { quantity } = choice;
  const followed = flow.networks[network];
  const changed = flowSentence(flow, followed, quantity, step, translate);
  const spoken = [spokenFlow(flow, quantity, step, translate)];
  // Where the way back begins is where a reader asks how far it reaches.
  if (isFollowedBack(quantity) && wayOf(flow, followed).start === step) {
    const memory = memories(flow, choice);
    spoken.push(
      ...flow.networks.map((each, at) =>
        translate(
          'effective memory of %1: %2',
          each.name,
          memoryWords(memory[at], wayOf(flow, each).length, translate)
        )
      )
    );
  }
  return { changed, spoken: [...spoken, textOf(changed)].join('; ') };
}

/** The same networks, followed back from the answer at a step; the choice is kept. */
async function flowOfAnswer(
  { id, live, view, title }: GradientFlow,
  lossStep: number,
  place: { readonly sequence?: number },
  context: ViewContext
): Promise<GradientFlow> {
  const { flow } = await context.link.request('gradientFlow', {
    id,
    ...place,
    lossStep
  });
  saveAnswer(id, lossStep, context);
  return { ...flow, id, live, view, title };
}

/** The keys that choose a network and a quantity. */
function choosingKeys({
  focus,
  quantities,
  quantity,
  choose,
  light
}: {
  readonly focus: ReturnType<typeof createFlowFocus>;
  readonly quantities: () => readonly Quantity[];
  readonly quantity: () => Quantity;
  readonly choose: (next: Partial<FlowChoice>) => void;
  readonly light: () => void;
}): Partial<Record<KeyAction, (step: number) => boolean>> {
  const chooseNetwork = (step: number, by: 1 | -1): true => {
    focus.choose(step, by);
    light();
    return true;
  };
  const chooseQuantity = (by: number): true => {
    const all = quantities();
    const next = all[all.indexOf(quantity()) + by];
    if (next) {
      choose({ quantity: next });
    }
    return true;
  };
  return {
    nextUnit: step => chooseNetwork(step, 1),
    previousUnit: step => chooseNetwork(step, -1),
    nextChannel: () => chooseQuantity(1),
    previousChannel: () => chooseQuantity(-1)
  };
}

/** The picture, and beside it the numbers of each network. */
function drawFlowAndRail(
  shown: FlowChoice & {
    readonly flow: GradientFlow;
    readonly narrow: boolean;
    readonly translate: Translate;
  },
  width: number,
  element: HTMLElement,
  point: (network: number | null) => void
): { readonly picture: FlowPicture; readonly rail: FlowRail } {
  const { flow } = shown;
  const { fontFamily } = getComputedStyle(element);
  const scene = {
    ...shown,
    looks: networkLooks(flow.networks),
    memory: memories(flow, shown)
  };
  const picture = drawFlow({
    ...scene,
    width,
    measure: textMeasure(`12px ${fontFamily}`)
  });
  const rail = createFlowRail({
    ...scene,
    layout: picture.layout,
    measure: textMeasure(`700 13px ${fontFamily}`),
    point
  });
  return { picture, rail };
}

/** The place of the words of a step. */
function besideStep(
  { layout: { steps, bottom } }: FlowPicture,
  step: number,
  y: number
) {
  return {
    left: steps.left(step),
    right: steps.left(step + 1),
    y: Math.min(y, bottom)
  };
}

/** Which network is looked at, by the keys or by the pointer. */
function createFlowFocus(
  least: (step: number) => number,
  networks: () => number
) {
  let chosen: number | null = null;
  let pointed: number | null = null;
  /** The one that was chosen; else the one with the smallest value at a step. */
  const networkAt = (step: number): number =>
    chosen !== null && chosen < networks() ? chosen : least(step);
  return {
    get lit() {
      return pointed ?? chosen;
    },
    networkAt,
    choose(step: number, by: 1 | -1) {
      const now = networkAt(step);
      chosen =
        chosen === null ? now : Math.max(0, Math.min(networks() - 1, now + by));
    },
    point(network: number | null) {
      pointed = network;
    },
    /** Lets go of the chosen one; whether there was one. */
    leave() {
      const was = chosen !== null;
      chosen = null;
      return was;
    }
  };
}

/** The network with the smallest value at a step. */
function leastNetwork(
  { networks }: GradientFlow,
  quantity: Quantity,
  step: number
): number {
  const values = networks.map(
    network => valuesOf(network, quantity)?.[step] ?? Infinity
  );
  return Math.max(0, values.indexOf(Math.min(...values)));
}
