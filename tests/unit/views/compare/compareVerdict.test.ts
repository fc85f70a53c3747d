import type { Comparison } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  compareVerdict,
  verdictWords
} from '../../../../src/views/compare/compareVerdict';

type Row = Comparison['rows'][number];
type Metric = NonNullable<Row['metric']>;

const row = (name: string, metric?: Metric, loss?: number): Row => ({
  name,
  parameters: { count: 1, formula: 'n', arithmetic: '1' },
  ...(metric && { metric }),
  ...(loss !== undefined && { loss: { name: 'mse', value: loss } })
});
const said = (...rows: Row[]): string | null => {
  const verdict = compareVerdict(rows);
  return verdict && verdictWords(verdict, untranslated);
};
const error = (mean: number, deviation?: number): Metric => ({
  name: 'meanSquaredError',
  mean,
  ...(deviation !== undefined && { deviation })
});

describe('the verdict of a comparison', () => {
  it('names the network with the least error, and how far the others are from it', () => {
    expect(
      said(
        row('RNN', error(0.05)),
        row('LSTM', error(0.006)),
        row('GRU', error(0.002))
      )
    ).toBe(
      'Lowest meanSquaredError: GRU 0.00200; LSTM is 0.00400 above it, RNN is 0.0480 above it.'
    );
  });

  it('names the network with the most accuracy', () => {
    expect(
      said(
        row('RNN', { name: 'accuracy', mean: 0.5 }),
        row('GRU', { name: 'accuracy', mean: 0.75 })
      )
    ).toBe('Highest accuracy: GRU 0.750; RNN is 0.250 below it.');
  });

  it('says that seeds do not tell two apart whose means lie closer than these', () => {
    const far = said(row('A', error(0.1, 0.01)), row('B', error(0.2, 0.02)));
    const near = said(row('A', error(0.1, 0.01)), row('B', error(0.11, 0.02)));
    expect(far).not.toContain('apart');
    expect(near).toContain(
      'From B that is no more than the spread of the seeds (± 0.020): they do not tell the two apart.'
    );
  });

  it('takes the loss of the run where there is no score, and says so', () => {
    expect(said(row('A', undefined, 0.5), row('B', undefined, 0.5))).toBe(
      'Lowest mse: A 0.500; B is equal to it. Of the run that is shown.'
    );
  });

  it('names the network with the least error also where its name holds the letters of another score', () => {
    const named = (mean: number): Metric => ({ name: 'error24', mean });
    expect(said(row('A', named(0.9)), row('B', named(0.4)))).toBe(
      'Lowest error24: B 0.400; A is 0.500 above it.'
    );
  });

  it('takes less of a loss for better, whatever its name', () => {
    const shown = (name: string, value: number): Row => ({
      ...row(name),
      loss: { name: '1 − accuracy', value }
    });
    expect(said(shown('A', 0.2), shown('B', 0.1))).toContain(
      'Lowest 1 − accuracy: B'
    );
  });

  it('is silent where nothing can be compared', () => {
    expect(said(row('A', error(1)), row('B'))).toBeNull();
    expect(said(row('A', error(1)), row('B', error(NaN)))).toBeNull();
    // Nobody knows whether more of it is better.
    const sharpe = { name: 'sharpe', mean: 1 };
    expect(said(row('A', sharpe), row('B', { ...sharpe, mean: 2 }))).toBeNull();
  });
});
