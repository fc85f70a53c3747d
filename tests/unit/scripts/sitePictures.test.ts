import { evaluate } from './evaluate';

const TRACE = 'application/vnd.gatescope.trace+json';
const NETWORK = 'application/x-gatescope-network+json';

const shown = (data: object) => ({
  output_type: 'display_data',
  metadata: { gatescope: 1 },
  data
});

/** What a page gets of a cell that has run. */
function pictures(cell: object, ...outputs: object[]): unknown {
  return evaluate('site-pictures.mjs', 'script.picturesOf(...given)', [
    { metadata: {}, ...cell },
    { outputs }
  ]);
}

describe('what ships of the outputs of a notebook cell', () => {
  const picture = shown({
    [TRACE]: { id: 'a' },
    [NETWORK]: { runs: [] },
    'image/svg+xml': '<svg/>',
    'text/html': '<img>',
    'text/plain': 'LSTM'
  });

  it('is its picture with the network behind it, and its text', () => {
    const said = { output_type: 'stream', name: 'stdout', text: 'done' };
    expect(pictures({}, picture, said)).toEqual([
      {
        output_type: 'display_data',
        metadata: {},
        data: { [TRACE]: { id: 'a' }, [NETWORK]: { runs: [] } }
      },
      said
    ]);
  });

  it('is nothing of a cell that asks, by its metadata or by what it shows', () => {
    const asks = (gatescope: object) =>
      pictures({ metadata: { gatescope } }, picture);
    expect(asks({ exercise: { id: 'a', role: 'answer' } })).toEqual([]);
    expect(asks({ prediction: { key: 'a' } })).toEqual([]);
    expect(asks({ questions: { keys: ['a'] } })).toEqual([]);
    const asked = shown({ 'application/vnd.gatescope.questions+json': {} });
    expect(pictures({}, picture, asked)).toEqual([]);
  });

  it('is nothing of a cell that failed, or that ships with its picture', () => {
    expect(pictures({}, picture, { output_type: 'error' })).toEqual([]);
    expect(pictures({ outputs: [picture] }, picture)).toEqual([]);
    expect(
      evaluate('site-pictures.mjs', 'script.picturesOf({ metadata: {} })')
    ).toEqual([]);
  });
});
