import type { Trace } from '../../../../src/trace';
import type { FaultName } from '../../../../src/exercises/clinic/plantFault';

/** A run as its views get it, beside that of the healthy network. */
interface Seen {
  readonly run: Trace;
  readonly healthy: Trace;
}

type Rows = readonly (readonly number[])[];

/** What a reader of the views can say of a run: one measure for each fault. */
export const measures: Readonly<
  Record<Exclude<FaultName, 'none'>, (seen: Seen) => boolean>
> = {
  // f ≈ 0 in every unit at every step
  forgetGateShut: ({ run }) =>
    channel(run, 'f').every(row => row.every(f => f < 1e-6)),
  // f at step 0 is the healthy run's i, and i its f
  gatesSwapped: ({ run, healthy }) =>
    same(channel(run, 'f')[0], channel(healthy, 'i')[0]) &&
    same(channel(run, 'i')[0], channel(healthy, 'f')[0]),
  // ∂L/∂h is exactly 0 up to some step, and plainly more at the next
  gradientCut({ run }) {
    const sizes = gradientSizes(run);
    const first = sizes.findIndex(size => size > 0);
    return first > 0 && sizes[first] > 1e-20;
  },
  // the states change on padded steps
  paddingRead({ run }) {
    const from = padsFrom(run);
    return ['c', 'h'].some(name =>
      channel(run, name).some(
        (row, step, rows) => step >= from && !same(row, rows[step - 1])
      )
    );
  },
  // a column of the input is the target
  targetLeaked({ run }) {
    const inputs = rowsOf(run.input.array.values, run.input.names.length);
    const target = run.targets![0].values.values;
    return run.input.names.some((_, feature) =>
      inputs.every(
        (row, step) => step >= padsFrom(run) || row[feature] === target[step]
      )
    );
  }
};

/** The faults whose measure says yes. */
export const found = (seen: Seen): string[] =>
  Object.entries(measures)
    .filter(([, isSeen]) => isSeen(seen))
    .map(([name]) => name);

export const padsFrom = (run: Trace): number =>
  run.time.marks!.find(({ name }) => name === 'padding')!.step;

export function channel({ layers: [layer] }: Trace, name: string): Rows {
  const { array } = layer.channels.find(each => each.name === name)!;
  return rowsOf(array.values, layer.units);
}

/** ‖∂L/∂h_t‖ at each step. */
export const gradientSizes = (run: Trace): number[] =>
  channel(run, 'dL/dh').map(row => Math.hypot(...row));

function rowsOf(values: ArrayLike<number>, width: number): Rows {
  return Array.from({ length: values.length / width }, (_, row) =>
    Array.from({ length: width }, (__, at) => values[row * width + at])
  );
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, at) => Math.abs(value - b[at]) < 1e-6);
