import { meanAt } from '../../../../src/trace';
import { lstm, sLstm } from '../../../../src/engine';
import { float32, float64 } from '../../../../src/trace';
import type { Comparison, Trace } from '../../../../src/trace';
import {
  answerAt,
  beatsBaseline,
  changeAt,
  compareOrder,
  compareRows,
  firstRows,
  rowRanges
} from '../../../../src/views/compare/compareRows';
import {
  formatDeviation,
  formatScore
} from '../../../../src/views/compare/scoreWords';
import { lossAxis, lossScale } from '../../../../src/views/compare/lossMarks';
import { nearPowerWords } from '../../../../src/scene/marks/valueScale';
import {
  gruTrace,
  lstmTrace,
  makeTrace,
  rnnEquations
} from '../../widgets/cells';

const rnn = makeTrace(
  'rnn',
  rnnEquations,
  { h: new Array<number>(36).fill(0.5) },
  {},
  {}
);
const traces: readonly Trace[] = [rnn, lstmTrace(), gruTrace()];

describe('compareRows', () => {
  const rows = compareRows(traces);

  it('sets channels of one name beside each other, whatever else does the same job before them', () => {
    const [one, other] = [sLstm, lstm].map(cell =>
      cell({ inputSize: 1, units: 2, seed: 1 })
        .run([[1], [2]])
        .toBundle()
    );
    const pairs = compareRows([one, other]).map(({ channels }) =>
      channels.map(channel => channel?.name)
    );
    for (const name of ['f', 'i', 'g', 'o', 'c', 'h']) {
      expect(pairs).toContainEqual([name, name]);
    }
    expect(pairs).toContainEqual(['m', undefined]);
  });

  it('sets beside a name that two share what does the same in a third', () => {
    const [h, s] = ['h', 's'].map(name => {
      const { layers, ...trace } = lstmTrace();
      return {
        ...trace,
        layers: layers.map(layer => ({
          ...layer,
          channels: layer.channels
            .filter(channel => channel.name === 'h')
            .map(channel => ({ ...channel, name }))
        }))
      };
    });
    expect(
      compareRows([s, h, h]).map(({ channels }) =>
        channels.map(channel => channel?.name)
      )
    ).toEqual([['s', 'h', 'h']]);
  });

  it('has no number of a gate at padding, where the state is carried', () => {
    const padded = lstmTrace({ steps: 3, mask: [1, 1, 0] });
    const all = compareRows([padded, padded]);
    const of = (name: string) =>
      all.find(({ channelNames }) => channelNames.includes(name))!.channels[0]!;
    expect(meanAt(of('f'), 2)).toBeNaN();
    expect(meanAt(of('f'), 1)).not.toBeNaN();
    expect(meanAt(of('c'), 2)).toBe(meanAt(of('c'), 1));
  });

  it('puts channels that do the same job into one row', () => {
    const keep = rows.find(({ hue }) => hue === 'keep');
    expect(keep?.channelNames).toEqual(['f', 'z']);
    expect(keep?.channels.map(channel => channel?.name ?? null)).toEqual([
      null,
      'f',
      'z'
    ]);
    const propose = rows.find(({ hue }) => hue === 'propose');
    expect(propose?.channelNames).toEqual(['g', 'n']);
  });

  it('opens on the hidden state and on what keeps it', () => {
    expect(firstRows(rows)).toEqual(['hidden 0', 'keep 0']);
  });

  it('gives a second channel of one job a row of its own', () => {
    const two = makeTrace(
      'custom',
      [],
      {
        a: new Array<number>(36).fill(0.1),
        b: new Array<number>(36).fill(0.2),
        h: new Array<number>(36).fill(0.3)
      },
      {},
      {}
    );
    expect(
      compareRows([two, rnn]).map(({ channelNames }) => channelNames)
    ).toEqual([['h'], ['a'], ['b']]);
  });

  it('shares one scale, the widest, or leaves each its own', () => {
    const row = {
      ...rows[0],
      channels: [
        { ...rnn.layers[0].channels[0], name: 'c', range: [-3, 3] as const },
        { ...rnn.layers[0].channels[0], name: 'c', range: [-1, 1] as const }
      ]
    };
    const shared = rowRanges(row, true);
    expect(shared[0]).toEqual(shared[1]);
    expect(rowRanges(row, false)[1]).toEqual([-1, 1]);
  });
});

describe('numbers of a comparison', () => {
  const trace = makeTrace(
    'rnn',
    rnnEquations,
    { h: [1, -1, 3, 1] },
    { h: [0, 0] },
    { steps: 2, units: 2 }
  );
  const h = trace.layers[0].channels[0];

  it('takes the mean over units, and how far the state moved', () => {
    expect(meanAt(h, 1)).toBe(2);
    expect(changeAt(trace.layers[0], h, 0)).toBe(1);
    expect(changeAt(trace.layers[0], h, 1)).toBe(2);
    expect(meanAt(h, 2)).toBeNaN();
  });

  it('orders units by the mean of their state, above zero on top', () => {
    const three = makeTrace(
      'rnn',
      rnnEquations,
      { h: [-1, 5, 0, -1, 5, 0] },
      {},
      { steps: 2, units: 3 }
    );
    expect([...compareOrder(three.layers[0], 'value')]).toEqual([1, 2, 0]);
    expect([...compareOrder(three.layers[0], 'index')]).toEqual([0, 1, 2]);
  });

  it('reads the answer at the step, else the last one of the run', () => {
    const answers: Trace = {
      ...trace,
      outputs: [
        { name: 'sum', values: float64([NaN, 0.96], [2]), range: [0, 2] }
      ],
      targets: [{ name: 'sum', values: float64([NaN, 1.37], [2]) }]
    };
    expect(answerAt(answers, 0)).toMatchObject({
      step: 1,
      value: 0.96,
      target: 1.37,
      right: null
    });
    expect(answerAt(trace, 0)).toBeNull();
    const classes: Trace = {
      ...trace,
      outputs: [{ name: 'P', values: float32([0.4, 0.7], [2]), range: [0, 1] }],
      targets: [{ name: 'P', values: float32([NaN, 1], [2]) }]
    };
    expect(answerAt(classes, 0)).toMatchObject({ step: 0, right: false });
    // Where the steps have targets of their own, one without any is not compared with another's.
    const [series] = classes.targets!;
    expect(
      answerAt(
        {
          ...classes,
          outputs: [
            { ...classes.outputs[0], values: float32([0.4, 0.7, 0.9], [3]) }
          ],
          targets: [{ ...series, values: float32([NaN, 1, 0], [3]) }]
        },
        0
      )
    ).toMatchObject({ target: null, right: null });
  });

  it('knows which way a metric is better', () => {
    const row = (name: string, mean: number, value: number) =>
      ({
        name: 'x',
        parameters: { count: 1, formula: '', arithmetic: '' },
        metric: { name, mean, baseline: { name: 'naive', value } }
      }) satisfies Comparison['rows'][number];
    expect(beatsBaseline(row('validation loss', 0.1, 0.2))).toBe(true);
    expect(beatsBaseline(row('validation loss', 0.2, 0.1))).toBe(false);
    expect(beatsBaseline(row('accuracy', 0.9, 0.5))).toBe(true);
    expect(beatsBaseline(row('error24', 0.5, 0.9))).toBe(true);
    expect(beatsBaseline(row('error24', 0.9, 0.5))).toBe(false);
    expect(beatsBaseline(row('sharpe', 0.9, 0.5))).toBeNull();
  });

  it('writes scores with three figures that count', () => {
    expect(formatScore(0.1563)).toBe('0.156');
    expect(formatScore(0.00592)).toBe('0.00592');
    expect(formatScore(2.2e-4)).toBe('2.2 × 10⁻⁴');
    expect(formatScore(12.345)).toBe('12.3');
    expect(formatScore(1234)).toBe('1234');
  });
});

describe('lossAxis', () => {
  const axis = lossAxis([
    {
      name: 'a',
      parameters: { count: 1, formula: '', arithmetic: '' },
      training: {
        name: 'loss',
        training: float64([0.9, 0.02], [2]),
        validation: float64([0.8, 0.0004], [2])
      }
    },
    { name: 'b', parameters: { count: 1, formula: '', arithmetic: '' } }
  ]);

  it('is one for all networks, in whole powers of ten', () => {
    expect(axis).toEqual({ low: -4, high: 0, epochs: 2 });
    expect(
      lossScale(axis!, 86).ticks.map(({ value }) =>
        Math.round(Math.log10(value))
      )
    ).toEqual([0, -1, -2, -3, -4]);
    expect([0, -2, -3].map(nearPowerWords)).toEqual(['1', '0.01', '10⁻³']);
    expect(lossScale(axis!, 86).within(1)).toBeCloseTo(6, 9);
    expect(lossScale(axis!, 86).within(1e-4)).toBeCloseTo(66, 9);
  });

  it('is none where nothing was trained', () => {
    expect(
      lossAxis([
        { name: 'b', parameters: { count: 1, formula: '', arithmetic: '' } }
      ])
    ).toBeNull();
  });
});

describe('a deviation', () => {
  it('has the decimals of its mean', () => {
    expect(formatDeviation(0.17, 0.0031)).toBe('0.003');
    expect(formatDeviation(2.5, 0.118)).toBe('0.12');
  });

  it('is never written as nothing', () => {
    expect(formatDeviation(0.17, 6.9e-5)).toBe('6.9 × 10⁻⁵');
    expect(formatDeviation(2e-4, 3e-5)).toBe('3.0 × 10⁻⁵');
  });
});
