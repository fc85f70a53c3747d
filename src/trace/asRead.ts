import type { NumericArray } from './array';
import type { LayerTrace, TimeAxis, Trace } from './generated/types';
import { handsOnTurned, layersOnTop, readsTurned } from './layersBelow';

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

/**
 * The steps of layers over one axis, as all of them read it. Of layers that read it in different orders a
 * step has no one label and no one mark.
 */
export function timeAsRead(
  layers: readonly { readonly trace: Trace; readonly layer: LayerTrace }[]
): TimeAxis {
  const turns = new Set(
    layers.map(({ trace, layer }) => readsTurned(trace, layer))
  );
  const [{ trace, layer }] = layers;
  return turns.size === 1
    ? asRead(trace, layer).time
    : { ...trace.time, labels: undefined, marks: undefined };
}

/** The steps of the answers: those of the layer that they are read from, as it hands them on. */
export function timeOfAnswers(trace: Trace): TimeAxis {
  const top = layersOnTop(trace);
  return top.length > 0 &&
    readsTurned(trace, top[0]) !== (top.length === 1 && handsOnTurned(top[0]))
    ? turnedTime(trace.time)
    : trace.time;
}

function turned(trace: Trace): Trace {
  const { time, input } = trace;
  return {
    ...trace,
    time: turnedTime(time),
    input: { ...input, array: rowsTurned(input.array) }
  };
}

function turnedTime(time: TimeAxis): TimeAxis {
  return {
    ...time,
    ...(time.labels && { labels: time.labels.toReversed() }),
    ...(time.marks && {
      marks: time.marks
        .map(({ step, name }) => ({ step: time.steps - 1 - step, name }))
        .toReversed()
    })
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
