/** @jest-environment jsdom */
import { forecast, lstm, predict, weightsByGate } from '../../../../src/engine';
import {
  float64,
  TRACE_VERSION,
  type Attention,
  type Bundle,
  type CheckReport,
  type History,
  type Predictions,
  type Race,
  type Search
} from '../../../../src/trace';
import { createAttentionView } from '../../../../src/widgets/attention/createAttentionView';
import { createPageMemory } from '../../../../src/widgets/base/store';
import { createCheckView } from '../../../../src/widgets/check/createCheckView';
import type { ViewFactory } from '../../../../src/widgets/context';
import { createPredictView } from '../../../../src/widgets/predict/createPredictView';
import { createConfusionView } from '../../../../src/widgets/predictions/createConfusionView';
import { createForecastView } from '../../../../src/widgets/predictions/createForecastView';
import { createTextView } from '../../../../src/widgets/predictions/createTextView';
import { createRaceView } from '../../../../src/widgets/race/createRaceView';
import { createSearchView } from '../../../../src/widgets/search/createSearchView';
import { createTrainingView } from '../../../../src/widgets/training/createTrainingView';
import { createWeightsView } from '../../../../src/widgets/weights/createWeightsView';
import { openView, type ViewPage } from '../viewPage';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const list = (...values: number[]) => float64(values, [values.length]);

const history: History = {
  version: TRACE_VERSION,
  kind: 'history',
  id: 'h',
  status: 'finished',
  epochs: { done: 5, planned: 5 },
  metrics: [
    {
      name: 'loss',
      training: list(0.7, 0.6, 0.5, 0.4, 0.3),
      validation: list(0.7, 0.6, 0.5, 0.6, 0.8)
    }
  ]
};

const births = forecast({
  quantity: { name: 'births' },
  stepName: 'day',
  truth: [8000, 9500, 12500, 12084, 8100],
  forecasts: [{ name: 'linear', values: [8100, 9000, 9047, 12374, 8000] }]
}).toBundle();

const text: Predictions = {
  version: TRACE_VERSION,
  kind: 'predictions',
  id: 'text',
  content: {
    form: 'text',
    tokens: ['t', 'h', 'e', 'q'],
    promptLength: 0,
    probabilities: list(0.9, 0.8, 0.95, 0.02)
  }
};

const confusion: Predictions = {
  version: TRACE_VERSION,
  kind: 'predictions',
  id: 'confusion',
  content: {
    form: 'confusion',
    classes: ['cat', 'dog'],
    counts: float64([8, 2, 5, 5], [2, 2])
  }
};

const attention: Attention = {
  version: TRACE_VERSION,
  kind: 'attention',
  id: 'attention',
  score: 'dot',
  source: ['the', 'cat'],
  decodings: [
    {
      name: 'free-running',
      target: ['le', 'chat', 'dort'],
      weights: float64([0.9, 0.1, 0.2, 0.8, 0.5, 0.5], [3, 2])
    }
  ]
} as unknown as Attention;

const report: CheckReport = {
  version: TRACE_VERSION,
  kind: 'check',
  id: 'check-1',
  exercise: '',
  status: 'notYet',
  points: 0,
  maxPoints: 1,
  message: 'Not yet.',
  details: [],
  seconds: 0.1,
  numbersChecked: 5,
  first: { channel: 'c', step: 3, unit: 0, expected: 0.4, got: -0.4 },
  channels: [
    {
      name: 'c',
      label: 'cell state',
      role: 'state',
      range: [-1, 1],
      firstDifference: 3,
      expected: float64([0.1, 0.2, 0.3, 0.4], [4, 1]),
      got: float64([0.1, 0.2, 0.3, -0.4], [4, 1])
    }
  ]
};

const search: Search = {
  version: TRACE_VERSION,
  kind: 'search',
  id: 'search-1',
  metric: { name: 'mean error', greaterIsBetter: false },
  parameters: ['units'],
  rows: [4, 8].map(units => ({
    values: [String(units)],
    scores: list(units + 1, units - 1),
    mean: units,
    rank: units / 4
  }))
};

const race: Race = {
  version: TRACE_VERSION,
  kind: 'race',
  id: 'race-1',
  status: 'finished',
  epochs: { done: 1, planned: 1 },
  metric: { name: 'accuracy', greaterIsBetter: true },
  groupName: 'delay',
  groups: [1, 2],
  baseline: { value: 0.5 },
  best: 1,
  networks: [
    { name: 'GRU', parameters: 9, scores: float64([1, 0.5], [1, 2]) },
    { name: 'LSTM', parameters: 12, scores: float64([1, 1], [1, 2]) }
  ]
};

const weights = weightsByGate(
  lstm({ inputSize: 2, units: 3, seed: 1 }).run([
    [1, 0],
    [0, 1]
  ])
).toBundle();

const drawn = predict({
  key: 'curve',
  question: 'Draw c.',
  truth: [1, 1, 1, 0, 0, 0],
  given: 1,
  quantity: { name: 'c', range: [0, 1] }
}).toBundle();

const curve = (committed: boolean): Partial<ViewPage['context']> => {
  const memory = createPageMemory();
  memory.set('predictions', {
    curve: { values: [null, 1, 1, 1, 0, 0], committed, confidence: 'certain' }
  });
  return { memory };
};

const said = (page: ViewPage): string => {
  jest.advanceTimersByTime(1000);
  return page.texts('.jp-gatescope-hidden[role="status"]').join('');
};

function press(page: ViewPage, key: string): string {
  const picture = page.element.querySelector<HTMLElement>(
    '.jp-gatescope-picture'
  );
  document.body.append(page.element);
  picture?.focus();
  said(page);
  picture?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  );
  return said(page);
}

/** A view, and what must be among the things that D says of it, one press after the other. */
const views: readonly {
  readonly name: string;
  readonly factory: ViewFactory<never>;
  readonly bundle: Bundle;
  readonly words: string;
  readonly context?: Partial<ViewPage['context']>;
}[] = [
  {
    name: 'Training',
    factory: createTrainingView,
    bundle: history,
    words: 'Loss and validation loss part at epoch 4: 0.400 and 0.600.'
  },
  {
    name: 'Forecast',
    factory: createForecastView,
    bundle: births,
    words: 'The error of linear is lowest, −3,453, at day 2.'
  },
  {
    name: 'Text',
    factory: createTextView,
    bundle: text,
    words:
      'The probability of the token falls from 0.950 to 0.020 at step 3 “q”, the last number there is.'
  },
  {
    name: 'Attention',
    factory: createAttentionView,
    bundle: attention,
    words: 'The weight of “cat” (token 1) is highest, 0.80, at step 1 “chat”.'
  },
  {
    name: 'Check',
    factory: createCheckView,
    bundle: report,
    words:
      'The expected c of unit 0 and your c of unit 0 part at step 3: 0.4000 and −0.4000.'
  },
  {
    name: 'Weights',
    factory: createWeightsView,
    bundle: weights,
    words: 'The norm of what enters a unit by W_f is highest, '
  },
  {
    name: 'Prediction',
    factory: createPredictView,
    bundle: drawn,
    words: 'Your guess and the truth part at step 3: 1 and 0.',
    context: curve(true)
  },
  {
    name: 'Confusion',
    factory: createConfusionView,
    bundle: confusion,
    words: 'Right: 13 of 20 (65\u202f%).'
  },
  {
    name: 'Search',
    factory: createSearchView,
    bundle: search,
    words: 'Rank 2 of 2: units 8.'
  },
  {
    name: 'Race',
    factory: createRaceView,
    bundle: race,
    words: 'GRU in 1 of 2 groups, LSTM in 2 of 2 groups.'
  }
];

describe.each(views)('$name', ({ factory, bundle, words, context }) => {
  it('is described by D, one thing after the other, on the page and for the ear', () => {
    const page = openView(factory, bundle as never, { context });
    const told: string[] = [];
    for (let times = 0; times < 20; times += 1) {
      const spoken = press(page, 'd');
      if (spoken.startsWith('That was all.')) {
        break;
      }
      told.push(spoken);
      expect(page.texts('.jp-gatescope-changed')).toEqual([spoken]);
    }
    expect(new Set(told).size).toBe(told.length);
    expect(told.length).toBeGreaterThan(1);
    expect(told.join('\n')).toContain(words);
    page.close();
  });

  it('says nothing when it is drawn, and lists the keys that it has', () => {
    const page = openView(factory, bundle as never, { context });
    expect(said(page)).toBe('');
    const keys = press(page, '?');
    expect(keys).toContain('D describe the picture');
    expect(keys.includes('P hear')).toBe(
      !['Confusion', 'Search', 'Race'].includes(
        page.texts('.jp-gatescope-title').join('')
      )
    );
    page.close();
  });

  it('has its own sentence back when another place is looked at', () => {
    const page = openView(factory, bundle as never, { context });
    const own = page.texts('.jp-gatescope-changed');
    press(page, 'd');
    for (const key of ['End', 'Home', 'ArrowDown', 'ArrowUp', 'ArrowRight']) {
      press(page, key);
    }
    const now = page.texts('.jp-gatescope-changed').join('');
    expect(now === '').toBe(own.join('') === '');
    page.close();
  });
});

it('a guess that stands open is described without the truth', () => {
  const page = openView(createPredictView, drawn, { context: curve(false) });
  const told = Array.from({ length: 8 }, () => press(page, 'd')).join(' ');
  expect(told).toContain('Your guess falls from 1 to 0 at step 4');
  expect(told).not.toContain('truth');
  page.close();
});

it('J says of norms of units that they have no order', () => {
  const page = openView(createWeightsView, weights);
  expect(press(page, 'j')).toContain('no order');
  const highest = press(page, 'h');
  const unit = Number(/at unit (\d)\.$/.exec(highest)?.[1]);
  expect(page.cursor.position.unit).toBe(unit);
  page.close();
});

it('the first epoch of the norms of a training is epoch 1', () => {
  const page = openView(createWeightsView, {
    ...weights,
    epochs: 3,
    layers: weights.layers.map(layer => ({
      ...layer,
      parameters: layer.parameters.map(parameter => ({
        ...parameter,
        norms: list(3, 2, 1)
      }))
    }))
  });
  page.element.querySelector<HTMLElement>('[data-tool="form-2"]')?.click();
  expect(press(page, 'h')).toMatch(/highest, 3\.000, at epoch 1\.$/);
  page.close();
});
