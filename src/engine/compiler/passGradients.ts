import type { Program } from './emit';
import type { RegionPlace } from './layout';
import type { PassMemory } from './passPlaces';
import type { PassRows } from './passRows';
import type { MatrixSum } from './products';
import type { RowStretch, WalkedChunk } from './stepTable';

export type KernelCall = (...values: readonly number[]) => void;

/** What the kernels sum weights with. */
export type SumKernels = Readonly<
  Record<'multiplyTransposed' | 'sumRows', KernelCall>
>;

/** Rows of x and of the derivatives that go with them, one after the other. */
export interface RowsOfInput {
  readonly count: number;
  readonly input: number;
  readonly inputStride: number;
  readonly back: number;
}

/** Sums the derivatives by weights. */
export function passGradients(
  program: Program,
  memory: PassMemory,
  { strideIn }: PassRows,
  run: SumKernels
) {
  const { plan } = program;
  const { strides, states } = plan;
  const meetsInput = ({ left }: MatrixSum) =>
    'region' in left && left.region === 'input';

  return {
    /**
     * What the rows of a chunk add.
     *
     * @param ofInput whether also to what meets x
     * @param fromZero whether the states before the first step are zeros
     */
    sumChunk(chunk: WalkedChunk, ofInput: boolean, fromZero: boolean): void {
      const { at } = memory;
      const rowsAt = ({ region, at: offset }: RegionPlace, row: number) =>
        at[region] + offset + row * strideIn(region);
      // `back` has the rows of this chunk alone, unless they are read afterwards.
      const origin = plan.isSeen ? 0 : chunk.offset;
      const backAt = (place: RegionPlace, row: number) =>
        rowsAt(place, row - origin);
      plan.matrixSums.forEach((matrixSum, each) => {
        const { left, adjoint, k, n } = matrixSum;
        const sum = at.own + program.matrixSums[each];
        const add = (
          place: RegionPlace,
          from: number,
          row: number,
          rows: number
        ) =>
          run.multiplyTransposed(
            k,
            n,
            rows,
            rowsAt(place, from),
            strideIn(place.region),
            backAt(adjoint, row),
            strides.back,
            sum
          );
        if ('before' in left) {
          const { after, initial } = states[left.before];
          const stretches = (all: readonly RowStretch[], place: RegionPlace) =>
            all.forEach(({ row, rows, from }) => add(place, from, row, rows));
          stretches(chunk.known, after);
          if (!fromZero) {
            stretches(chunk.rest, { region: 'sequence', at: initial });
          }
        } else if (ofInput || !meetsInput(matrixSum)) {
          const first =
            left.region === 'back' ? chunk.offset - origin : chunk.offset;
          add(left, first, chunk.offset, chunk.rows);
        }
      });
      plan.vectorSums.forEach(({ adjoint, n }, each) =>
        run.sumRows(
          chunk.rows,
          n,
          backAt(adjoint, chunk.offset),
          strides.back,
          at.own + program.vectorSums[each]
        )
      );
    },
    /** What rows add to what meets x. */
    sumInput({ count, input, inputStride, back }: RowsOfInput): void {
      plan.matrixSums.forEach((sum, each) => {
        const { left, adjoint, k, n } = sum;
        if (meetsInput(sum)) {
          run.multiplyTransposed(
            k,
            n,
            count,
            input + (left as RegionPlace).at,
            inputStride,
            back + adjoint.at,
            strides.back,
            memory.at.own + program.matrixSums[each]
          );
        }
      });
    }
  };
}
