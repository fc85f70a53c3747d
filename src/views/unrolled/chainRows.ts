import { channelHue, expressionText, findCarry } from '../../trace';
import type { ChannelHue, Expression, LayerTrace } from '../../trace';
import { termsOf } from '../equations/terms';

/** One line in a drawn cell: a gate with its bar. */
export interface ChainRow {
  readonly label: string;
  /** A letter is set in italics. */
  readonly isLetter: boolean;
  readonly hue: ChannelHue;
  readonly expression: Expression;
  readonly range: readonly [number, number];
  readonly channel: string;
}

/** One wire between cells. */
export interface ChainState {
  readonly name: string;
  readonly hue: ChannelHue;
}

const MOST_ROWS = 8;

/** The gates and candidates of a layer; for a cell without any, the summands of its state. */
export function chainRows(layer: LayerTrace): readonly ChainRow[] {
  const gates = layer.channels.filter(({ role }) =>
    ['gate', 'candidate', 'value'].includes(role)
  );
  if (gates.length > 0) {
    return gates.slice(0, MOST_ROWS).map(channel => ({
      label: channel.name,
      isLetter: true,
      hue: channelHue(channel),
      expression: { kind: 'symbol', name: channel.name, role: 'channel' },
      range: channel.range,
      channel: channel.name
    }));
  }
  return layer.equations
    .flatMap(equation => termsOf(equation))
    .slice(0, MOST_ROWS)
    .map(term => {
      const channel = layer.channels.find(({ name }) => name === term.text);
      return {
        label: expressionText(term.expression).replace(/\[t.\d+\]/, ''),
        isLetter: false,
        hue: 'other',
        expression: term.expression,
        range: channel?.range ?? [-1, 1],
        channel: term.channel
      };
    });
}

/** The states of a layer, the one that is carried unit by unit first. */
export function chainStates(layer: LayerTrace): readonly ChainState[] {
  const carried = findCarry(layer).state;
  const states = layer.channels.filter(({ role }) => role === 'state');
  return [
    ...states.filter(({ name }) => name === carried),
    ...states.filter(({ name }) => name !== carried)
  ].map(channel => ({ name: channel.name, hue: channelHue(channel) }));
}
