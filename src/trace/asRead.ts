import type { NumericArray } from './array';
import type { LayerTrace, Trace } from './generated/types';
import { readsTurned } from './layersBelow';

const known = new WeakMap<Trace, Map<string, Trace>>();

/**
 * A run in the order in which a layer reads it: what belongs to a step of the input, its label, its mark
 * and its numbers, stands at the layer's own step. The run itself, but for a layer whose steps are turned.
 */
export function asRead(trace: Trace, layer: LayerTrace): Trace {
  const ofRun = known.get(trace) ?? new Map<string, Trace>();
  known.set(trace, ofRun);
  const found =
    ofRun.get(layer.name) ??
    (readsTurned(trace, layer) ? turned(trace) : trace);
  ofRun.set(layer.name, found);
  return found;
}

function turned(trace: Trace): Trace {
  const { time, input } = trace;
  return {
    ...trace,
    time: {
      ...time,
      ...(time.labels && { labels: time.labels.toReversed() }),
      ...(time.marks && {
        marks: time.marks.map(({ step, name }) => ({
          step: time.steps - 1 - step,
          name
        }))
      })
    },
    input: { ...input, array: rowsTurned(input.array) }
  };
}

function rowsTurned({ values, shape, ...array }: NumericArray): NumericArray {
  const [steps] = shape;
  const width = values.length / steps;
  return {
    ...array,
    shape,
    values: values.map((_, at) => {
      const step = Math.floor(at / width);
      return values[(steps - 1 - step) * width + (at % width)];
    })
  };
}
