import { chosenPercent, type GradientFlow } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import {
  stepsWords,
  unitsEachWords,
  unitsWords
} from '../../scene/words/counts';
import {
  formatFixed,
  formatInteger,
  formatPower
} from '../../scene/words/format';
import {
  isFollowedBack,
  memories,
  quantityWords,
  stepFactors,
  valuesOf,
  type FlowNetwork,
  type FlowQuantity,
  type ShownFlow
} from './flow';
import { commonWay, wayOf } from './way';

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
  readonly words: string;
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
        : `ρ(U_${gateOf(name)}) = ${formatFixed(value)}`,
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
  quantity: FlowQuantity,
  every: number,
  translate: Translate
): string {
  const grid = formatInteger(10 ** every);
  if (!isFollowedBack(quantity)) {
    return [
      translate(
        'the loss reads several answers, and this is what all of them send back together.'
      ),
      flow.networks.some(isComputed)
        ? translate('Choose dL/dh to follow one answer.')
        : translate(
            'What one of them sends back was not saved with the run: its kernel computes it.'
          ),
      translate(
        'Each %step has a share of its own, so a level line here is no memory. One row of the grid is a factor of %1.',
        grid
      )
    ].join(' ');
  }
  return [whoseLoss(flow, translate), wayWords(flow, grid, translate)].join('');
}

/** Whether what one answer sends back is known: a saved run has what all of them do. */
const isComputed = (network: FlowNetwork): boolean =>
  (['hidden', 'product'] as const).some(quantity =>
    Array.from(valuesOf(network, quantity) ?? []).some(Number.isFinite)
  );

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

/** What the picture answers. */
export function flowQuestion({ flow, quantity, translate }: ShownFlow): string {
  if (!isFollowedBack(quantity)) {
    return translate(
      'What do all answers of the loss send back to each %step?'
    );
  }
  const starts = new Set(flow.networks.map(each => wayOf(flow, each).start));
  const [start] = starts;
  const isAnswer = flow.networks.some(followsAnswer);
  return starts.size > 1
    ? isAnswer
      ? translate('How far back does an answer reach, along each line?')
      : translate('How far back does each loss reach?')
    : isAnswer
      ? translate('How far back does the answer at %step %1 reach?', start)
      : translate('How far back does the loss at %step %1 reach?', start);
}

/** Over the bars of memory: what they are, and when a step no longer counts. */
export function memoryCaption({
  flow: { networks },
  quantity,
  threshold,
  translate
}: ShownFlow): string {
  return `${translate('effective memory')}: ${translate(
    networks.some(followsAnswer)
      ? '%steps back from the answer until %1 is below %2 % of its value there'
      : '%steps back from the loss until %1 is below %2 % of its value at the loss',
    quantityWords(quantity, networks),
    chosenPercent(threshold)
  )}`;
}

/** How far each network remembers, in sentences; '' where none is known. */
export const memorySentences = (shown: ShownFlow): string =>
  memories(shown.flow, shown)
    .flatMap((memory, at) => {
      const { flow, translate } = shown;
      const network = flow.networks[at];
      const { length } = wayOf(flow, network);
      const words = memoryWords(memory, length, translate);
      return words === '–'
        ? []
        : [translate('%1 has an effective memory of %2.', network.name, words)];
    })
    .join(' ');

/** A step in words: the value of each network; and where the way back begins, how far it reaches. */
export function spokenFlow(
  shown: ShownFlow,
  looked: FlowNetwork,
  step: number
): readonly string[] {
  const { flow, quantity, translate } = shown;
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
  const memory = memories(flow, shown);
  return [
    `${translate('%step %1', step)}: ${each.join(', ')}`,
    ...(isFollowedBack(quantity) && wayOf(flow, looked).start === step
      ? flow.networks.map((network, at) =>
          translate(
            'effective memory of %1: %2',
            network.name,
            memoryWords(memory[at], wayOf(flow, network).length, translate)
          )
        )
      : [])
  ];
}

/** A network's value at a step as the one of the step after times its factor. */
export function productWords(
  flow: GradientFlow,
  network: FlowNetwork,
  quantity: FlowQuantity,
  step: number,
  translate: Translate
): string {
  const way = wayOf(flow, network);
  const values = valuesOf(network, quantity);
  if (way.isPadding(step) || !values) {
    return valueWords(flow, network, quantity, step, translate);
  }
  const value = normWords(values[step]);
  const factor = stepFactors(flow, network, quantity)[step];
  const words = factorWords(factor);
  return !Number.isFinite(factor)
    ? value
    : quantity === 'product'
      ? `${value}${translate(', largest factor of this %step %1', words)}`
      : `${normWords(values[way.nearer(step)])} ${words.replace('×', '× ')} = ${value}`;
}

/** A network's value at a step, or why it has none. */
export function valueWords(
  flow: GradientFlow,
  network: FlowNetwork,
  quantity: FlowQuantity,
  step: number,
  translate: Translate
): string {
  const values = valuesOf(network, quantity);
  return wayOf(flow, network).isPadding(step)
    ? translate('padding')
    : values
      ? normWords(values[step])
      : quantity === 'wholeLoss'
        ? translate('one answer')
        : translate('no c');
}
