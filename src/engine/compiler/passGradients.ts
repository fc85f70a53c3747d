import type { Floats } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import type { Program } from './emit';
import type { Place } from './layout';
import { sizeOf } from './layout';
import type { PassMemory } from './passMemory';
import type { PassRows } from './passRows';
import type { PassWeights } from './passWeights';
import type { Stretch, WalkedChunk } from './stepTable';

export type Call = (...values: readonly number[]) => void;

/** What the kernels sum weights with. */
export type Sums = Readonly<Record<'multiplyTransposed' | 'sumRows', Call>>;

/** Sums the derivatives by weights chunk by chunk, and reads them. */
export function passGradients(
  program: Program,
  memory: PassMemory,
  { strideIn }: PassRows,
  weights: PassWeights,
  run: Sums
) {
  const { plan } = program;
  const { dtype, strides, states } = plan;
  const { graph } = plan.of;
  const size = sizeOf(dtype);
  const fresh = (length: number): Floats => allocate(dtype, length);

  /** What the rows of a chunk add to the derivatives by weights. */
  function sumWeights(chunk: WalkedChunk): void {
    const { at } = memory;
    const rowsAt = ({ region, at: offset }: Place, row: number) =>
      at[region] + offset + row * strideIn(region);
    // `back` has the rows of this chunk alone, unless they are read afterwards.
    const origin = plan.isSeen ? 0 : chunk.offset;
    const backAt = (place: Place, row: number) => rowsAt(place, row - origin);
    plan.matrixSums.forEach(({ left, adjoint, k, n }, each) => {
      const sum = at.own + program.matrixSums[each];
      const add = (place: Place, from: number, row: number, rows: number) =>
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
        const stretches = (all: readonly Stretch[], place: Place) =>
          all.forEach(({ row, rows, from }) => add(place, from, row, rows));
        stretches(chunk.known, after);
        stretches(chunk.rest, { region: 'sequence', at: initial });
      } else {
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
  }

  function readWeights() {
    const matrices = graph.matrices.map(([k, n]) => fresh(k * n));
    plan.matrixSums.forEach(({ parts, k }, at) =>
      parts.forEach(part =>
        weights.readMatrix(
          part,
          program.matrixSums[at],
          k,
          matrices[part.matrix]
        )
      )
    );
    const { floats } = memory;
    const vectors = graph.vectors.map(width => fresh(width));
    plan.vectorSums.forEach(({ vector }, each) => {
      const first = (memory.at.own + program.vectorSums[each]) / size;
      const target = vectors[vector];
      for (let at = 0; at < target.length; at++) {
        target[at] += floats[first + at];
      }
    });
    return { matrices, vectors };
  }

  return { sumWeights, readWeights };
}
