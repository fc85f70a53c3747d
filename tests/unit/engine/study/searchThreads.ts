import {
  layers,
  optimizers,
  sequential,
  windows
} from '../../../../src/engine';
import type {
  Callback,
  GridSearchOptions,
  SearchProgress,
  SearchResult,
  Sequential
} from '../../../../src/engine';
import {
  gridSearch,
  pipeline,
  standardScaler,
  timeSeriesSplit
} from '../../../../src/engine';

const values = Array.from(
  { length: 40 },
  (_, at) => 3 + Math.sin(at / 3) + at / 40
);
export const { x, y } = windows(values, { steps: 5 });

/** A network with all that draws numbers: start values, dropout, shuffling. */
export function network(
  units: number,
  seed: number,
  learningRate = 0.01
): Sequential {
  const model = sequential(
    [
      layers.lstm({ units, dropout: 0.2, recurrentDropout: 0.1 }),
      layers.dense({ units: 1 })
    ],
    { seed }
  );
  model.compile({
    optimizer: optimizers.adam({ learningRate }),
    loss: 'meanSquaredError',
    metrics: ['mae']
  });
  return model;
}

/** A search whose networks end at unlike times. */
export function searchOf(
  more: Partial<GridSearchOptions> = {},
  callbacks: Callback[] = []
): Promise<SearchResult> {
  return gridSearch({
    estimator: ({ units }: { units: number }, seed) =>
      pipeline({
        steps: { scaler: standardScaler() },
        target: standardScaler(),
        model: network(units, seed),
        fit: { epochs: 2, batchSize: 8, callbacks }
      }),
    paramGrid: { units: [9, 2, 5] },
    x,
    y,
    cv: timeSeriesSplit({ splits: 2 }),
    seeds: 2,
    ...more
  });
}

/** All numbers of a search that do not come from a clock. */
export function numbersOf(found: SearchResult) {
  const { cvResults, bestEstimator } = found;
  return {
    rows: cvResults.map(({ params, scores, mean, deviation, rank }) => ({
      params,
      scores,
      mean,
      deviation,
      rank
    })),
    best: bestEstimator && [...bestEstimator.predict(x).values],
    history: bestEstimator?.network?.history?.history
  };
}

/** What a search told while it went on. */
export function gathered() {
  const told: SearchProgress[] = [];
  return { told, progress: (now: SearchProgress) => void told.push(now) };
}
