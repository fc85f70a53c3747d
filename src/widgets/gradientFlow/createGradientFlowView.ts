import type { GradientFlow } from '../../trace';
import type { View, ViewFactory } from '../context';
import { createStepView, type StepView } from '../base/createStepView';
import { fill, html } from '../base/dom';
import type { KeyAction } from '../base/keys';
import { textMeasure } from '../base/measure';
import { networkLooks } from '../base/networkLook';
import { createTooltip } from '../base/tooltip';
import { drawFlow, type FlowPicture } from './drawFlow';
import { valuesOf } from './flow';
import {
  flowTools,
  memories,
  quantitiesOf,
  saveChoice,
  savedChoice,
  type FlowChoice
} from './flowChoice';
import { createFlowRail, type FlowRail } from './flowRail';
import {
  flowMeta,
  flowNumbers,
  flowReading,
  flowSentence,
  flowTable,
  spokenFlow,
  stepLines
} from './flowWords';

/**
 * Gradient flow: how far back does the loss reach? The norms of several networks on one log axis that
 * is never stretched for one of them, the memory that they leave, and the factors they are made of.
 */
export const createGradientFlowView: ViewFactory<GradientFlow> = (
  element,
  bundle,
  context
): View => {
  const { translate } = context;
  let flow = bundle;
  let choice = savedChoice(flow, context);
  let picture: FlowPicture | null = null;
  let rail: FlowRail | null = null;
  /** The network that is looked at; null: the one with the smallest value at the cursor. */
  let chosen: number | null = null;
  let pointed: number | null = null;
  const host = html('div', { class: 'jp-gatescope-flow-columns' });

  const networkNow = (step: number): number =>
    chosen !== null && chosen < flow.networks.length
      ? chosen
      : leastNetwork(flow, choice, step);
  const choose = (next: Partial<FlowChoice>): void => {
    choice = { ...choice, ...next };
    saveChoice(flow, choice, context);
    base.draw();
    base.frame.refreshTable();
  };
  const choosing: Partial<Record<KeyAction, (step: number) => boolean>> = {
    nextUnit: step => chooseNetwork(networkNow(step), 1),
    previousUnit: step => chooseNetwork(networkNow(step), -1),
    nextChannel: () => chooseQuantity(1),
    previousChannel: () => chooseQuantity(-1)
  };
  const chooseNetwork = (now: number, by: number): true => {
    const last = flow.networks.length - 1;
    chosen = chosen === null ? now : Math.max(0, Math.min(last, now + by));
    base.light();
    return true;
  };
  const chooseQuantity = (by: number): true => {
    const all = quantitiesOf(flow);
    const quantity = all[all.indexOf(choice.quantity) + by];
    if (quantity) {
      choose({ quantity });
    }
    return true;
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
    table: () => flowTable(flow, choice.quantity, translate),
    csv: () => flowNumbers(flow, translate),
    draw(width) {
      const { frame } = base;
      const { fontFamily } = getComputedStyle(frame.element);
      const scene = {
        flow,
        ...choice,
        looks: networkLooks(flow.networks),
        memory: memories(flow, choice),
        narrow: frame.narrow,
        translate
      };
      const measure = textMeasure(`11px ${fontFamily}`);
      picture = drawFlow({ ...scene, width, measure });
      rail = createFlowRail({
        ...scene,
        layout: picture.layout,
        measure: textMeasure(`700 13px ${fontFamily}`),
        point(network) {
          pointed = network;
          base.light();
        }
      });
      fill(host, picture.element, rail.element);
      frame.setMeta(flowMeta(flow, translate));
      frame.setReading(flowReading(flow, picture.layout.every, translate));
      frame.setTools(flowTools(flow, choice, choose, context));
    },
    paint: theme => picture?.paint(theme),
    lit: () => `${chosen} ${pointed}`,
    show(step) {
      picture?.moveTo(step);
      picture?.light(pointed ?? chosen);
      rail?.show(step);
      rail?.light(pointed ?? chosen);
    },
    describe: step => ({
      changed: flowSentence(
        flow,
        flow.networks[networkNow(step)],
        choice.quantity,
        step,
        translate
      ),
      spoken: spokenFlow(flow, choice.quantity, step, translate)
    }),
    at(event) {
      const { left } = host.getBoundingClientRect();
      const step = picture?.layout.steps.stepAt(event.clientX - left) ?? null;
      return step === null ? null : { step };
    },
    /** Each network's value as the one of the step after times its factor. */
    over(hit, event) {
      if (
        !hit ||
        !picture ||
        base.frame.narrow ||
        event.pointerType === 'touch'
      ) {
        tooltip.hide();
        return;
      }
      const { steps, bottom } = picture.layout;
      const y = event.clientY - host.getBoundingClientRect().top;
      tooltip.show(stepLines(flow, choice.quantity, hit.step, translate), {
        left: steps.left(hit.step),
        right: steps.left(hit.step + 1),
        y: Math.min(y, bottom)
      });
    },
    onKey(action, step) {
      if (action === 'leave' && chosen !== null) {
        chosen = null;
        base.light();
        return !context.cursor.position.pinned;
      }
      return choosing[action]?.(step) ?? false;
    }
  });
  const tooltip = createTooltip(base.frame.picture);
  return base.view;
};

/** The network with the smallest value at a step. */
function leastNetwork(
  { networks }: GradientFlow,
  { quantity }: FlowChoice,
  step: number
): number {
  const values = networks.map(
    network => valuesOf(network, quantity)?.[step] ?? Infinity
  );
  return Math.max(0, values.indexOf(Math.min(...values)));
}
