import type { CursorPosition } from '../context';
import { channelsIn, findPart } from '../../views/equations/terms';
import type { MapScene } from '../../views/map/mapScene';

/** The channels that a lit term of an equation is made of. */
export function litChannels(
  { layer }: MapScene,
  { term }: CursorPosition
): ReadonlySet<string> {
  const found = term ? findPart(layer.equations, term) : null;
  return new Set(found ? channelsIn(found.expression) : []);
}
