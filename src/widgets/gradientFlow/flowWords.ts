import type { GradientFlow } from '../../trace';
import type { ViewContext } from '../context';
import { html, type Content } from '../base/dom';
import { formatFixed, formatInteger, formatPower } from '../base/format';
import { networkLooks, type NetworkLook } from '../base/networkLook';
import {
  isFollowedBack,
  meanFactor,
  stepFactors,
  valuesOf,
  type FlowNetwork,
  type Quantity
} from './flow';
import { quantityWords } from './flowScene';
import { commonWay, wayOf } from './way';

type Translate = ViewContext['translate'];

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
    : memory === 1
      ? translate('1 %step')
      : translate('%1 %steps', memory);
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
    translate('%1 %steps', time.steps),
    networks.length === 1
      ? translate('%1 units', units)
      : networks.every(network => network.units === units)
        ? translate('%1 units each', units)
        : networks
            .map(network =>
              translate('%1: %2 units', network.name, network.units)
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

/** The way back from the loss as a product, for one network, and what its matrix says about it. */
export function flowSentence(
  flow: GradientFlow,
  network: FlowNetwork,
  quantity: Quantity,
  step: number,
  translate: Translate
): Content {
  const values = valuesOf(network, quantity);
  const way = wayOf(flow, network);
  if (way.isPadding(step)) {
    return translate(
      '%Step %1 is padding: %2 computes nothing there, and the way back passes over it.',
      step,
      network.name
    );
  }
  if (quantity === 'wholeLoss') {
    return wholeLossSentence(network, step, translate);
  }
  const back = way.back(step);
  if (!values) {
    return translate('%1 has no cell state.', network.name);
  }
  if (back <= 0) {
    return way.length === 1
      ? translate(
          'The loss is at %step %1, the first that %2 computes: it has nothing before it to follow back to.',
          way.start,
          network.name
        )
      : way.toTheRight
        ? translate(
            'The loss is at %step %1: move the cursor to the right to follow it back.',
            way.start
          )
        : translate(
            'The loss is at %step %1: move the cursor to the left to follow it back.',
            way.start
          );
  }
  const start = values[way.start];
  const end = values[step];
  if (Number.isNaN(start) || Number.isNaN(end)) {
    return translate(
      '%1: what comes back to %step %2 is not known here.',
      network.name,
      step
    );
  }
  const lead = html(
    'b',
    {},
    translate('%1, from %step %2 back to %3:', network.name, way.start, step)
  );
  if (!(end > 0) || !(start > 0)) {
    return [
      lead,
      translate(
        ' %1 is exactly zero: the loss does not change with the %3 of %step %2.',
        quantityWords(quantity, [network]),
        step,
        { hidden: network.state ?? 'h', cellState: 'c', product: 's' }[quantity]
      )
    ];
  }
  const factor = meanFactor(values, way, step);
  const words: (string | Node)[] = [
    lead,
    ` ${normWords(start)} × ${formatFixed(factor, 3)}`,
    html('sup', {}, String(back)),
    ` = ${normWords(end)}.`
  ];
  const radii = Object.values(network.spectralRadius);
  const radius = Math.max(...radii);
  if (network.cell === 'rnn' && radii.length > 0) {
    words.push(' ', rnnWords(radius, factor, translate));
  } else if (network.direct) {
    let direct = 1;
    for (let at = 0; at < back; at++) {
      direct *= network.direct.values[way.at(at)];
    }
    words.push(
      translate(
        ' Through the belt alone, the mean forget gates of these %steps multiply to %1.',
        normWords(direct)
      )
    );
  }
  return words;
}

/** What all answers of a loss send back to a step, which is no product of factors. */
function wholeLossSentence(
  { name, answers, wholeLoss }: FlowNetwork,
  step: number,
  translate: Translate
): Content {
  const value = wholeLoss?.values[step];
  return value === undefined || answers === undefined
    ? translate('The loss of %1 reads one answer.', name)
    : [
        html('b', {}, translate('%1, %step %2:', name, step)),
        ` ${normWords(value)} `,
        translate(
          'is what the %1 answers send back to this %step together.',
          answers.length
        )
      ];
}

function rnnWords(
  radius: number,
  factor: number,
  translate: Translate
): string {
  const value = formatFixed(radius);
  if (factor < 1) {
    return radius > 1
      ? translate(
          'ρ(U) is %1, above 1, and still the gradient shrinks: each factor is diag(1 − h²) · U, and 1 − h² is below 1 wherever h is not 0.',
          value
        )
      : translate(
          'ρ(U) is %1, not above 1, and 1 − h² only makes each factor smaller.',
          value
        );
  }
  return translate(
    'ρ(U) is %1: together the factors of these %steps grow the gradient.',
    value
  );
}
