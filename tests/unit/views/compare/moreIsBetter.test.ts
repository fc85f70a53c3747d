import { metrics } from '../../../../src/engine';
import { requireScoring } from '../../../../src/engine/study/scoring';
import type { MetricName } from '../../../../src/engine/training/metrics';
import { moreIsBetter } from '../../../../src/views/compare/moreIsBetter';

describe('whether more of a score is better', () => {
  it.each(Object.keys(metrics) as MetricName[])(
    'is what the search of settings takes for it: %s',
    name => {
      expect(moreIsBetter(name)).toBe(
        requireScoring('search', name).greaterIsBetter
      );
    }
  );

  it.each([
    'test accuracy',
    'val_accuracy',
    'accuracy_1',
    'balancedAccuracy',
    'F1',
    'macro F1',
    'F1Score',
    'R²',
    'r2',
    'ROC_AUC'
  ])('is so: %s', name => expect(moreIsBetter(name)).toBe(true));

  it.each([
    'loss',
    'error24',
    'error2',
    'mean error in 2015',
    'mean error, °C',
    'absolute error, Caucasus',
    'mae_f1_forecast_error',
    'error of the recall',
    'validation loss',
    'binaryCrossentropy',
    'rmse',
    'MAPE'
  ])('is not so: %s', name => expect(moreIsBetter(name)).toBe(false));

  it.each(['inaccuracy', 'Sharpe', 'lossless', 'Caucasus', 'precisional', ''])(
    'nobody knows: %s',
    name => expect(moreIsBetter(name)).toBeNull()
  );
});
