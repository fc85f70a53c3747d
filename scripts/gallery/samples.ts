import { gru, lstm, predict, rnn, type History } from '../../src/engine';
import type { ViewOptions } from '../../src/trace';
import { attentionSamples } from './attentionSamples';
import { cellSamples } from './cellSamples';
import { reportOf } from './checks';
import { customSamples } from './customSamples';
import type { Sample } from './kernel';
import {
  manySequences,
  bothTemperatures,
  reviewModel,
  trainReviews,
  weatherModel,
  type ReviewModel
} from './networks';
import { questionSamples } from './questionSamples';
import { stretch } from './stretch';
import { raceSamples } from './raceSamples';
import { taskSamples } from './taskSamples';
import { weightSamples } from './weightSamples';

export interface SampleEntry {
  readonly name: string;
  readonly title: string;
  /** False for a saved picture with no kernel behind it. Default true. */
  readonly live?: boolean;
  /** What the view opens on. */
  readonly view?: ViewOptions;
  /** Whether it is made for each page that asks: a run that goes on would be over for the second. */
  readonly goesOn?: boolean;
  readonly make: () => Promise<Sample>;
}

/** The run that an earlier page has followed. */
let goingOn: History | undefined;

/** Every picture of the gallery; each is made when it is first asked for. */
export const samples: readonly SampleEntry[] = [
  {
    name: 'review',
    title: 'Gates: LSTM, 32 units, trained on review sentences',
    make: async () => (await trainedReviews()).trace(SENTENCE, 1)
  },
  {
    name: 'weather',
    title: 'Gates: LSTM, 6 units, trained to forecast the weather',
    make: () => weatherModel(6)
  },
  {
    name: 'two-outputs',
    title: 'Gates: GRU, 4 units, trained to forecast two temperatures',
    make: () => bothTemperatures()
  },
  {
    name: 'training',
    title: 'Training: a finished run',
    // A network of its own: whoever takes back its weights leaves the runs of the other samples behind.
    make: async () => historyOf(await reviewsTrained())
  },
  {
    name: 'training-live',
    title: 'Training: a run that goes on',
    goesOn: true,
    make: async () => {
      goingOn?.stop();
      // Step by step on the tape: a fused run would be over before anybody could stop it.
      const network = await reviewModel(16, 'tape');
      void trainReviews(network, 60, SENTENCE).catch(() => undefined);
      goingOn = historyOf(network);
      return goingOn;
    }
  },
  {
    name: 'predict',
    title: 'Predict: a curve',
    live: false,
    make: () =>
      Promise.resolve(
        predict({
          key: 'decay',
          question:
            'A pulse of 1 enters at step 3 and the forget gate stays at 0.9. Draw what the cell state does.',
          truth: Array.from({ length: 31 }, (_, step) =>
            step < 3 ? 0 : 0.9 ** (step - 3)
          ),
          given: 4,
          quantity: { name: 'c', range: [0, 1.1] },
          factor: { name: 'forget gate f', range: [0, 1] },
          verdicts: [
            {
              below: 0.05,
              text: 'Multiplying by 0.9 again and again: so it is.'
            },
            {
              text: 'Multiplying by 0.9 halves c every 6.6 steps and never reaches zero.'
            }
          ]
        })
      )
  },
  {
    name: 'predict-marked',
    title: 'Predict: marked by a teacher',
    live: false,
    make: () =>
      Promise.resolve(
        predict({
          key: 'marked-decay',
          purpose: 'marked',
          question: 'The forget gate stays at 0.8. Draw the cell state.',
          count: 12,
          given: [1, 0.8],
          quantity: { name: 'c', range: [0, 1.1] }
        })
      )
  },
  {
    name: 'predict-bars',
    title: 'Predict: bars',
    live: false,
    make: () =>
      Promise.resolve(
        predict({
          key: 'parameters',
          question:
            'How many thousand parameters has each cell, 64 units on 128 inputs?',
          form: 'bars',
          truth: [12.352, 49.408, 37.248],
          axis: { name: 'cell', labels: ['RNN', 'LSTM', 'GRU'] },
          quantity: { name: 'parameters', unit: 'thousand', range: [0, 60] },
          verdicts: [
            { below: 3, text: 'One, four and three gates of the same size.' },
            { text: 'An LSTM has four times, a GRU three times the RNN’s.' }
          ],
          rivals: [
            {
              name: 'one block for all gates',
              values: [12.352, 12.352, 12.352],
              text: 'Gates that share one block of weights would all open and close alike. The 49 thousand of the LSTM give it away.'
            }
          ]
        })
      )
  },
  {
    name: 'predict-value',
    title: 'Predict: a value',
    live: false,
    make: () =>
      Promise.resolve(
        predict({
          key: 'half-life',
          question: 'After how many steps at f = 0.9 is half of c left?',
          form: 'value',
          truth: [Math.log(0.5) / Math.log(0.9)],
          quantity: { name: 'half-life', unit: 'steps', range: [0, 20] },
          verdicts: [
            { below: 1, text: 'Half is gone where 0.9 to the power n is 0.5.' },
            { text: 'Each step keeps nine tenths, so it goes slower at first.' }
          ],
          rivals: [
            {
              name: 'a tenth of the start lost each step',
              values: [5],
              text: 'A memory that loses a tenth of its start at each step is empty after ten. The gate gives it away: it takes a tenth of what is left.'
            }
          ]
        })
      )
  },
  {
    name: 'check',
    title: 'Check: not yet',
    live: false,
    make: () => Promise.resolve(reportOf('wrong'))
  },
  {
    name: 'check-passed',
    title: 'Check: passed',
    live: false,
    make: () => Promise.resolve(reportOf('right'))
  },
  {
    name: 'check-stopped',
    title: 'Check: did not run',
    live: false,
    make: () => Promise.resolve(reportOf('stopped'))
  },
  {
    name: 'summary',
    title: 'Model summary',
    live: false,
    make: async () => (await reviewModel(32)).model.summary()
  },
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
    name: 'river',
    title: 'River: LSTM, 6 units, trained to forecast the weather',
    view: { view: 'river' },
    make: () => weatherModel(6)
  },
  {
    name: 'river-long',
    title: 'River: LSTM, 64 units, 500 days',
    view: { view: 'river' },
    make: () => weatherRun(64, 500)
  },
  {
    name: 'river-words',
    title: 'River: LSTM, 32 units, words of a review',
    view: { view: 'river' },
    make: async () => (await trainedReviews()).trace(SENTENCE, 1)
  },
  {
    name: 'river-rnn',
    title: 'River: RNN, which keeps no share',
    view: { view: 'river' },
    make: async () => {
      const { x, labels } = await stretch(60);
      return rnn({ inputSize: 2, units: 4, seed: 3 }).run(x, {
        labels,
        stepName: 'day',
        inputNames: ['high', 'rain']
      });
    }
  },
  {
    name: 'river-backward',
    title: 'River: GRU, 4 units, read backward, the last days are padding',
    view: { view: 'river' },
    make: async () => {
      const { x, labels } = await stretch(40);
      return gru({ inputSize: 2, units: 4, seed: 3 }).run(x, {
        labels,
        stepName: 'day',
        inputNames: ['high', 'rain'],
        reverse: true,
        mask: x.map((_, step) => (step < 32 ? 1 : 0))
      });
    }
  },
  {
    name: 'batch',
    title: 'Gates: LSTM, 4 units, a batch of three sequences',
    make: () => Promise.resolve(batchRun())
  },
  {
    name: 'over-sequences',
    title: 'Gates: one of 48 units over a batch of 20 sequences',
    view: { overSequences: true, unit: 11, step: 12 },
    make: () => Promise.resolve(manySequences())
  },
  {
    name: 'batch-cell',
    title: 'Cell: the same run',
    view: { view: 'cell', step: 5, unit: 2 },
    make: () => Promise.resolve(batchRun())
  },
  {
    name: 'gates-padded',
    title: 'Gates: LSTM, 12 units, the last steps are padding',
    make: async () => {
      const { x } = await stretch(24);
      return lstm({ inputSize: 2, units: 12, seed: 5 }).run(x, {
        mask: x.map((_, step) => (step < 16 ? 1 : 0)),
        inputNames: ['high', 'rain']
      });
    }
  },
  {
    name: 'gates-away',
    title: 'Gates: LSTM, 12 units, one of which runs away',
    make: runAway
  },
  {
    name: 'gates-away-lines',
    title: 'Gates: the same, as lines',
    view: { lines: true },
    make: runAway
  },
  {
    name: 'gates-large',
    title: 'Gates: LSTM, 256 units, 200 steps',
    make: () => weatherRun(256, 200, false)
  },
  {
    name: 'gates-tall',
    title: 'Gates: LSTM, 256 units, 500 steps',
    make: () => weatherRun(256, 500, false)
  },
  {
    name: 'gates-huge',
    title: 'Gates: RNN, 512 units, 1,000 steps: aggregated',
    make: async () => {
      const { x } = await stretch(1000);
      return rnn({ inputSize: 2, units: 512, seed: 1 }).run(x);
    }
  },
  {
    name: 'cell-review',
    title: 'Cell: LSTM, 32 units, trained on review sentences',
    view: { view: 'cell', step: 11, unit: 3 },
    make: async () => (await trainedReviews()).trace(SENTENCE, 1)
  },
  {
    name: 'unrolled-review',
    title: 'Unrolled: LSTM, 32 units, trained on review sentences',
    view: { view: 'unrolled', step: 12, unit: 3 },
    make: async () => (await trainedReviews()).trace(SENTENCE, 1)
  },
  {
    name: 'gradients-run',
    title: 'Gradient flow of one run: LSTM, 32 units, review sentences',
    view: { view: 'gradients' },
    make: async () => (await trainedReviews()).trace(SENTENCE, 1)
  },
  {
    name: 'gradients-answers',
    title: 'Gradient flow of one answer of 150: LSTM, 6 units, weather',
    view: { view: 'gradients' },
    make: () => weatherModel(6)
  },
  {
    name: 'what-if-run',
    title: 'What if: LSTM, 32 units, review sentences',
    view: { view: 'whatIf' },
    make: async () => (await trainedReviews()).trace(SENTENCE, 1)
  },
  {
    name: 'influence',
    title: 'Influence of the input: LSTM, 6 units, trained on the weather',
    view: { view: 'influence' },
    make: () => weatherModel(6)
  },
  {
    name: 'influence-words',
    title: 'Influence of words: LSTM, 32 units, trained on review sentences',
    view: { view: 'influence' },
    make: async () => (await trainedReviews()).trace(SENTENCE, 1)
  },
  ...cellSamples,
  ...customSamples,
  ...questionSamples,
  ...taskSamples,
  ...raceSamples,
  ...attentionSamples,
  ...weightSamples
];

const SENTENCE = 'the menu had so much good stuff on it i could not decide !';

let training: Promise<ReviewModel> | null = null;

/** Trained once, when a sample first needs it. */
function trainedReviews(): Promise<ReviewModel> {
  return (training ??= reviewsTrained());
}

async function reviewsTrained(): Promise<ReviewModel> {
  const network = await reviewModel(32);
  await trainReviews(network, 8, SENTENCE);
  return network;
}

let batch: Sample | null = null;

/** One run over three waves; every sample of it is of the same run. */
function batchRun(): Sample {
  batch ??= lstm({ inputSize: 1, units: 4, seed: 7 }).run(
    [3, 5, 9].map(length =>
      Array.from({ length: 24 }, (_, step) => [
        Math.sin((2 * Math.PI * step) / length)
      ])
    ),
    { inputNames: ['wave'], gradientsOf: ({ h }) => h.at(-1).sum() }
  );
  return batch;
}

/** Days of weather, of which unit 2 adds up 1 each: far beyond what the others hold. */
async function runAway(): Promise<Sample> {
  const { x, labels } = await stretch(60);
  const run = lstm({ inputSize: 2, units: 12, seed: 5 }).run(x, {
    labels,
    stepName: 'day',
    inputNames: ['high', 'rain']
  });
  return ['f', 'i', 'g'].reduce(
    (held, channel) => held.clamp({ channel, value: 1, units: [2] }),
    run
  );
}

function historyOf({ model }: ReviewModel): History {
  if (!model.history) {
    throw new Error('The network was not trained.');
  }
  return model.history;
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
