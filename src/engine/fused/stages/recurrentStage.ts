import type { CompiledRecurrent } from '../compileNetwork';
import type { Layout } from '../../kernels/layout';
import { strideOf } from '../../kernels/layout';
import type { RecurrentPass } from '../recurrentPass';
import { recurrentPass } from '../recurrentPass';
import type { RecurrentSpec } from '../spec';
import type { Batch, Machine, Port, Stage, WorkspaceSizes } from '../stage';
import type { StatesByName } from '../states';
import { inputProduct } from './inputProduct';
import { lastOutputs } from './lastOutputs';
import { recurrentMatrix } from './recurrentMatrix';
import { spreadMask } from './spreadMask';

/** A recurrent layer in one direction or both. */
export function recurrentStage(
  layer: CompiledRecurrent,
  input: Port,
  sizes: WorkspaceSizes,
  plan: Layout
): Stage {
  const { spec, directions, output } = layer;
  const { training } = sizes;
  const { returnSequences } = spec;
  const rows = sizes.batch * sizes.steps;
  const passes = passesOf(layer, sizes, plan);
  const [{ units }] = passes;
  const outputRow = strideOf(output.width);
  const offsets = {
    // One row more: the output of nothing, for masked steps.
    output: plan.place(((rows + 1) * outputRow) / 4),
    outputGradient:
      training && returnSequences ? plan.place((rows * outputRow) / 4) : 0
  };
  const nameOf = (at: number) => directionName(layer, at);
  const last = returnSequences
    ? null
    : lastOutputs(passes, output.width, sizes, plan);
  const product = inputProduct(layer, input, sizes, passes[0], plan, nameOf);
  const matrix = recurrentMatrix(layer, sizes, plan);
  let base = 0;
  /** The chunks of a direction, in the order of computation or against it. */
  const chunksOf = (at: number, { packed }: Batch, back: boolean) =>
    directions[at].reverse === back
      ? packed.chunks
      : packed.chunks.toReversed();
  const perStep = (offset: number) => ({
    address: base + offset,
    row: outputRow
  });

  return {
    port: {
      stream: output,
      values: () => last?.values() ?? perStep(offsets.output),
      gradient: () =>
        training
          ? last
            ? last.gradient()
            : perStep(offsets.outputGradient)
          : null
    },
    scratch: product.scratch,
    bind(address, machine) {
      base = address;
      product.bind(address);
      matrix.bind(address);
      last?.bind(address);
      passes.forEach((pass, at) => {
        const { recurrentBias } = directions[at];
        pass.bind(
          base,
          {
            output: base + offsets.output + at * units * 4,
            outputRow,
            counts: machine.counts,
            zeros: machine.zeros,
            recurrent: matrix.address(at, machine),
            recurrentGradient: matrix.gradient(at, machine),
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
      const { packed } = state;
      const { kernels, f32, i32 } = machine;
      const carried = carriedThrough(spec, passes.length, state);
      passes.forEach((pass, at) => {
        carried?.begin(pass, at, machine);
        pass.set(i32, 'steps', packed.steps);
        pass.set(i32, 'batch', packed.batch);
        if (training && spec.recurrentDropout > 0) {
          dropStates(pass, spec, nameOf(at), state, machine);
        }
        matrix.prepare(at, machine);
        product.prepare(at, state, machine);
        if (packed.chunks.length === 0) {
          pass.endAtStart(f32);
        }
        for (const chunk of chunksOf(at, state, false)) {
          product.forward(at, pass.at('gates'), chunk, machine);
          pass.forward(kernels, i32, chunk);
        }
        carried?.end(pass, at, machine);
      });
      carried?.leave();
      if (returnSequences && !packed.full) {
        const after = (base + offsets.output + packed.rows * outputRow) >> 2;
        f32.fill(0, after, after + output.width);
      }
      last?.join(state, machine);
    },
    backward(state, machine) {
      const { kernels, f32, i32 } = machine;
      last?.split(state, machine);
      passes.forEach((pass, at) => {
        if (returnSequences) {
          const gradient = base + offsets.outputGradient + at * units * 4;
          pass.clear(f32, 'hiddenGradient');
          pass.set(i32, 'outputGradient', gradient);
          pass.set(i32, 'outputGradientRow', outputRow);
        }
        if (spec.cell === 'lstm') {
          pass.clear(f32, 'memoryGradient');
        }
        pass.prepare(kernels);
        matrix.clear(at, machine);
        product.prepareBackward(at, machine);
        for (const chunk of chunksOf(at, state, true)) {
          pass.backward(kernels, i32, chunk);
          product.backward(at, pass.at('gateGradients'), chunk, machine);
        }
        product.finishBackward(at, machine);
        matrix.finish(at, machine);
      });
    }
  };
}

function passesOf(
  { spec, directions }: CompiledRecurrent,
  { batch, steps, training }: WorkspaceSizes,
  plan: Layout
): readonly RecurrentPass[] {
  return directions.map(({ reverse }) =>
    recurrentPass(
      {
        cell: spec.cell,
        resetAfter: spec.resetAfter ?? true,
        relu: spec.activation === 'relu',
        hardGates: spec.hardGates ?? false,
        units: spec.units,
        reverse,
        batch,
        steps,
        training,
        recurrentDropout: training && spec.recurrentDropout > 0
      },
      plan
    )
  );
}

/** The layer of a direction, for its dropout masks. */
function directionName(
  { spec, directions }: CompiledRecurrent,
  at: number
): string {
  return directions.length === 1
    ? spec.name
    : `${spec.name}/${directions[at].reverse ? 'backward' : 'forward'}`;
}

/** Puts the mask of the states where the pass reads it. */
function dropStates(
  pass: RecurrentPass,
  { recurrentDropout, units }: RecurrentSpec,
  name: string,
  { packed, dropoutMask }: Batch,
  { f32 }: Machine
): void {
  spreadMask(
    dropoutMask(name, 'recurrent', recurrentDropout, [packed.batch, units]),
    pass.at('mask'),
    pass.stateRow / 4,
    units,
    null,
    packed.order,
    f32
  );
}

/** How the states of a stateful layer come in and go out; null for another. */
function carriedThrough(
  spec: RecurrentSpec,
  count: number,
  { packed, states }: Batch
) {
  if (!spec.stateful) {
    return null;
  }
  const before = states?.before(spec.name, packed.batch) ?? null;
  const after: Record<string, Float32Array> = {};
  // Of two directions each has a part of the layer's states.
  const prefix = (at: number) => (count === 1 ? '' : `${at}/`);
  const partOf = (all: StatesByName, at: number): StatesByName =>
    Object.fromEntries(
      Object.entries(all)
        .filter(([name]) => name.startsWith(prefix(at)))
        .map(([name, values]) => [name.slice(prefix(at).length), values])
    );
  return {
    begin(pass: RecurrentPass, at: number, { f32, i32 }: Machine) {
      pass.begin(f32, i32, packed.order, before && partOf(before, at));
    },
    end(pass: RecurrentPass, at: number, { f32 }: Machine) {
      const left = Object.entries(pass.end(f32, packed.order));
      for (const [name, values] of left) {
        after[prefix(at) + name] = values;
      }
      if (spec.convention === 'keras') {
        // A sequence that is all padding has no output, whatever its state.
        const first = packed.counts[0] ?? 0;
        const row = pass.stateRow / 4;
        const start = pass.at('finalHidden') >> 2;
        f32.fill(0, start + first * row, start + packed.batch * row);
      }
    },
    leave() {
      states?.after(spec.name, after);
    }
  };
}
