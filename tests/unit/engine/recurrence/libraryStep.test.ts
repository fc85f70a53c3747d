import { gru, layers, lstm, rnn, sequential } from '../../../../src/engine';
import { setRefusal } from '../../../../src/engine/base/refusal';

function refuse(): never {
  throw new Error('refused');
}

const cells = { lstm, gru, rnn };
const ofLayers = { lstm: layers.lstm, gru: layers.gru, rnn: layers.simpleRNN };
const kinds = ['lstm', 'gru', 'rnn'] as const;
const x = [[[1], [2], [3]]];
const y = [[0.5]];

function model(kind: (typeof kinds)[number], dtype: 'f32' | 'f64') {
  const made = sequential(
    [
      ofLayers[kind]({ units: 2, inputShape: [3, 1] }),
      layers.dense({ units: 1 })
    ],
    { seed: 1, dtype }
  );
  made.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return made;
}

const ways: Readonly<
  Record<
    string,
    (kind: (typeof kinds)[number], dtype: 'f32' | 'f64') => unknown
  >
> = {
  'its step': (kind, dtype) => {
    const cell = cells[kind]({ inputSize: 1, units: 2, seed: 1, dtype });
    return cell.definition.step({} as never, {} as never);
  },
  'a run of the cell': (kind, dtype) =>
    cells[kind]({ inputSize: 1, units: 2, seed: 1, dtype }).run([[1], [2]]),
  predict: (kind, dtype) => model(kind, dtype).predict(x),
  trace: (kind, dtype) => model(kind, dtype).trace(x[0]),
  evaluate: (kind, dtype) => model(kind, dtype).evaluate(x, y),
  fit: (kind, dtype) => model(kind, dtype).fit(x, y, { epochs: 1, verbose: 0 })
};

describe('where no cell of the library may compute a step', () => {
  afterEach(() => setRefusal(undefined));

  it.each(
    kinds.flatMap(kind =>
      (['f32', 'f64'] as const).flatMap(dtype =>
        Object.keys(ways).map(way => [way, kind, dtype] as const)
      )
    )
  )('%s of %s in %s is refused', async (way, kind, dtype) => {
    setRefusal(refuse);
    await expect(
      Promise.resolve().then(() => ways[way](kind, dtype))
    ).rejects.toThrow('refused');
  });
});
