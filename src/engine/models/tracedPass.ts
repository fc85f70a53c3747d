import type { Cell } from '../cells/cell';
import { revisionOf } from '../fused/modelOfLayers';
import type { Pass, Recorder } from '../layers/layer';
import type { LayerRecord } from '../recurrence/layerRecord';
import type { ClampsAt } from '../recurrence/sequence';
import { stepThrough } from '../recurrence/sequence';
import { shownPass } from '../compiler/shownPass';
import type { RecordOfPass } from '../run/recordOfPass';
import { recordOfPass } from '../run/recordOfPass';
import type { RecordedLayer } from '../run/recordedPass';
import { recordedLayer } from '../run/recordedLayer';
import { passOfRecorded } from '../run/recordedPass';
import type { RunRecord } from '../run/record';
import { variable } from '../tensor/making';
import type { Floats } from '../tensor/operation';
import type { Tensor } from '../tensor/tensor';
import type { Model } from './model';

/** What a pass through a model leaves behind for its run. */
export interface TracedPass extends RecordOfPass {
  readonly output: Tensor;
  /** What the first layer read, from which the output is on the tape. */
  readonly x: Tensor;
}

/** What is held in one direction of a layer. */
export type ClampsFor = (layer: string, cell: Cell) => ClampsAt | undefined;

export interface TraceRequest {
  readonly model: Model;
  /** `[1, T, …]` */
  readonly x: Tensor;
  lossOf(output: Tensor, mask: Tensor | undefined): RunRecord['loss'];
  readonly clampsFor: ClampsFor;
  /** From what the model carried when the run was first made. */
  fromStart<Value>(compute: () => Value): Value;
}

/**
 * A pass of one sequence: by what is compiled of the steps of its layers, where every step is real and each
 * layer begins with zeros; else on the tape.
 */
export function tracedPass(request: TraceRequest): TracedPass {
  const { model, x, lossOf, clampsFor, fromStart } = request;
  const onTape = () => {
    const layers: LayerRecord[] = [];
    const pass: Pass = {
      ...model.passFor(false, 0),
      recorder: tapeRecorder(clampsFor, layers)
    };
    const { values: output, mask } = fromStart(() => model.forward(x, pass));
    return { layers, output, loss: lossOf(output, mask), x };
  };
  return byCode(request, onTape) ?? onTape();
}

/** Steps through each layer, and keeps all that it computes. */
export const tapeRecorder = (
  clampsFor: ClampsFor,
  layers: LayerRecord[] = []
): Recorder => ({
  run(name, cell, request) {
    const clampsAt = clampsFor(name, cell);
    const stepped = stepThrough(request, clampsAt);
    const { parameters, initial, mask, reverse } = request;
    layers.push({
      name,
      cell,
      direction: reverse ? 'backward' : 'forward',
      parameters,
      steps: stepped.steps,
      initial,
      mask,
      clampsAt
    });
    return stepped;
  }
});

/** Told when a layer must be taken step by step. */
class NotCompiled extends Error {}

function byCode(
  { model, x, lossOf, clampsFor, fromStart }: TraceRequest,
  onTape: () => Pick<RunRecord, 'layers' | 'loss' | 'output'>
): TracedPass | null {
  const pass = model.passFor(false, 0);
  if (pass.compiles !== true) {
    return null;
  }
  const layers: RecordedLayer[] = [];
  const recorder: Recorder = {
    run(name, cell, request) {
      const { mask, initial, parameters, reverse = false } = request;
      // An edit can make padding of a step of numbers: both runs go the same way then.
      const isWhole =
        mask === undefined ||
        (model.readsTokens && mask.values.every(step => step !== 0));
      const isPlain =
        isWhole &&
        Object.values(initial).every(({ values }) =>
          values.every(value => value === 0)
        );
      const layer = isPlain
        ? recordedLayer({
            name,
            cell,
            parameters,
            x: request.x,
            reverse,
            clampsAt: clampsFor(name, cell)
          })
        : null;
      if (!layer) {
        throw new NotCompiled();
      }
      layers.push(layer);
      return shownPass(layer.pass, { ...request, mask: undefined });
    }
  };
  // In f64, so that what goes back through many steps has digits left.
  const given = model.readsTokens ? x : variable(x.detach().cast('f64'));
  try {
    const { values: output } = fromStart(() =>
      model.forward(given, { ...pass, recorder })
    );
    const record = recordOfPass(
      passOfRecorded(layers, model.readsTokens ? null : given),
      x,
      lossOf(output, undefined),
      onTape,
      () => withWeightsOfNow(model, x)
    );
    return { output, x: given, ...record };
  } catch (error) {
    if (error instanceof NotCompiled) {
      return null;
    }
    throw error;
  }
}

/** Runs later what would be computed now, though the model may have learned meanwhile. */
function withWeightsOfNow(model: Model, x: Tensor): <T>(compute: () => T) => T {
  const then = copiesOf(model, x);
  return compute => {
    const now = then.map(put);
    try {
      return compute();
    } finally {
      now.forEach(put);
    }
  };
}

/** All weights; of a table only the rows that the sequence looks up. */
function copiesOf(model: Model, x: Tensor): readonly WeightCopy[] {
  const weights = model.variables.map(({ tensor }) => tensor.values);
  if (model.readsTokens) {
    const width = model.variables[0].tensor.shape[1];
    const [table, ...others] = weights;
    return [
      ...[...new Set(x.values)].map(row => copyOf(table, row * width, width)),
      ...others.map(values => copyOf(values, 0, values.length))
    ];
  }
  const revision = revisionOf(model);
  const before = copied.get(model);
  if (
    before?.revision === revision &&
    before.parts.every(({ all }, at) => all === weights[at])
  ) {
    return before.parts;
  }
  const parts = weights.map(values => copyOf(values, 0, values.length));
  copied.set(model, { revision, parts });
  return parts;
}

/** Traces of the same weights share their copy. */
const copied = new WeakMap<
  Model,
  { readonly revision: number; readonly parts: readonly WeightCopy[] }
>();

/** Some numbers of a weight, and where they belong. */
interface WeightCopy {
  readonly all: Floats;
  readonly start: number;
  readonly values: Floats;
}

function copyOf(all: Floats, start: number, count: number): WeightCopy {
  return { all, start, values: all.slice(start, start + count) };
}

/** Puts numbers back; answers those that stood there. */
function put({ all, start, values }: WeightCopy): WeightCopy {
  const before = copyOf(all, start, values.length);
  all.set(values, start);
  return before;
}
