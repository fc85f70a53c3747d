import { float32 } from '../../../../src/trace';
import type { Channel, Trace } from '../../../../src/trace';
import { flowOfTrace } from '../../../../src/views/gradientFlow/flowOfTrace';
import { gruTrace, lstmTrace } from '../../widgets/cells';

/** The trace with a gradient by a state: `rows[t]` are its numbers at step t. */
function withGradient(trace: Trace, of: string, rows: number[][]): Trace {
  const gradient: Channel = {
    name: `d${of}`,
    label: 'gradient',
    role: 'gradient',
    of,
    range: [-1, 1],
    array: float32(rows.flat(), [rows.length, rows[0].length])
  };
  const [layer, ...others] = trace.layers;
  return {
    ...trace,
    time: { ...trace.time, steps: rows.length },
    layers: [{ ...layer, channels: [...layer.channels, gradient] }, ...others]
  };
}

const rows = [
  [0.003, 0.004],
  [0.3, 0.4],
  [3, 4],
  [0, 0]
];

describe('flowOfTrace', () => {
  it('is nothing for a run without gradients', () => {
    expect(flowOfTrace(lstmTrace())).toBeNull();
  });

  it('holds the norms of the gradients, and the memory that they leave', () => {
    const flow = flowOfTrace(withGradient(gruTrace(), 'h', rows))!;
    const [network] = flow.networks;
    // Three, four, five: 3² + 4² = 5².
    expect(Array.from(network.hidden.values, value => value)).toEqual([
      expect.closeTo(0.005, 7),
      expect.closeTo(0.5, 6),
      5,
      0
    ]);
    // The last step has no gradient: the loss is before it. 0.5 is a tenth of 5, 0.005 a thousandth.
    expect(flow.lossStep).toBe(2);
    expect(network.effectiveMemory).toBe(2);
    expect(network.cell).toBe('gru');
    expect(network.product.values.every(Number.isNaN)).toBe(true);
  });

  it('has both directions of a bidirectional layer, each with its own loss', () => {
    const trace = withGradient(gruTrace(), 'h', rows);
    const [layer] = trace.layers;
    const flow = flowOfTrace({
      ...trace,
      layers: [
        { ...layer, name: 'both/forward' },
        { ...layer, name: 'both/backward', direction: 'backward' }
      ]
    })!;
    expect(
      flow.networks.map(({ name, direction, lossStep }) => ({
        name,
        direction,
        lossStep
      }))
    ).toEqual([
      { name: 'both/forward', direction: undefined, lossStep: undefined },
      { name: 'both/backward', direction: 'backward', lossStep: 0 }
    ]);
    // From 0.005 on, the norms only grow up to step 2; at step 3 nothing comes back.
    expect(flow.networks[1].effectiveMemory).toBe(3);
  });

  it('has the cell state of an LSTM', () => {
    const both = withGradient(withGradient(lstmTrace(), 'c', rows), 'h', rows);
    expect(flowOfTrace(both)?.networks[0].cellState?.values[2]).toBe(5);
  });

  it('takes the state of a cell with letters of its own', () => {
    const trace = gruTrace();
    const [layer] = trace.layers;
    const renamed: Trace = {
      ...trace,
      layers: [
        {
          ...layer,
          cell: 'custom',
          channels: layer.channels.map(channel =>
            channel.name === 'h' ? { ...channel, name: 's' } : channel
          )
        }
      ]
    };
    const flow = flowOfTrace(withGradient(renamed, 's', rows));
    expect(flow?.networks[0].hidden.values[2]).toBe(5);
  });
});
