import type { GradientFlow } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html, listen, type Content } from '../base/dom';
import { formatFixed, formatInteger, formatPower } from '../base/format';
import { createFrame } from '../base/frame';
import type { KeyAction } from '../base/keys';
import { textMeasure } from '../base/measure';
import { networkLooks } from '../base/networkLook';
import { createPainter } from '../base/painter';
import { stepKey } from '../base/stepKeys';
import { readTheme } from '../base/theme';
import { createTooltip } from '../base/tooltip';
import { drawFlow, type FlowPicture } from './drawFlow';
import { memoryOf, stepFactors, valuesOf, type Quantity } from './flow';
import { createFlowRail, type FlowRail } from './flowRail';
import { quantityWords } from './flowScene';
import {
  factorWords,
  flowNumbers,
  flowSentence,
  flowTable,
  networkName,
  normWords
} from './flowWords';

const thresholds = [0.1, 0.01, 0.001];

/**
 * Gradient flow: how far back does the loss reach? The norms of several networks on one log axis that
 * is never stretched for one of them, the memory that they leave, and the factors they are made of.
 */
export const createGradientFlowView: ViewFactory<GradientFlow> = (
  element,
  bundle,
  context
): View => {
  const { cursor, store, translate } = context;
  const view = {};
  let flow = bundle;
  let quantity = store.get<Quantity>(flow.id, 'quantity') ?? 'hidden';
  let threshold = store.get<number>(flow.id, 'threshold') ?? flow.threshold;
  let picture: FlowPicture | null = null;
  let rail: FlowRail | null = null;
  let width = 0;
  /** The network that is looked at; null: the one with the smallest value at the cursor. */
  let chosen: number | null = null;
  let pointed: number | null = null;

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Gradient flow'),
    onKey: action => key(action),
    table: () => flowTable(flow, quantity, translate),
    csv: () => flowNumbers(flow, translate)
  });
  const host = html('div', { class: 'jp-gatescope-flow-columns' });
  frame.picture.append(host);
  const tooltip = createTooltip(frame.picture);

  const stepNow = (): number => {
    const { step } = cursor.position;
    const wanted =
      step !== null && step >= 0 && step < flow.time.steps
        ? step
        : (flow.view?.step ?? Math.floor(flow.lossStep / 2));
    return Math.max(0, Math.min(flow.time.steps - 1, wanted));
  };
  const networkNow = (step: number): number => {
    if (chosen !== null && chosen < flow.networks.length) {
      return chosen;
    }
    let smallest = 0;
    let least = Infinity;
    flow.networks.forEach((network, index) => {
      const value = valuesOf(network, quantity)?.[step] ?? Infinity;
      if (value < least) {
        least = value;
        smallest = index;
      }
    });
    return smallest;
  };
  const memory = (): (number | null)[] =>
    flow.networks.map(network => {
      if (quantity === 'hidden' && threshold === flow.threshold) {
        return network.effectiveMemory;
      }
      const values = valuesOf(network, quantity);
      return values && memoryOf(values, flow.lossStep, threshold);
    });

  const draw = (): void => {
    if (width === 0) {
      return;
    }
    const looks = networkLooks(flow.networks);
    const left = memory();
    picture = drawFlow({
      flow,
      quantity,
      looks,
      memory: left,
      threshold,
      width,
      narrow: frame.narrow,
      measure: textMeasure(
        `11px ${getComputedStyle(frame.element).fontFamily}`
      ),
      translate
    });
    rail = createFlowRail({
      flow,
      quantity,
      looks,
      memory: left,
      layout: picture.layout,
      measure: textMeasure(
        `700 13px ${getComputedStyle(frame.element).fontFamily}`
      ),
      translate,
      point: network => {
        pointed = network;
        painter.schedule();
      }
    });
    fill(host, picture.element, rail.element);
    picture.paint(readTheme(frame.element));
    shown = '';
    const { networks, time } = flow;
    const units = networks[0]?.units;
    frame.setMeta(
      [
        ...(flow.title ? [flow.title] : []),
        translate('%1 steps', time.steps),
        networks.length === 1
          ? translate('%1 units', units)
          : networks.every(network => network.units === units)
            ? translate('%1 units each', units)
            : networks
                .map(network =>
                  translate('%1: %2 units', network.name, network.units)
                )
                .join(', ')
      ].join(' · ')
    );
    frame.setReading(
      translate(
        'the loss is at step %1; a line that falls to the left is a memory that fades. One row of the grid is a factor of %2.',
        flow.lossStep,
        formatInteger(
          10 **
            Math.abs(picture.layout.grid[0] - (picture.layout.grid[1] ?? -2))
        )
      )
    );
    frame.setTools(tools());
    painter.schedule();
  };

  let shown = '';
  const painter = createPainter(frame.element, () => {
    if (!picture || !rail) {
      return;
    }
    const step = stepNow();
    const network = networkNow(step);
    const lit = pointed ?? chosen;
    picture.light(lit);
    rail.light(lit);
    const state = `${step} ${network}`;
    if (state === shown) {
      return;
    }
    shown = state;
    picture.moveTo(step);
    rail.show(step);
    frame.setChanged(
      flowSentence(flow, flow.networks[network], quantity, step, translate)
    );
    frame.announce(
      `${translate('step %1', step)}: ${flow.networks
        .map(each => {
          const value = valuesOf(each, quantity)?.[step];
          return `${each.name} ${value === undefined ? translate('none') : formatPower(value)}`;
        })
        .join(', ')}`
    );
  });

  const choose = (next: Partial<{ quantity: Quantity; threshold: number }>) => {
    quantity = next.quantity ?? quantity;
    threshold = next.threshold ?? threshold;
    store.set(flow.id, 'quantity', quantity);
    store.set(flow.id, 'threshold', threshold);
    draw();
    frame.refreshTable();
  };
  const quantities = (): Quantity[] => [
    'hidden',
    ...(flow.networks.some(({ cellState }) => cellState)
      ? (['cellState'] as const)
      : []),
    ...(flow.networks.some(({ product }) => product.values.some(isNumber))
      ? (['product'] as const)
      : [])
  ];
  const labels: Readonly<Record<Quantity, Content>> = {
    hidden: ['d', html('i', {}, 'L'), '/d', html('i', {}, 'h')],
    cellState: ['d', html('i', {}, 'L'), '/d', html('i', {}, 'c')],
    product: translate('Jacobian product')
  };
  const tools = () => [
    ...quantities().map(each => ({
      id: each,
      label: labels[each],
      title: translate('Draw %1', quantityWords[each]),
      pressed: each === quantity,
      run: () => choose({ quantity: each })
    })),
    {
      id: 'threshold',
      label: `${formatPercentage(threshold)} ▾`,
      title: translate('What still counts as remembered'),
      menu: () =>
        [...new Set([...thresholds, flow.threshold])]
          .sort((a, b) => b - a)
          .map(each => ({
            label: formatPercentage(each),
            checked: each === threshold,
            run: () => choose({ threshold: each })
          }))
    }
  ];

  const move = (step: number): void =>
    cursor.move(
      { step: Math.max(0, Math.min(flow.time.steps - 1, step)) },
      view
    );
  const key = (action: KeyAction): boolean => {
    const step = stepNow();
    switch (action) {
      case 'nextUnit':
      case 'previousUnit': {
        const way = action === 'nextUnit' ? 1 : -1;
        const now = networkNow(step);
        chosen =
          chosen === null
            ? now
            : Math.max(0, Math.min(flow.networks.length - 1, now + way));
        painter.schedule();
        return true;
      }
      case 'nextChannel':
      case 'previousChannel': {
        const all = quantities();
        const at = all.indexOf(quantity) + (action === 'nextChannel' ? 1 : -1);
        if (all[at]) {
          choose({ quantity: all[at] });
        }
        return true;
      }
      default: {
        const held = action === 'leave' && chosen !== null;
        if (held) {
          chosen = null;
          painter.schedule();
        }
        return (
          stepKey(action, { cursor, view, step, last: flow.time.steps - 1 }) ||
          held
        );
      }
    }
  };

  const stepUnder = (event: MouseEvent): number | null => {
    const box = host.getBoundingClientRect();
    return picture?.stepAt(event.clientX - box.left) ?? null;
  };
  /** Each network's value as the one of the step after times its factor. */
  const explain = (step: number, event: MouseEvent): void => {
    if (!picture || frame.narrow) {
      return;
    }
    const looks = networkLooks(flow.networks);
    const column = picture.layout.plotWidth / flow.time.steps;
    const left = picture.layout.left + step * column;
    const y = event.clientY - host.getBoundingClientRect().top;
    tooltip.show(
      [
        html('div', {}, html('b', {}, translate('step %1', step))),
        ...flow.networks.map((network, index) => {
          const values = valuesOf(network, quantity);
          const factor = stepFactors(network, quantity)[step];
          return html(
            'div',
            { class: 'jp-gatescope-flow-tip' },
            networkName(network.name, looks[index]),
            values && step < flow.time.steps - 1 && quantity !== 'product'
              ? ` ${normWords(values[step + 1])} ${factorWords(factor).replace('×', '× ')} = `
              : ' ',
            html(
              'b',
              { class: 'jp-gatescope-value' },
              values ? normWords(values[step]) : translate('no c')
            ),
            quantity === 'product' && Number.isFinite(factor)
              ? translate(
                  ', largest factor of this step %1',
                  factorWords(factor)
                )
              : ''
          );
        })
      ],
      { left, right: left + column, y: Math.min(y, picture.layout.bottom) }
    );
  };
  const removers = [
    cursor.subscribe(() => painter.schedule()),
    listen<PointerEvent>(host, 'pointermove', event => {
      const step = stepUnder(event);
      if (step === null) {
        tooltip.hide();
        return;
      }
      if (!cursor.position.pinned) {
        move(step);
      }
      if (event.pointerType !== 'touch') {
        explain(step, event);
      }
    }),
    listen(host, 'pointerleave', () => tooltip.hide()),
    listen<MouseEvent>(host, 'click', event => {
      const step = stepUnder(event);
      if (step !== null) {
        cursor.move({ step, pinned: !cursor.position.pinned }, view);
      }
    })
  ];

  return {
    update(next) {
      if (next.kind === 'gradientFlow') {
        flow = next;
        draw();
        frame.refreshTable();
      }
    },
    resize(next) {
      frame.resize(next);
      width = Math.max(280, frame.picture.clientWidth || next);
      draw();
    },
    themeChanged() {
      picture?.paint(readTheme(frame.element));
    },
    dispose() {
      painter.dispose();
      removers.forEach(remove => remove());
      frame.dispose();
    }
  };
};

/** A run that was saved without its Jacobians has NaN for their product. */
function isNumber(value: number): boolean {
  return !Number.isNaN(value);
}

function formatPercentage(share: number): string {
  return `${formatFixed(share * 100, share < 0.01 ? 1 : 0)} %`;
}
