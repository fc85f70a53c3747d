import { letterHue, type Channel, type LayerTrace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { Piece } from '../../scene/words/pieces';
import { formatPercent } from '../../scene/words/format';

/**
 * What a gate's value does, in words: `keeps 17 % of c`. Only for the cells whose equations are
 * known; a custom cell's f may mean anything.
 */
export function meaning(
  layer: LayerTrace,
  channel: Channel,
  value: number,
  translate: Translate
): readonly Piece[] {
  if (channel.role !== 'gate' || !Number.isFinite(value)) {
    return [];
  }
  const words = Object.hasOwn(meanings, `${layer.cell} ${channel.name}`)
    ? meanings[`${layer.cell} ${channel.name}`]
    : undefined;
  if (!words) {
    return [];
  }
  return [
    `${translate(words.verb, formatPercent(value))} `,
    words.before ?? '',
    { words: words.of, look: 'letter', hue: letterHue(words.of) }
  ];
}

const meanings: Readonly<
  Record<string, { verb: string; of: string; before?: string }>
> = {
  'lstm f': { verb: 'keeps %1 of', of: 'c' },
  'lstm i': { verb: 'writes %1 of', of: 'g' },
  'lstm o': { verb: 'shows %1 of', before: 'tanh ', of: 'c' },
  'gru z': { verb: 'keeps %1 of', of: 'h' },
  'gru r': { verb: 'lets the candidate see %1 of', of: 'h' }
};
