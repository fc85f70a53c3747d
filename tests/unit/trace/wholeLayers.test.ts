import { comparedLayer, float32, wholeLayers } from '../../../src/trace';
import type { Trace } from '../../../src/trace';
import { compareRows } from '../../../src/views/compare/compareRows';
import { lstmTrace } from '../widgets/cells';

/** An LSTM whose h is projected to one number: saved as a layer beside it. */
function projected(): Trace {
  const trace = lstmTrace();
  const [layer] = trace.layers;
  const h = layer.channels.find(({ name }) => name === 'h')!;
  return {
    ...trace,
    layers: [
      { ...layer, channels: layer.channels.filter(each => each !== h) },
      {
        ...layer,
        cell: 'custom',
        name: `${layer.name}/h`,
        units: 1,
        channels: [
          { ...h, array: float32(new Array<number>(6).fill(0.5), [6, 1]) }
        ]
      }
    ]
  };
}

describe('wholeLayers', () => {
  it('is what it is for a plain trace', () => {
    const trace = lstmTrace();
    expect(wholeLayers(trace)).toEqual(trace.layers);
  });

  it('puts channels of another width back into their layer', () => {
    const [layer, ...others] = wholeLayers(projected());
    expect(others).toEqual([]);
    expect(layer.name).toBe(lstmTrace().layers[0].name);
    expect(layer.channels.map(({ name }) => name)).toContain('h');
    expect(layer.cell).toBe('lstm');
  });

  it('lets a projected h be compared, and the gates beside it', () => {
    const rows = compareRows([projected(), lstmTrace()]);
    const hidden = rows.find(({ hue }) => hue === 'hidden');
    expect(hidden?.channels.map(each => each?.array.shape[1])).toEqual([1, 3]);
    const keep = rows.find(({ hue }) => hue === 'keep');
    expect(keep?.channels.every(each => each !== null)).toBe(true);
    expect(comparedLayer(projected()).units).toBe(3);
  });
});
