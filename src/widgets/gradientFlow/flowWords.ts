import type { GradientFlow } from '../../trace';
import type { ViewContext } from '../context';
import { stepsWords, unitsEachWords, unitsWords } from '../../scene/words/counts';
import { html, type Content } from '../base/dom';
import { formatFixed, formatInteger, formatPower } from '../../scene/words/format';
import { networkLooks, type NetworkLook } from '../../scene/marks/networkLook';
import {
  isFollowedBack,
  stepFactors,
  valuesOf,
  type FlowNetwork,
  type Quantity
} from './flow';
import { commonWay, wayOf } from './way';

type Translate = ViewContext['translate'];

/** Whether one answer of several that the loss reads is followed. */
export const followsAnswer = ({ answer }: FlowNetwork): boolean =>
  answer !== undefined;

/** A norm: a power of ten, but for what is near one and for zero. */
export function normWords(value: number): string {
  if (Number.isNaN(value)) {
    return '–';
  }
  return value === 0 || (value >= 0.1 && value < 100)
    ? formatFixed(value, value === 0 ? 0 : 2)
    : formatPower(value);
}

/** `×0.61`. */
export function factorWords(factor: number): string {
  return Number.isFinite(factor)
    ? `×${factor !== 0 && (factor < 0.01 || factor >= 1000) ? formatPower(factor) : formatFixed(factor)}`
    : '–';
}

/** The largest spectral radius of a network's recurrent matrices. */
export function largestRadius(network: FlowNetwork): {
  readonly value: number;
  readonly words: Content;
  /** All of them, where there are several. */
  readonly all: string;
} {
  const radii = Object.entries(network.spectralRadius);
  if (radii.length === 0) {
    return { value: NaN, words: '–', all: '' };
  }
  const [name, value] = radii.reduce((a, b) => (b[1] > a[1] ? b : a));
  return {
    value,
    words:
      radii.length === 1
        ? `ρ = ${formatFixed(value)}`
        : ['ρ(U', html('sub', {}, gateOf(name)), `) = ${formatFixed(value)}`],
    all:
      radii.length === 1
        ? ''
        : radii
            .map(
              ([each, radius]) =>
                `ρ(U_${gateOf(each)}) = ${formatFixed(radius)}`
            )
            .join(', ')
  };
}

/** `f` of `f`, `Uf` or `U_f`. */
function gateOf(name: string): string {
  return name.replace(/^U_?/, '');
}

/** `8 steps`, `all 60 steps`; a dash for what is not known. */
export function memoryWords(
  memory: number | null,
  steps: number,
  translate: Translate
): string {
  if (Number.isNaN(memory)) {
    return '–';
  }
  return memory === null
    ? steps === 1
      ? translate('the first %step')
      : translate('all %1 %steps', steps)
    : stepsWords(memory, translate);
}

/** A network's name in its colour; where it is `shown` shorter, the pointer tells it whole. */
export function networkName(
  name: string,
  look: NetworkLook,
  shown = name
): HTMLElement {
  const element = html(
    'b',
    { class: 'jp-gatescope-flow-network', title: name },
    shown
  );
  element.style.color = look.color;
  return element;
}

/** What is compared, and how large. */
export function flowMeta(
  { title, time, networks }: GradientFlow,
  translate: Translate
): string {
  const units = networks[0]?.units;
  return [
    ...(title ? [title] : []),
    stepsWords(time.steps, translate),
    networks.length === 1
      ? unitsWords(units, translate)
      : networks.every(network => network.units === units)
        ? unitsEachWords(units, translate)
        : networks
            .map(network =>
              translate(
                '%1: %2',
                network.name,
                unitsWords(network.units, translate)
              )
            )
            .join(', ')
  ].join(' · ');
}

/** `every`: how many powers of ten one row of the grid is. */
export function flowReading(
  flow: GradientFlow,
  quantity: Quantity,
  every: number,
  translate: Translate
): string {
  const grid = formatInteger(10 ** every);
  if (!isFollowedBack(quantity)) {
    return translate(
      'the loss reads several answers, and this is what all of them send back together. Each %step has a share of its own, so a level line here is no memory; choose dL/dh to follow one answer. One row of the grid is a factor of %1.',
      grid
    );
  }
  return [whoseLoss(flow, translate), wayWords(flow, grid, translate)].join('');
}

/** Which answer is followed, where the loss reads several; empty where there is one. */
function whoseLoss({ networks }: GradientFlow, translate: Translate): string {
  const [{ answer, answers = [] }] = networks;
  const isShared = networks.every(
    network =>
      network.answer === answer && network.answers?.length === answers.length
  );
  if (networks.every(network => network.answer === undefined)) {
    return '';
  }
  return isShared && answer !== undefined
    ? `${translate(
        'this follows the answer at %step %1 alone, one of %2 that the loss reads;',
        answer,
        answers.length
      )} `
    : `${translate('each line follows one answer alone, of several that its loss reads;')} `;
}

/** Which way the memory fades. */
function wayWords(
  flow: GradientFlow,
  grid: string,
  translate: Translate
): string {
  const way = commonWay(flow);
  if (!way) {
    return translate(
      'a line that falls away from its loss is a memory that fades: to the left, and in a backward layer, which reads from the last %step to the first, to the right. One row of the grid is a factor of %1.',
      grid
    );
  }
  // Of a loss that reads several answers one is followed: the loss itself is nowhere.
  if (flow.networks.some(followsAnswer)) {
    return way.toTheRight
      ? translate(
          'its way back begins at %step %1, and the layer reads from the last %step to the first: a line that falls to the right is a memory that fades. One row of the grid is a factor of %2.',
          way.start,
          grid
        )
      : translate(
          'its way back begins at %step %1; a line that falls to the left is a memory that fades. One row of the grid is a factor of %2.',
          way.start,
          grid
        );
  }
  return way.toTheRight
    ? translate(
        'the loss is at %step %1, and the layer reads from the last %step to the first: a line that falls to the right is a memory that fades. One row of the grid is a factor of %2.',
        way.start,
        grid
      )
    : translate(
        'the loss is at %step %1; a line that falls to the left is a memory that fades. One row of the grid is a factor of %2.',
        way.start,
        grid
      );
}

/** A step in words: the value of each network. */
export function spokenFlow(
  flow: GradientFlow,
  quantity: Quantity,
  step: number,
  translate: Translate
): string {
  const each = flow.networks.map(network => {
    const value = valuesOf(network, quantity)?.[step];
    return `${network.name} ${
      wayOf(flow, network).isPadding(step)
        ? translate('padding')
        : value === undefined
          ? translate('none')
          : formatPower(value)
    }`;
  });
  return `${translate('%step %1', step)}: ${each.join(', ')}`;
}

/** Each network's value at a step as the one of the step after times its factor. */
export function stepLines(
  flow: GradientFlow,
  quantity: Quantity,
  step: number,
  translate: Translate
): HTMLElement[] {
  const { networks } = flow;
  const looks = networkLooks(networks);
  return [
    html('div', {}, html('b', {}, translate('%step %1', step))),
    ...networks.map((network, index) => {
      const values = valuesOf(network, quantity);
      const factor = stepFactors(flow, network, quantity)[step];
      const way = wayOf(flow, network);
      const nearer = way.nearer(step);
      return html(
        'div',
        { class: 'jp-gatescope-flow-tip' },
        networkName(network.name, looks[index]),
        values && Number.isFinite(factor) && quantity !== 'product'
          ? ` ${normWords(values[nearer])} ${factorWords(factor).replace('×', '× ')} = `
          : ' ',
        html(
          'b',
          { class: 'jp-gatescope-value' },
          way.isPadding(step)
            ? translate('padding')
            : values
              ? normWords(values[step])
              : noValues(quantity, translate)
        ),
        quantity === 'product' && Number.isFinite(factor)
          ? translate(', largest factor of this %step %1', factorWords(factor))
          : ''
      );
    })
  ];
}

/** What stands in place of the values that a network does not have. */
export function noValues(quantity: Quantity, translate: Translate): string {
  return quantity === 'wholeLoss' ? translate('one answer') : translate('no c');
}
