import {
  channelHue,
  channelsBehind,
  expressionText,
  findCarry,
  inSequence,
  isCarry,
  isPadding,
  layerTime,
  letterHue
} from '../../trace';
import type { Expression, LayerTrace, NoCarry, Trace } from '../../trace';
import { distinct, formatFixed, formatPercent } from '../../scene/words/format';
import type { Piece } from '../../scene/words/pieces';
import type { Translate } from '../../scene/words/translate';
import { heldBy } from '../equations/held';
import type { LayerValues, UnitChoice } from '../equations/layerValues';
import { meansOf } from '../equations/wholeLayer';

/**
 * What became of the state from the step before to this one, in words: what was kept, what was
 * written; for a state that is written over, only its two values.
 */
export function changeSentence(
  trace: Trace,
  values: LayerValues,
  { step, unit }: { readonly step: number; readonly unit: UnitChoice },
  translate: Translate
): readonly Piece[] {
  const { layer } = values;
  const carry = findCarry(layer);
  if (carry.state === null) {
    return [];
  }
  const before = values.channel(carry.state, values.before(step), unit);
  const now = values.channel(carry.state, step, unit);
  if (before === null || now === null) {
    return [];
  }
  const lead: Piece = {
    look: 'strong',
    words: firstStep(values, step)
      ? translate('From the start:')
      : translate('Since %step %1:', values.before(step))
  };
  const name = stateLetter(values, carry.state);
  const ends = distinct(before, now, 2);
  if (isPadding(trace.time, step)) {
    return [
      lead,
      ' ',
      name,
      translate(' stays %1; padding is not computed.', formatFixed(now))
    ];
  }
  if (
    unit !== 'mean' &&
    heldBy(trace.clamps, layer, carry.state, step, unit) !== null
  ) {
    return [lead, ' ', name, translate(' is held at %1.', formatFixed(now))];
  }
  if (!isCarry(carry)) {
    return [
      lead,
      ' ',
      name,
      ' ',
      translate('went from %1 to %2', ...ends),
      notCarriedWords(carry.reason, isWeighed(layer, carry.state), translate)
    ];
  }
  const keep = values.value(carry.keep, step, unit);
  const write = values.value(carry.write, step, unit);
  const count = meansOf(layer).get(carry.state);
  const became: Piece = { look: 'value', words: formatFixed(now) };
  // Nothing fades by itself: what is added says all, also of what a rule takes off by it.
  if (isWhole(carry.keep) && unit !== 'mean') {
    return [
      lead,
      ' ',
      translate('all of '),
      name,
      translate(' is carried on, '),
      ...inLetters(values, carry.write),
      ...(count === undefined
        ? [
            translate(' adds %1: ', formatFixed(write ?? now - before)),
            name,
            ' = ',
            became,
            '.'
          ]
        : [
            translate(
              ' is added: the mean of its %1 numbers went from %2 to %3.',
              count,
              ...ends
            )
          ])
    ];
  }
  if (count !== undefined && unit !== 'mean' && keep !== null) {
    return [
      lead,
      ' ',
      ...inLetters(values, carry.keep),
      translate(' keeps %1 of each of the ', formatPercent(keep)),
      translate('%1 numbers of ', count),
      name,
      translate(' on average; their mean went from %1 to %2.', ...ends)
    ];
  }
  if (unit === 'mean' || keep === null || write === null) {
    return [lead, ' ', name, ' ', translate('went from %1 to %2.', ...ends)];
  }
  return [
    lead,
    ' ',
    ...inLetters(values, carry.keep),
    translate(' keeps %1 of ', formatPercent(keep)),
    name,
    translate(' (%1 of %2), ', formatFixed(keep * before), formatFixed(before)),
    ...inLetters(values, carry.write),
    translate(' adds %1: ', formatFixed(write)),
    name,
    ` = `,
    became,
    '.'
  ];
}

/** Whether nothing of a state fades: its share that is kept is 1, whatever comes in. */
const isWhole = (keep: Expression): boolean =>
  keep.kind === 'number' && keep.value === 1;

/** Whether a state comes about through weights: a cache that only moves its places on has none. */
function isWeighed({ equations }: LayerTrace, state: string): boolean {
  const behind = new Set([state, ...channelsBehind(equations, state)]);
  return equations.some(
    ({ channel, expression }) => behind.has(channel) && hasWeights(expression)
  );
}

const hasWeights = (expression: Expression): boolean =>
  expression.kind === 'symbol'
    ? expression.role === 'parameter'
    : expression.kind !== 'number' && expression.args.some(hasWeights);

/** Why nothing is said of what stayed. */
function notCarriedWords(
  reason: NoCarry['reason'],
  isWeighed: boolean,
  translate: Translate
): string {
  switch (reason) {
    case 'noEquation':
      return translate('. No equation for it could be read.');
    case 'readOut':
      return translate(
        '. It is read again at every %step from what the cell carries elsewhere.'
      );
    case 'writtenOver':
      return isWeighed
        ? translate(
            '. It is written over: nothing of the old value stays in place, all of it goes through the weights.'
          )
        : translate(
            '. It is written over: nothing of the old value stays in place.'
          );
  }
}

function firstStep(values: LayerValues, step: number): boolean {
  return step === layerTime(values.layer, values.steps).first;
}

function stateLetter(values: LayerValues, state: string): Piece {
  const channel = values.layer.channels.find(({ name }) => name === state);
  return {
    look: 'letter',
    words: state,
    hue: channel ? channelHue(channel) : letterHue(state)
  };
}

/** A short expression with its letters in their colors. */
const inLetters = (
  { layer }: LayerValues,
  expression: Expression
): readonly Piece[] =>
  letteredText(layer, expressionText(inSequence(expression, layer.direction)));

/** Words of which those that name a channel are letters in their colors. */
export function letteredText(
  layer: LayerTrace,
  words: string
): readonly Piece[] {
  const channels = new Map(
    layer.channels
      // A product with weights that is recorded is no letter.
      .filter(({ role }) => role !== 'term')
      .map(channel => [channel.name, channel])
  );
  return words
    .split(/([A-Za-z_]\w*)/)
    .filter(piece => piece !== '')
    .map((piece): Piece => {
      const channel = channels.get(piece);
      return channel
        ? { look: 'letter', words: piece, hue: channelHue(channel) }
        : piece;
    });
}
