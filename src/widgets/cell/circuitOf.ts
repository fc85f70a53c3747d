import type { LayerTrace } from '../../trace';
import type { Circuit, CircuitMaker, CircuitOptions } from './circuit';
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
