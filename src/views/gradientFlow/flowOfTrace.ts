import {
  computedSteps,
  float64,
  isPadding,
  stateReadBack,
  timeAsRead,
  wholeLayers
} from '../../trace';
import type {
  Channel,
  GradientFlow,
  LayerTrace,
  TimeAxis,
  Trace
} from '../../trace';
import { memoryOf } from './flow';
import { wayFrom } from './way';

/** What still counts as remembered, where nobody says otherwise. */
const THRESHOLD = 0.01;

/**
 * The gradient flow that a saved run holds: the norms of its gradients by the states of each layer
 * and direction. Jacobians need the kernel and are unknown; and where the loss reads several answers, so
 * is what each of them sends back: what was saved is their sum. Null for a run without gradients, and
 * for a copy that leaves steps out: how far back the loss reaches cannot be read off some steps.
 */
export function flowOfTrace(trace: Trace): GradientFlow | null {
  const { steps, kept } = trace.time;
  if (kept) {
    return null;
  }
  /** As many numbers as steps, with none at padding. */
  const normsOf = (layer: LayerTrace, state: string): Float64Array | null =>
    normsBy(layer, state)?.map((norm, step) =>
      isPadding(trace.time, step) ? NaN : norm
    ) ?? null;
  const layers = wholeLayers(trace).flatMap(layer => {
    const order = computedSteps(trace.time, layer.direction);
    const lines = followable(layer).flatMap(state => {
      const hidden = normsOf(layer, state);
      const start = order.findLastIndex(
        step => hidden !== null && hidden[step] > 0
      );
      return hidden ? [{ layer, state, hidden, start }] : [];
    });
    // By the carried state, unless the loss reads another at a later step.
    return lines.length === 0
      ? []
      : [
          lines.reduce((found, each) =>
            each.start > found.start ? each : found
          )
        ];
  });
  if (layers.length === 0) {
    return null;
  }
  // Of layers of both directions above one another the topmost of each says where the loss comes in. Of one
  // direction alone, an encoder is read to its end by every answer of its decoder.
  const starts = new Map(
    layers.map(({ layer: { direction }, hidden }) => [
      direction,
      startOf(direction, trace.time, hidden)
    ])
  );
  const lossStep =
    starts.get('forward') ?? starts.get(layers[0].layer.direction)!;
  const isOneWay = starts.size === 1;
  const line = (values: Float64Array) => float64(values, [steps]);
  const unknown = (): Float64Array => new Float64Array(steps).fill(NaN);
  const { answers } = trace.loss ?? {};
  return {
    version: trace.version,
    kind: 'gradientFlow',
    id: trace.id,
    ...(trace.title !== undefined && { title: trace.title }),
    ...(trace.live && { live: trace.live }),
    ...(trace.view && { view: trace.view }),
    time: timeAsRead(layers.map(({ layer }) => ({ trace, layer }))),
    lossStep,
    threshold: THRESHOLD,
    networks: layers.map(({ layer, state, hidden }) => {
      const start = isOneWay
        ? startOf(layer.direction, trace.time, hidden)
        : starts.get(layer.direction)!;
      const cellState = answers || state === 'c' ? null : normsOf(layer, 'c');
      const memory = memoryOf(
        hidden,
        wayFrom(start, layer.direction, trace.time),
        THRESHOLD
      );
      return {
        name: layer.name,
        cell: layer.cell,
        units: layer.units,
        ...(layer.direction === 'backward' && { direction: 'backward' }),
        ...(start !== lossStep && { lossStep: start }),
        ...(answers && { answers, wholeLoss: line(hidden) }),
        ...(state !== 'h' && { state }),
        hidden: line(answers ? unknown() : hidden),
        ...(cellState && { cellState: line(cellState) }),
        factors: line(unknown()),
        product: line(unknown()),
        spectralRadius: {},
        effectiveMemory: answers || Number.isNaN(memory) ? null : memory
      };
    })
  };
}

/** The states by which a loss can be followed back through a layer, the carried one first. */
function followable({ equations, channels }: LayerTrace): string[] {
  const states = channels
    .filter(({ role }) => role === 'state')
    .map(({ name }) => name);
  const output = states.includes('h') ? 'h' : (states[0] ?? 'h');
  return [...new Set([stateReadBack(equations, states, output), ...states])];
}

/** Where the way back begins: the last step with a gradient, in the order of computing, or the last at all. */
function startOf(
  direction: LayerTrace['direction'],
  time: TimeAxis,
  hidden: Float64Array
): number {
  const order = computedSteps(time, direction);
  return (
    order.findLast(step => hidden[step] > 0) ??
    order.at(-1) ??
    (direction === 'backward' ? 0 : time.steps - 1)
  );
}

/** `[T]`: ‖dL/dstate_t‖₂; null where the run has no gradient by it. */
function normsBy(layer: LayerTrace, state: string): Float64Array | null {
  const channel = layer.channels.findLast(
    ({ role, of }) => role === 'gradient' && of === state
  );
  return channel ? norms(channel) : null;
}

function norms({ array: { values, shape } }: Channel): Float64Array {
  const [steps, units = 1] = shape;
  return Float64Array.from({ length: steps }, (_, step) => {
    let sum = 0;
    for (let unit = 0; unit < units; unit++) {
      sum += values[step * units + unit] ** 2;
    }
    return Math.sqrt(sum);
  });
}
