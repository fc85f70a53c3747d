import type { Expression, LayerTrace } from '../../trace';
import { untranslated } from '../../scene/words/translate';
import {
  FULL_WIDTH,
  type Circuit,
  type CircuitMaker,
  type CircuitOptions
} from './circuit';
import { customCircuit } from './customCircuit';
import { gruCircuit } from './gruCircuit';
import { lstmCircuit } from './lstmCircuit';
import { rnnCircuit } from './rnnCircuit';

const makers: readonly CircuitMaker[] = [lstmCircuit, gruCircuit, rnnCircuit];

/**
 * The circuit of a layer: the drawing known from textbooks where the equations are those of an
 * LSTM, a GRU or a plain RNN, whatever the cell calls itself; else one laid out from the equations.
 */
export function circuitOf(layer: LayerTrace, options: CircuitOptions): Circuit {
  for (const make of makers) {
    const circuit = make(layer, options);
    if (circuit) {
      return circuit;
    }
  }
  return customCircuit(layer, options);
}

const made = new WeakMap<
  LayerTrace,
  CircuitOptions & { readonly circuit: Circuit }
>();

/** The circuit where there is so much room: a long computation takes all of it. */
export function circuitIn(
  layer: LayerTrace,
  { width, translate }: CircuitOptions
): Circuit {
  const known = made.get(layer);
  if (known?.width === width && known.translate === translate) {
    return known.circuit;
  }
  const usual = circuitOf(layer, {
    width: Math.min(FULL_WIDTH, width),
    translate
  });
  const circuit =
    usual.crowded && width > FULL_WIDTH
      ? circuitOf(layer, { width, translate })
      : usual;
  made.set(layer, { width, translate, circuit });
  return circuit;
}

/** Wider than any circuit needs. */
const WIDE = 1e4;

const carried = new WeakMap<LayerTrace, readonly Expression[]>();

/** Everything that the wires of a layer carry, in whatever room they are drawn. */
export function carriedIn(layer: LayerTrace): readonly Expression[] {
  const known = carried.get(layer);
  if (known) {
    return known;
  }
  const { wires } = circuitOf(layer, { width: WIDE, translate: untranslated });
  const found = wires.flatMap(({ carries }) => carries ?? []);
  carried.set(layer, found);
  return found;
}
