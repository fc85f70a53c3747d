import type { Cell, TensorLike } from '../../src/engine';
import {
  gradientFlow,
  gru,
  jacobian,
  lstm,
  rnn,
  singularValues,
  spectralNorm,
  spectralRadius
} from '../../src/engine';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

const TOLERANCE = 1e-10;

interface AnalysisCase {
  name: string;
  kind: 'rnn' | 'lstm' | 'gru';
  inputSize: number;
  units: number;
  weights: Record<string, TensorLike>;
  x: TensorLike;
  jacobians: TensorLike[];
  products: TensorLike[];
  factors: number[];
  radii: number[];
  productNorms: number[];
  smallestSingularValues: number[];
  spectralRadius: Record<string, number>;
  hidden: number[];
  cellState?: number[];
}

describe.each(fixture<AnalysisCase>('pytorch/analysis.json'))(
  'analysis of $name agrees with PyTorch',
  of => {
    const { inputSize, units } = of;
    const cell: Cell = { rnn, lstm, gru }[of.kind]({ inputSize, units });
    cell.setWeights(of.weights, { convention: 'pytorch' });
    const run = cell.run(of.x, { gradientsOf: ({ h }) => h.at(-1).sum() });
    const last = of.jacobians.length - 1;

    it('in step Jacobians and their products', () => {
      of.jacobians.forEach((expected, step) => {
        const found = jacobian(run, { step });
        expect(relativeError(found, expected)).toBeLessThan(TOLERANCE);
        expect(
          relativeError(
            singularValues(found).at(-1),
            of.smallestSingularValues[step]
          )
        ).toBeLessThan(1e-8);
      });
      of.products
        .slice(0, -1)
        .forEach((expected, from) =>
          expect(
            relativeError(jacobian(run, { step: last, from }), expected)
          ).toBeLessThan(TOLERANCE)
        );
    });

    it('in norms, factors, products and radii', () => {
      const [network] = gradientFlow(run).networks;
      const rest = (values?: Float64Array) => [...values!].slice(1);
      expect(relativeError([...network.hidden], of.hidden)).toBeLessThan(
        TOLERANCE
      );
      if (of.cellState) {
        expect(
          relativeError([...network.cellState!], of.cellState)
        ).toBeLessThan(TOLERANCE);
      }
      expect(
        relativeError(rest(network.factors), of.factors.slice(1))
      ).toBeLessThan(TOLERANCE);
      expect(
        relativeError(rest(network.radii), of.radii.slice(1))
      ).toBeLessThan(TOLERANCE);
      expect(relativeError([...network.product], of.productNorms)).toBeLessThan(
        TOLERANCE
      );
      for (const [letter, radius] of Object.entries(of.spectralRadius)) {
        expect(
          relativeError(network.spectralRadius[letter], radius)
        ).toBeLessThan(TOLERANCE);
      }
    });
  }
);

interface MatrixCase {
  name: string;
  matrix: TensorLike;
  singularValues: number[];
  spectralRadius: number;
}

it.each(fixture<MatrixCase>('pytorch/matrices.json'))(
  'singular values and spectral radius of $name agree with LAPACK',
  of => {
    expect(
      relativeError(singularValues(of.matrix), of.singularValues)
    ).toBeLessThan(1e-13);
    expect(
      relativeError(spectralNorm(of.matrix), of.singularValues[0])
    ).toBeLessThan(1e-13);
    // A defective eigenvalue is known to half the digits only.
    expect(
      relativeError(spectralRadius(of.matrix), of.spectralRadius)
    ).toBeLessThan(of.name.includes('defective') ? 1e-7 : 1e-11);
  }
);
