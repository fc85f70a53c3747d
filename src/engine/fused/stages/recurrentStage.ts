import type { StatesByName } from '../states';
import type { CompiledRecurrent } from '../compileNetwork';
import type { Layout } from '../layout';
import { strideOf } from '../layout';
import type { RecurrentPass } from '../recurrentPass';
import { recurrentPass } from '../recurrentPass';
import type { Batch, Machine, Port, Stage, WorkspaceSizes } from '../stage';
import { inputProduct } from './inputProduct';
import { spreadMask } from './spreadMask';

export interface RecurrentStage extends Stage {
  /** Forward first. */
  readonly passes: readonly RecurrentPass[];
}

/** A recurrent layer in one direction or both. */
export function recurrentStage(
  layer: CompiledRecurrent,
  input: Port,
  sizes: WorkspaceSizes,
  plan: Layout
): RecurrentStage {
  const { spec, directions, output } = layer;
  const { batch, steps, training, traced } = sizes;
  const { returnSequences } = spec;
  const rows = batch * steps;
  const passes = directions.map(({ reverse }) =>
    recurrentPass(
      {
        cell: spec.cell,
        resetAfter: spec.resetAfter ?? true,
        relu: spec.activation === 'relu',
        units: spec.units,
        reverse,
        batch,
        steps,
        training,
        traced,
        recurrentDropout: training && spec.recurrentDropout > 0
      },
      plan
    )
  );
  const { units, stateRow } = passes[0];
  const outputRow = strideOf(output.width);
  const single = passes.length === 1;
  const offsets = {
    // One row more: the output of nothing, for masked steps.
    output: plan.place(((rows + 1) * outputRow) / 4),
    outputGradient:
      training && returnSequences ? plan.place((rows * outputRow) / 4) : 0,
    last: single || returnSequences ? 0 : plan.place(batch * output.width),
    lastGradient:
      single || returnSequences || !training
        ? 0
        : plan.place(batch * output.width)
  };
  let base = 0;
  const reverse = (direction: number) => directions[direction].reverse;
  const layerName = (direction: number) =>
    single
      ? spec.name
      : `${spec.name}/${reverse(direction) ? 'backward' : 'forward'}`;
  const lastRow = output.width * 4;
  const product = inputProduct(layer, input, sizes, passes[0], plan, layerName);

  const port: Port = {
    stream: output,
    values: () =>
      returnSequences
        ? { address: base + offsets.output, row: outputRow }
        : single
          ? { address: passes[0].at('finalHidden'), row: stateRow }
          : { address: base + offsets.last, row: lastRow },
    gradient: () =>
      !training
        ? null
        : returnSequences
          ? { address: base + offsets.outputGradient, row: outputRow }
          : single
            ? { address: passes[0].at('hiddenGradient'), row: stateRow }
            : { address: base + offsets.lastGradient, row: lastRow }
  };

  return {
    port,
    passes,
    scratch: product.scratch,
    bind(address, machine) {
      base = address;
      product.bind(address);
      passes.forEach((pass, at) => {
        const { recurrent, recurrentBias } = directions[at];
        pass.bind(
          base,
          {
            output: base + offsets.output + at * units * 4,
            outputRow,
            counts: machine.counts,
            zeros: machine.zeros,
            recurrent: machine.weights + recurrent * 4,
            recurrentGradient: machine.gradients + recurrent * 4,
            candidateBias:
              recurrentBias < 0
                ? machine.zeros
                : machine.weights + (recurrentBias + 2 * units) * 4
          },
          machine.i32
        );
      });
    },
    forward(state, machine) {
      const before =
        spec.stateful && state.states
          ? state.states.before(spec.name, state.packed.batch)
          : null;
      const after: Record<string, Float32Array> = {};
      passes.forEach((pass, at) => {
        forward(pass, at, state, machine, before && named(before, at));
        if (spec.stateful) {
          Object.assign(after, endStates(pass, at, state, machine));
        }
      });
      if (spec.stateful) {
        state.states?.after(spec.name, after);
      }
      if (returnSequences && !state.packed.full) {
        const after =
          (base + offsets.output + state.packed.rows * outputRow) >> 2;
        machine.f32.fill(0, after, after + output.width);
      }
      if (!returnSequences && !single) {
        joinLast(state, machine);
      }
    },
    backward(state, machine) {
      if (!returnSequences && !single) {
        splitLast(state, machine);
      }
      passes.forEach((pass, at) => backward(pass, at, state, machine));
    }
  };

  function forward(
    pass: RecurrentPass,
    at: number,
    state: Batch,
    machine: Machine,
    states: StatesByName | null
  ): void {
    const { kernels, f32, i32 } = machine;
    const { packed } = state;
    const { chunks } = packed;
    if (spec.stateful) {
      pass.begin(f32, i32, packed.order, states);
    }
    pass.set(i32, 'steps', packed.steps);
    pass.set(i32, 'batch', packed.batch);
    if (training && spec.recurrentDropout > 0) {
      const mask = state.dropoutMask(
        layerName(at),
        'recurrent',
        spec.recurrentDropout,
        [packed.batch, spec.units]
      );
      spreadMask(
        mask,
        pass.at('mask'),
        stateRow / 4,
        spec.units,
        null,
        packed.order,
        f32
      );
    }
    product.prepare(at, state, machine);
    if (chunks.length === 0) {
      pass.endAtStart(f32);
    }
    for (const chunk of reverse(at) ? chunks.toReversed() : chunks) {
      product.forward(at, pass.at('gates'), chunk, machine);
      pass.forward(kernels, i32, chunk);
    }
  }

  /** A direction's own part of a layer's states. */
  function named(states: StatesByName, at: number): StatesByName {
    return single
      ? states
      : Object.fromEntries(
          Object.entries(states)
            .filter(([name]) => name.startsWith(`${at}/`))
            .map(([name, values]) => [name.slice(2), values])
        );
  }

  /** The states that a direction leaves; then its last output stands where its last state did. */
  function endStates(
    pass: RecurrentPass,
    at: number,
    { packed }: Batch,
    { f32 }: Machine
  ): Record<string, Float32Array> {
    const states = Object.entries(pass.end(f32, packed.order));
    if (spec.convention === 'keras') {
      // A sequence that is all padding has no output, whatever its state.
      const first = packed.counts[0] ?? 0;
      const start = pass.at('finalHidden') >> 2;
      f32.fill(
        0,
        start + (first * stateRow) / 4,
        start + (packed.batch * stateRow) / 4
      );
    }
    return Object.fromEntries(
      states.map(([name, values]) => [single ? name : `${at}/${name}`, values])
    );
  }

  function backward(
    pass: RecurrentPass,
    at: number,
    state: Batch,
    machine: Machine
  ): void {
    const { kernels, f32, i32 } = machine;
    const { chunks } = state.packed;
    if (returnSequences) {
      pass.clear(f32, 'hiddenGradient');
      pass.set(
        i32,
        'outputGradient',
        base + offsets.outputGradient + at * units * 4
      );
      pass.set(i32, 'outputGradientRow', outputRow);
    }
    if (spec.cell === 'lstm') {
      pass.clear(f32, 'memoryGradient');
    }
    pass.prepare(kernels);
    product.prepareBackward(at, machine);
    for (const chunk of reverse(at) ? chunks : chunks.toReversed()) {
      pass.backward(kernels, i32, chunk);
      product.backward(at, pass.at('gateGradients'), chunk, machine);
    }
    product.finishBackward(at, machine);
  }

  /** Both directions' last states side by side. */
  function joinLast({ packed }: Batch, { f32 }: Machine): void {
    passes.forEach((pass, at) => {
      const from = pass.at('finalHidden') >> 2;
      const to = (base + offsets.last) >> 2;
      for (let b = 0; b < packed.batch; b++) {
        f32.copyWithin(
          to + b * output.width + at * units,
          from + (b * stateRow) / 4,
          from + (b * stateRow) / 4 + units
        );
      }
    });
  }

  function splitLast({ packed }: Batch, { f32 }: Machine): void {
    passes.forEach((pass, at) => {
      const to = pass.at('hiddenGradient') >> 2;
      const from = (base + offsets.lastGradient) >> 2;
      for (let b = 0; b < packed.batch; b++) {
        const start = from + b * output.width + at * units;
        f32.copyWithin(to + (b * stateRow) / 4, start, start + units);
      }
    });
  }
}
