import { orderOf } from '../../trace';
import type { Equation, LayerTrace } from '../../trace';
import { hueOf, hueOfLetter } from '../base/hue';
import type { Notation } from './mathml';
import { termsOf } from '../../views/equations/terms';

/** How the letters of a layer look in one of its equations. */
export function notationOf(equation: Equation, layer: LayerTrace): Notation {
  const channels = new Map(
    layer.channels.map(channel => [channel.name, channel])
  );
  const terms = new Set(termsOf(equation).map(term => term.text));
  return {
    hue: name => {
      const channel = channels.get(name);
      return channel ? hueOf(channel) : hueOfLetter(name);
    },
    isState: name => channels.get(name)?.role === 'state',
    isTerm: text => terms.has(text),
    order: orderOf(layer.direction)
  };
}
