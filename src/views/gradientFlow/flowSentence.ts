import type { GradientFlow } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import {
  formatFixed,
  formatPower,
  superscript
} from '../../scene/words/format';
import {
  meanFactor,
  quantityWords,
  valuesOf,
  type FlowNetwork,
  type FlowQuantity
} from './flow';
import { followsAnswer, normWords } from './flowWords';
import { wayOf, type Way } from './way';

/** The way back from the loss as a product, for one network, and what its matrix says about it. */
export function flowSentence(
  flow: GradientFlow,
  network: FlowNetwork,
  quantity: FlowQuantity,
  step: number,
  translate: Translate
): string {
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
    return atStartWords(network, way, translate);
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
  const lead = translate(
    '%1, from %step %2 back to %3:',
    network.name,
    way.start,
    step
  );
  if (!(end > 0) || !(start > 0)) {
    return (
      lead +
      translate(
        ' %1 is exactly zero: the loss does not change with the %3 of %step %2.',
        quantityWords(quantity, [network]),
        step,
        { hidden: network.state ?? 'h', cellState: 'c', product: 's' }[quantity]
      )
    );
  }
  const factor = meanFactor(values, way, step);
  const told = `${lead} ${normWords(start)} × ${powerBase(factor)}${superscript(back)} = ${normWords(end)}.`;
  const radii = Object.values(network.spectralRadius);
  if (network.writtenOver && radii.length === 1) {
    return `${told} ${radiusWords(radii[0], factor, translate)}`;
  }
  if (!network.direct) {
    return told;
  }
  let direct = 1;
  for (let at = 0; at < back; at++) {
    direct *= network.direct.values[way.at(at)];
  }
  return (
    told +
    translate(
      ' On the direct path alone, the mean forget gates of these %steps multiply to %1.',
      normWords(direct)
    )
  );
}

/** What is said where the way back begins, and beyond. */
function atStartWords(
  network: FlowNetwork,
  { start, length, toTheRight }: Way,
  translate: Translate
): string {
  const isAnswer = followsAnswer(network);
  if (length === 1) {
    return isAnswer
      ? translate(
          'The way back from this answer begins at %step %1, the first that %2 computes: it has nothing before it to follow back to.',
          start,
          network.name
        )
      : translate(
          'The loss is at %step %1, the first that %2 computes: it has nothing before it to follow back to.',
          start,
          network.name
        );
  }
  if (toTheRight) {
    return isAnswer
      ? translate(
          'The way back from this answer begins at %step %1: move the cursor to the right to follow it.',
          start
        )
      : translate(
          'The loss is at %step %1: move the cursor to the right to follow it back.',
          start
        );
  }
  return isAnswer
    ? translate(
        'The way back from this answer begins at %step %1: move the cursor to the left to follow it.',
        start
      )
    : translate(
        'The loss is at %step %1: move the cursor to the left to follow it back.',
        start
      );
}

/** What all answers of a loss send back to a step, which is no product of factors. */
function wholeLossSentence(
  { name, answers, wholeLoss }: FlowNetwork,
  step: number,
  translate: Translate
): string {
  const value = wholeLoss?.values[step];
  return value === undefined || answers === undefined
    ? translate('The loss of %1 reads one answer.', name)
    : [
        translate('%1, %step %2:', name, step),
        normWords(value),
        translate(
          'is what the %1 answers send back to this %step together.',
          answers.length
        )
      ].join(' ');
}

/** A factor that is raised to a power: with all its digits that count, in brackets where it is a product. */
function powerBase(factor: number): string {
  return factor !== 0 && (factor < 0.01 || factor >= 1000)
    ? `(${formatPower(factor)})`
    : formatFixed(factor, 3);
}

/** Decided by what is shown: 1.00 is not above 1, whatever its last digits are. */
function radiusWords(
  radius: number,
  factor: number,
  translate: Translate
): string {
  const value = formatFixed(radius);
  if (Math.abs(factor - 1) < 0.0005) {
    return translate(
      'ρ(U) is %1: the factors of these %steps leave the gradient as large as it is.',
      value
    );
  }
  if (factor > 1) {
    return translate(
      'ρ(U) is %1: together the factors of these %steps grow the gradient.',
      value
    );
  }
  return radius >= 1.005
    ? translate(
        'ρ(U) is %1, above 1, and still the gradient shrinks: each factor is U times the slope of the activation, and that of tanh, 1 − h², is below 1 wherever h is not 0.',
        value
      )
    : translate(
        'ρ(U) is %1, not above 1, and each factor is U times the slope of the activation: 1 − h² for tanh, never above 1.',
        value
      );
}
