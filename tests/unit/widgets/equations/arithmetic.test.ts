import { gru, lstm, minGru, minLstm, rnn, sLstm } from '../../../../src/engine';
import { expressionText, float32 } from '../../../../src/trace';
import type { LayerTrace } from '../../../../src/trace';
import { workOut } from '../../../../src/views/equations/arithmetic';
import {
  arithmeticText,
  arithmeticTexts
} from '../../../../src/views/equations/arithmeticText';
import { arithmeticShape } from '../../../../src/widgets/equations/arithmeticMathml';
import { layerValues } from '../../../../src/views/equations/layerValues';
import {
  before,
  channel,
  gruTrace,
  lstmTrace,
  operation,
  parameter
} from '../cells';

const trace = lstmTrace();
const layer = trace.layers[0];
const values = layerValues(layer, trace.time);
const equation = (name: string) => {
  const found = layer.equations.find(each => each.channel === name);
  if (!found) {
    throw new Error(`no equation for ${name}`);
  }
  return found;
};
const read = (name: string, step: number, unit: number): number =>
  layer.channels.find(each => each.name === name)!.array.values[
    step * layer.units + unit
  ];

describe('layerValues', () => {
  it('reads a state of the step before from the channel, and from its start at the first step', () => {
    expect(values.value(before('c'), 5, 1)).toBe(read('c', 4, 1));
    expect(values.value(before('c'), 0, 1)).toBe(
      layer.channels.find(each => each.name === 'c')!.initial!.values[1]
    );
  });

  it('computes a product of channels unit by unit', () => {
    expect(
      values.value(operation('multiply', channel('i'), channel('g')), 3, 2)
    ).toBe(read('i', 3, 2) * read('g', 3, 2));
  });

  it('does not know a product with a weight matrix unless the trace holds it as a term', () => {
    const term = operation('matmul', parameter('U', 'f'), before('h'));
    expect(values.value(term, 3, 0)).toBeNull();
    const recorded: LayerTrace = {
      ...layer,
      channels: [
        ...layer.channels,
        {
          name: expressionText(term),
          label: 'U h',
          role: 'term',
          of: 'f',
          range: [-1, 1],
          array: float32(
            new Array<number>(trace.time.steps * layer.units).fill(0.5),
            [trace.time.steps, layer.units]
          )
        }
      ]
    };
    expect(layerValues(recorded, trace.time).value(term, 3, 0)).toBe(0.5);
  });

  it('finds the step before to the right in a backward layer', () => {
    const backward = lstmTrace({ direction: 'backward' });
    const c = backward.layers[0].channels.find(each => each.name === 'c')!;
    const reversed = layerValues(backward.layers[0], backward.time);
    expect(reversed.value(before('c'), 5, 1)).toBe(c.array.values[6 * 3 + 1]);
    expect(reversed.value(before('c'), 11, 1)).toBe(c.initial!.values[1]);
    expect(reversed.value(before('c'), 11, 1)).not.toBe(0);
  });

  it('takes the mean over units of the value, not the value of the means', () => {
    const product = operation('multiply', channel('f'), before('c'));
    const mean =
      [0, 1, 2]
        .map(unit => read('f', 4, unit) * read('c', 3, unit))
        .reduce((sum, value) => sum + value, 0) / 3;
    expect(values.value(product, 4, 'mean')).toBeCloseTo(mean, 12);
  });
});

const sizes = { inputSize: 2, units: 3, seed: 4 };

describe('every equation that is drawn gives the recorded number', () => {
  it.each(
    Object.entries({ RNN: rnn, LSTM: lstm, GRU: gru, minGru, minLstm, sLstm })
  )('of %s, at every step and unit', (_, make) => {
    const { layers, time } = make(sizes)
      .run([
        [1, -2],
        [0, 0.5],
        [-3, 1]
      ])
      .toBundle();
    const [layer] = layers;
    const values = layerValues(layer, time);
    for (const { channel, expression } of layer.equations) {
      for (let step = 0; step < 3; step++) {
        for (let unit = 0; unit < sizes.units; unit++) {
          expect(values.value(expression, step, unit)).toBeCloseTo(
            values.channel(channel, step, unit)!,
            5
          );
        }
      }
    }
  });
});

describe('workOut', () => {
  it('puts numbers into the products, then into the sum, and ends at the recorded value', () => {
    const worked = workOut(values, equation('c'), 7, 1);
    const [products, sums] = worked.lines;
    expect(worked.lines).toHaveLength(2);
    expect(arithmeticShape(products)).toBe('s(p(vv)p(vv))');
    expect(arithmeticShape(sums)).toBe('s(vv)');
    const f = read('f', 7, 1);
    const c = read('c', 6, 1);
    expect(arithmeticTexts(products)[0]).toBe(f.toFixed(2));
    expect(arithmeticTexts(products)[1]).toBe(
      c < 0 ? `(−${(-c).toFixed(2)})` : c.toFixed(2)
    );
    expect(worked.result).toBe(read('c', 7, 1));
    expect(arithmeticText(products)).toMatch(
      /^[−.\d]+ × \(?[−.\d]+\)? [+−] [.\d]+ × \(?[−.\d]+\)?$/
    );
  });

  it('merges the sign of a summand into the sum and brackets a negative factor', () => {
    const texts = arithmeticTexts({
      kind: 'sum',
      of: channel('c'),
      terms: [
        { sign: 1, term: { kind: 'value', value: -0.54, of: channel('f') } },
        { sign: 1, term: { kind: 'value', value: -0.19, of: channel('i') } },
        { sign: -1, term: { kind: 'value', value: -0.2, of: channel('i') } }
      ]
    });
    expect(texts).toEqual(['−0.54', '−', '0.19', '+', '0.20']);
    expect(
      arithmeticTexts({
        kind: 'product',
        of: channel('c'),
        factors: [
          { kind: 'value', value: -0.3, of: channel('i') },
          { kind: 'value', value: -0.624, of: channel('g') }
        ]
      })
    ).toEqual(['−0.30', '(−0.62)']);
  });

  it('shows only the value of a gate whose summands are not in the trace', () => {
    const worked = workOut(values, equation('f'), 7, 1);
    expect(worked.lines).toEqual([]);
    expect(worked.result).toBe(read('f', 7, 1));
  });

  it('writes tanh(c) as its value in the product of h', () => {
    const worked = workOut(values, equation('h'), 7, 1);
    expect(worked.lines.map(arithmeticShape)).toEqual(['p(vv)']);
    expect(arithmeticTexts(worked.lines[0])[0]).toBe(
      read('o', 7, 1).toFixed(2)
    );
  });

  it('keeps 1 − z of a GRU together as one factor', () => {
    const gru = gruTrace();
    const gruValues = layerValues(gru.layers[0], gru.time);
    const worked = workOut(gruValues, gru.layers[0].equations[3], 4, 0);
    expect(worked.lines.map(arithmeticShape)).toEqual([
      's(p(vv)p(vv))',
      's(vv)'
    ]);
    const z = gruValues.channel('z', 4, 0)!;
    expect(arithmeticTexts(worked.lines[0])[0]).toBe((1 - z).toFixed(2));
  });

  it('leaves products out for the mean over units', () => {
    const worked = workOut(values, equation('c'), 7, 'mean');
    expect(worked.lines.map(arithmeticShape)).toEqual(['s(vv)']);
    expect(workOut(values, equation('h'), 7, 'mean').lines).toEqual([]);
  });
});
