import type { MachineCode } from '../../compiler/machineCode';
import { codeOf } from '../../compiler/machineCode';
import { roomOfProducts } from '../../compiler/passPlaces';
import type { Kernels } from '../../kernels/kernels';
import type { MemoryLayout } from '../../kernels/layout';
import { rowStride } from '../../kernels/layout';
import type { PlacedRecurrent } from '../placeNetwork';
import type { Batch, Port, Rows, Stage, WorkspaceSizes } from '../stage';
import type { StatesByName } from '../states';
import { directionPass } from './directionPass';
import { inputDropout } from './inputDropout';

/**
 * What is compiled of a layer's steps, a direction each.
 *
 * @param learnsInput whether something before the layer learns
 */
export const codesOf = (
  { directions }: PlacedRecurrent,
  learnsInput: boolean,
  kernels: Kernels
): readonly MachineCode[] =>
  directions.map(({ graph }) => codeOf(graph, 'f32', { learnsInput }, kernels));

/** A recurrent layer in one direction or both. */
export function recurrentStage(
  layer: PlacedRecurrent,
  codes: readonly MachineCode[],
  input: Port,
  sizes: WorkspaceSizes,
  plan: MemoryLayout
): Stage {
  const { spec, directions, output, input: stream } = layer;
  const { training } = sizes;
  const { returnSequences } = spec;
  const rows = sizes.batch * sizes.steps;
  const most = returnSequences ? rows : sizes.batch;
  const passes = directions.map((direction, at) =>
    directionPass(direction, codes[at], stream.columns, sizes, plan)
  );
  const partOf = output.width / passes.length;
  const outputRow = rowStride(output.width);
  const dropout =
    training && spec.dropout > 0
      ? inputDropout(spec, passes.length, stream, rows, sizes.batch, plan, at =>
          nameOf(layer, at)
        )
      : null;
  const target = () => input.repeated?.().gradient ?? input.gradient();
  const learnsInput = codes[0].program.plan.learnsInput && training;
  // A second direction's derivatives by x, which are added to the first's.
  const second =
    learnsInput && passes.length > 1 && !dropout
      ? plan.place((rows * target()!.row) / 4)
      : 0;
  const offsets = {
    // One row more: the output of nothing, for masked steps.
    output: plan.place(((rows + 1) * outputRow) / 4),
    last: returnSequences ? 0 : plan.place((sizes.batch * outputRow) / 4),
    gradient: training ? plan.place((most * outputRow) / 4) : 0
  };
  const room = codes.map(({ program }) => roomOfProducts(program));
  let base = 0;
  const rowsAt = (offset: number): Rows => ({
    address: base + offset,
    row: outputRow
  });
  /** A direction's part of rows. */
  const part = ({ address, row }: Rows, at: number): Rows => ({
    address: address + at * partOf * 4,
    row
  });
  const inputGradientOf = (at: number): Rows | null => {
    const rowsOf = target();
    return !learnsInput || !rowsOf
      ? null
      : dropout
        ? dropout.gradient
        : at === 0
          ? rowsOf
          : { address: base + second, row: rowsOf.row };
  };

  return {
    port: {
      stream: output,
      values: () => rowsAt(returnSequences ? offsets.output : offsets.last),
      gradient: () => (training ? rowsAt(offsets.gradient) : null)
    },
    scratch: Math.max(...room.map(({ scratch }) => scratch)),
    zeros: Math.max(...room.map(({ zeros }) => zeros)),
    bind(address, machine) {
      base = address;
      dropout?.bind(address);
      passes.forEach((pass, at) =>
        pass.bind(base, machine, {
          input: dropout?.rows(at) ?? input.values(),
          output: part(rowsAt(offsets.output), at),
          outputGradient: returnSequences
            ? part(rowsAt(offsets.gradient), at)
            : null,
          inputGradient: inputGradientOf(at)
        })
      );
    },
    forward(state, machine) {
      const { packed, dropoutMask } = state;
      const repeated = input.repeated?.();
      const before = statesBefore(layer, state);
      const after: Record<string, Float32Array> = {};
      passes.forEach((pass, at) => {
        dropout?.drop(at, input.values(), state, machine);
        const { cell } = directions[at];
        pass.forward(
          packed,
          before && partOfStates(before, prefixOf(passes.length, at)),
          training && spec.recurrentDropout > 0
            ? dropoutMask(
                nameOf(layer, at),
                'recurrent',
                spec.recurrentDropout,
                [packed.batch, cell.definition.state[cell.output]]
              )
            : null,
          repeated
        );
        if (!returnSequences) {
          // In Keras a sequence that is all padding has no output, whatever its state.
          pass.copyLast(
            packed,
            part(rowsAt(offsets.last), at),
            spec.convention === 'pytorch'
          );
        }
        for (const [name, values] of spec.stateful
          ? Object.entries(pass.statesAfter(packed))
          : []) {
          after[prefixOf(passes.length, at) + name] = values;
        }
      });
      if (spec.stateful) {
        state.states?.after(spec.name, after);
      }
      if (returnSequences && !packed.full) {
        const nothing = (base + offsets.output + packed.rows * outputRow) >> 2;
        machine.f32.fill(0, nothing, nothing + output.width);
      }
    },
    backward({ packed }, machine) {
      const { kernels } = machine;
      const repeated = input.repeated?.();
      const first = target();
      passes.forEach((pass, at) => {
        pass.backward(
          packed,
          returnSequences ? null : part(rowsAt(offsets.gradient), at),
          ({ offset, rows: count }) => {
            if (learnsInput) {
              dropout?.back(at, offset, count, first!, machine);
            }
          },
          repeated
        );
        if (at > 0 && learnsInput && !dropout) {
          const count = repeated?.count() ?? packed.rows;
          const { address, row } = first!;
          const numbers = (count * row) / 4;
          kernels.addValues(numbers, address, base + second, address);
        }
      });
    }
  };
}

const nameOf = ({ spec }: PlacedRecurrent, at: number): string =>
  spec.directions.length === 1
    ? spec.name
    : `${spec.name}/${at === 0 ? 'forward' : 'backward'}`;

/** Of two directions each has a part of the layer's states. */
const prefixOf = (count: number, at: number): string =>
  count === 1 ? '' : `${at}/`;

const partOfStates = (all: StatesByName, prefix: string): StatesByName =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, values]) => [name.slice(prefix.length), values])
  );

/** The states that a stateful layer begins with; null for zeros. */
const statesBefore = (
  { spec }: PlacedRecurrent,
  { states, packed }: Batch
): StatesByName | null =>
  spec.stateful ? (states?.before(spec.name, packed.batch) ?? null) : null;
