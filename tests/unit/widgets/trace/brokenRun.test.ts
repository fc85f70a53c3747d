/** @jest-environment jsdom */
import {
  add,
  cell,
  gru,
  lstm,
  matmul,
  mul,
  rnn,
  tanh
} from '../../../../src/engine';
import type { LayerTrace, Trace } from '../../../../src/trace';
import { createCellView } from '../../../../src/widgets/cell/createCellView';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { createReadout } from '../../../../src/widgets/inspector/createReadout';
import { createTraceView } from '../../../../src/widgets/trace/createTraceView';
import { createUnrolledView } from '../../../../src/widgets/unrolled/createUnrolledView';
import { createWhatIfView } from '../../../../src/widgets/whatIf/createWhatIfView';
import type { ViewFactory } from '../../../../src/widgets/context';
import { openView } from '../viewPage';

const inputs = Array.from({ length: 6 }, (_, step) => [Math.sin(step)]);
const ownCell = cell({
  name: 'Own',
  inputSize: 1,
  units: 3,
  state: ['s'],
  parameters: ['W', 'U'],
  step({ x, s: before }, { W, U }) {
    const p = tanh(add(matmul(x, W), matmul(before, U)));
    return { p, s: add(mul(p, p), before) };
  },
  seed: 2
});
const cells: readonly (readonly [string, Trace])[] = [
  ['LSTM', lstm({ inputSize: 1, units: 3, seed: 1 }).run(inputs)],
  ['GRU', gru({ inputSize: 1, units: 3, seed: 1 }).run(inputs)],
  ['RNN', rnn({ inputSize: 1, units: 3, seed: 1 }).run(inputs)],
  ['own cell', ownCell.run(inputs)],
  ['wide LSTM', lstm({ inputSize: 1, units: 12, seed: 1 }).run(inputs)]
].map(([name, run]) => [
  name as string,
  (run as { toBundle(): unknown }).toBundle() as Trace
]);

/** The run with its carried state broken from step 3 on in some units, and with it everything after. */
function broken(
  trace: Trace,
  value: number,
  isBroken: (unit: number) => boolean = () => true
): Trace {
  const change = (layer: LayerTrace): LayerTrace => ({
    ...layer,
    channels: layer.channels.map(channel =>
      channel.role === 'state' ||
      channel.role === 'value' ||
      channel.role === 'term'
        ? {
            ...channel,
            array: {
              ...channel.array,
              values: channel.array.values.map((each, index) =>
                index >= 3 * layer.units && isBroken(index % layer.units)
                  ? value
                  : each
              )
            }
          }
        : channel
    )
  });
  return {
    ...trace,
    live: { session: 'a', revision: 0 },
    layers: trace.layers.map(change)
  };
}

const views: readonly (readonly [string, ViewFactory<Trace>])[] = [
  ['gates', createGatesView],
  ['wired cell', createCellView],
  ['unrolled chain', createUnrolledView],
  ['panel', createReadout as ViewFactory<Trace>],
  ['What if', createWhatIfView]
];

describe.each(views)('the %s', (_, factory) => {
  describe.each([NaN, Infinity, -Infinity, 1.1502475360289045e36])(
    'of a run whose state has become %d',
    value => {
      it.each([
        ...cells.map(([name, trace]) => [name, broken(trace, value)] as const),
        [
          'LSTM with one such unit',
          broken(cells[0][1], value, unit => unit === 1)
        ] as const
      ])('draws the %s and writes what can be read', (_, trace) => {
        const page = openView(factory, trace);
        for (const step of [5, 3, 2, 0]) {
          page.cursor.move({ step, unit: 1 }, {});
          const { element } = page;
          // One expectation for all of them: a view has thousands of attributes.
          const unreadable = [...element.querySelectorAll('*')].flatMap(each =>
            [...each.attributes]
              .map(({ name, value }) => `${each.tagName} ${name}: ${value}`)
              .filter(said => /\bNaN|Infinity|undefined/.test(said))
          );
          expect(unreadable).toEqual([]);
          const text = element.textContent ?? '';
          expect(text).not.toMatch(/NaN|Infinity|e\+|\d{9}/);
          // No arithmetic with what is no number.
          expect(text).not.toMatch(/× \(?−?∞|∞\)? [+−×]|[+−×] \(?−?∞/);
        }
        page.close();
      });
    }
  );
});

describe('a run with nothing in it', () => {
  const [[, trace]] = cells;
  const settled = async (bundle: Trace): Promise<string> => {
    const page = openView(createTraceView, bundle);
    await page.settle();
    const text = page.element.textContent ?? '';
    page.close();
    return text;
  };

  it('says that it has no layers', async () => {
    expect(await settled({ ...trace, layers: [] })).toMatch(
      /no recurrent layer/
    );
  });

  it('says that it has no steps', async () => {
    const none = {
      ...trace.layers[0].channels[0].array,
      values: new Float32Array(0)
    };
    const layers = trace.layers.map(layer => ({
      ...layer,
      channels: layer.channels.map(channel => ({
        ...channel,
        array: { ...none, shape: [0, layer.units] }
      }))
    }));
    expect(
      await settled({ ...trace, time: { ...trace.time, steps: 0 }, layers })
    ).toMatch(/no steps/);
  });
});
