import type { FloatType } from '../tensor/operation';
import type { Differentiated } from './differentiate';
import type { RegionPlace } from './layout';
import { bytesFor, bytesPer } from './layout';

/** Derivatives by vectors that lie side by side: each is the sum of all rows of its adjoint. */
export interface VectorSum {
  readonly adjoint: RegionPlace;
  /** Whole rows of panels. */
  readonly n: number;
  readonly parts: readonly {
    readonly vector: number;
    readonly column: number;
  }[];
}

/** Neighbors are summed together. */
export function vectorSums(
  { values, vectorGradients }: Differentiated,
  dtype: FloatType,
  placeOf: (id: number) => RegionPlace
): readonly VectorSum[] {
  const sums: {
    adjoint: RegionPlace;
    n: number;
    parts: { vector: number; column: number }[];
  }[] = [];
  const placed = vectorGradients
    .map(({ vector, adjoint }) => ({
      vector,
      adjoint: placeOf(adjoint),
      n: bytesFor(values[adjoint].width, dtype) / bytesPer(dtype)
    }))
    .sort((a, b) => a.adjoint.at - b.adjoint.at);
  for (const { vector, adjoint, n } of placed) {
    const before = sums.find(
      sum =>
        sum.adjoint.region === adjoint.region &&
        sum.adjoint.at + sum.n * bytesPer(dtype) === adjoint.at
    );
    if (before) {
      before.parts.push({ vector, column: before.n });
      before.n += n;
    } else {
      sums.push({ adjoint, n, parts: [{ vector, column: 0 }] });
    }
  }
  return sums;
}
