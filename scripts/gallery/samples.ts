import { gru, lstm, rnn } from '../../src/engine';
import { weather } from '../../src/engine/data/weather';
import type { Sample } from './kernel';

export interface SampleEntry {
  readonly name: string;
  readonly title: string;
  /** False for a saved picture with no kernel behind it. Default true. */
  readonly live?: boolean;
  readonly make: () => Promise<Sample>;
}

/** Every picture of the gallery; each is made when it is first asked for. */
export const samples: readonly SampleEntry[] = [
  {
    name: 'gates-lines',
    title: 'Gates: LSTM, 6 units, 150 days of weather',
    make: () => weatherRun(6, 150)
  },
  {
    name: 'gates-map',
    title: 'Gates: LSTM, 32 units, 14 days',
    make: () => weatherRun(32, 14)
  },
  {
    name: 'gates-gru',
    title: 'Gates: GRU, 12 units',
    make: async () => {
      const { x, labels } = await stretch(40);
      return gru({ inputSize: 2, units: 12, seed: 3 }).run(x, {
        labels,
        stepName: 'day',
        inputNames: ['high', 'rain'],
        gradientsOf: ({ h }) => h.at(-1).sum()
      });
    }
  },
  {
    name: 'gates-large',
    title: 'Gates: LSTM, 256 units, 200 steps',
    make: () => weatherRun(256, 200, false)
  },
  {
    name: 'gates-huge',
    title: 'Gates: RNN, 512 units, 1,000 steps: aggregated',
    make: async () => {
      const { x } = await stretch(1000);
      return rnn({ inputSize: 2, units: 512, seed: 1 }).run(x);
    }
  }
];

async function stretch(
  count: number
): Promise<{ x: number[][]; labels: string[] }> {
  const days = await weather();
  const from = days.dates.indexOf('2012-03-01');
  const high = days.column('high').slice(from, from + count);
  const rain = days.column('precipitation').slice(from, from + count);
  return {
    x: Array.from(high, (value, step) => [value / 10 - 1.5, rain[step] / 20]),
    labels: days.dates.slice(from, from + count)
  };
}

async function weatherRun(
  units: number,
  count: number,
  gradients = true
): Promise<Sample> {
  const { x, labels } = await stretch(count);
  return lstm({ inputSize: 2, units, seed: 7 }).run(x, {
    labels,
    stepName: 'day',
    inputNames: ['high', 'rain'],
    title: 'Seattle',
    ...(gradients && { gradientsOf: ({ h }) => h.at(-1).sum() })
  });
}
