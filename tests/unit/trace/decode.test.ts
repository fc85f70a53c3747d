import * as fc from 'fast-check';
import {
  BundleError,
  decodeBundle,
  decodeToKernel,
  encode,
  float32,
  float64,
  packBuffers,
  TRACE_VERSION,
  unpackBuffers,
  type Bundle,
  type Trace
} from '../../../src/trace';
import { bundle } from './bundles';
import { draws } from '../widgets/draws';

/** What a notebook file or a socket does to a bundle. */
const throughJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value));

/** `undefined` keys do not survive JSON and are not expected to. */
function withoutUndefined(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(withoutUndefined);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, withoutUndefined(item)])
    );
  }
  return value;
}

const small: Trace = {
  version: 1,
  kind: 'trace',
  id: 'a',
  time: { steps: 2, name: 'step', labels: ['one', 'two'] },
  input: { names: ['x'], array: float64([1, 2], [2, 1]), editable: true },
  layers: [
    {
      name: 'lstm',
      cell: 'lstm',
      cellName: 'LSTM',
      direction: 'forward',
      inputSize: 1,
      units: 1,
      parameters: { count: 12, formula: '4((n+m)m+m)', arithmetic: '12' },
      equations: [],
      channels: [
        {
          name: 'f',
          label: 'forget',
          role: 'gate',
          range: [0, 1],
          array: float32([0.25, 0.75], [2, 1])
        }
      ]
    }
  ],
  outputs: [],
  clamps: [],
  edits: []
};

/** The saved form with the value at `path` replaced, or taken out when `wound` is undefined. */
function broken(path: string, wound: unknown): unknown {
  const json = throughJson(encode(small));
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const owner = keys.reduce<unknown>(
    (value, key) => (value as Record<string, unknown>)[key],
    json
  );
  Object.defineProperty(owner, last, {
    value: wound,
    enumerable: true,
    configurable: true
  });
  return json;
}

function errorOf(json: unknown): BundleError {
  try {
    decodeBundle(json);
  } catch (error) {
    if (error instanceof BundleError) {
      return error;
    }
    throw error;
  }
  throw new Error('the bundle was accepted');
}

describe('a bundle that was saved', () => {
  it('comes back the same, whatever its kind', () => {
    fc.assert(
      fc.property(bundle, original => {
        const back = decodeBundle(throughJson(encode(original)));
        expect(back).toEqual(withoutUndefined(original));
      }),
      draws(300, { gate: 80 })
    );
  });

  it('comes back the same from the binary buffers of a comm message', () => {
    fc.assert(
      fc.property(bundle, original => {
        const { data, buffers } = packBuffers({ bundle: original });
        // A front end hands buffers over as views, at any address.
        const views = buffers.map(buffer => {
          const shifted = new Uint8Array(buffer.byteLength + 1);
          shifted.set(new Uint8Array(buffer), 1);
          return new DataView(shifted.buffer, 1);
        });
        const message = throughJson(data) as { bundle: unknown };
        const expected = withoutUndefined(original);
        expect(unpackBuffers(message, views)).toEqual({ bundle: expected });
        expect(decodeBundle(message.bundle, { buffers: views })).toEqual(
          expected
        );
      }),
      { numRuns: 100 }
    );
  });

  it('has binary buffers for long arrays alone: each costs more on its way than small ones in the text', () => {
    const numbers = (count: number) =>
      float64(
        Array.from({ length: count }, (_, at) => at / 3),
        [count]
      );
    const message = { empty: numbers(0), few: numbers(8), many: numbers(800) };
    const { data, buffers } = packBuffers(message);
    expect(buffers.map(({ byteLength }) => byteLength)).toEqual([6400]);
    expect(data.many).toMatchObject({ buffer: 0 });
    expect(
      unpackBuffers(throughJson(data) as Record<string, unknown>, buffers)
    ).toEqual(message);
  });

  it('keeps NaN, both infinities and minus zero, in arrays and alone', () => {
    const values = [NaN, Infinity, -Infinity, -0];
    const check: Bundle = {
      version: 1,
      kind: 'check',
      id: 'c',
      exercise: 'e',
      status: 'notYet',
      points: 0,
      maxPoints: 1,
      message: '',
      details: [],
      seconds: 0,
      numbersChecked: 1,
      first: { channel: 'c', step: 0, unit: 0, expected: -Infinity, got: NaN },
      channels: [
        {
          name: 'c',
          label: 'cell state',
          role: 'state',
          range: [-1, 1],
          firstDifference: 0,
          expected: float64(values, [2, 2]),
          got: float32(values, [2, 2])
        }
      ]
    };
    expect(decodeBundle(throughJson(encode(check)))).toEqual(check);
  });

  it('does not take the word NaN in a label for a number', () => {
    const labeled = {
      ...small,
      title: 'NaN',
      time: { ...small.time, labels: ['NaN', 'Infinity'] }
    };
    expect(decodeBundle(throughJson(encode(labeled)))).toEqual(labeled);
  });

  it('may carry keys that this version does not know', () => {
    const json = broken('later', { a: [1] });
    expect(decodeBundle(json)).toMatchObject({ kind: 'trace' });
  });
});

describe('a bundle that cannot be used', () => {
  it.each<[what: string, path: string, wound: unknown, message: string]>([
    [
      'text for a number',
      'layers.0.units',
      'six',
      'trace.layers[0].units: expected a whole number, got "six"'
    ],
    [
      'a missing part',
      'time',
      undefined,
      'trace: expected an object with “time”, got one without it'
    ],
    [
      'an unknown word',
      'layers.0.channels.0.role',
      'door',
      'trace.layers[0].channels[0].role: expected one of "gate", "candidate", "state", "gradient", "term", "value", got "door"'
    ],
    [
      'a matrix with one axis',
      'layers.0.channels.0.array.shape',
      [2],
      'trace.layers[0].channels[0].array.shape: expected at least 2 entries, got a list of 1'
    ],
    [
      'fewer bytes than the shape needs',
      'layers.0.channels.0.array.shape',
      [2, 2],
      'trace.layers[0].channels[0].array: expected 16 bytes for shape [2, 2] of f32, got 12 characters of base64'
    ],
    [
      'a shape whose size overflows',
      'input.array.shape',
      [2 ** 40, 2 ** 40],
      'trace.input.array: expected 9.671406556917033e+24 bytes for shape [1099511627776, 1099511627776] of f64, got 24 characters of base64'
    ],
    [
      'other steps in a channel than on the time axis',
      'layers.0.channels.0.array',
      encode({ array: float32([1, 2, 3], [3, 1]) }).array,
      'trace.layers[0].channels[0].array: expected shape [2, 1], got [3, 1]'
    ],
    [
      'too few labels',
      'time.labels',
      ['one'],
      'trace.time.labels: expected 2 entries, got 1'
    ],
    [
      'a range upside down',
      'layers.0.channels.0.range',
      [1, 0],
      'trace.layers[0].channels[0].range: expected the lower end before the higher, got [1, 0]'
    ],
    [
      'two layers of one name',
      'layers.1',
      encode(small).layers[0],
      'trace.layers: expected a name only once, got “lstm” twice'
    ],
    [
      'two channels of one name',
      'layers.0.channels.1',
      encode(small).layers[0].channels[0],
      'trace.layers[0].channels: expected a name only once, got “f” twice'
    ],
    [
      'a clamp on a layer that is not there',
      'clamps.0',
      { layer: 'gru', channel: 'z', value: 1 },
      'trace.clamps[0].layer: expected one of lstm, got “gru”'
    ],
    [
      'a clamp on a unit that is not there',
      'clamps.0',
      { layer: 'lstm', channel: 'f', units: [3], value: 1 },
      'trace.clamps[0].units: expected below 1, got 3'
    ],
    [
      'an edit after the end',
      'edits.0',
      { step: 2, feature: 0, value: 1 },
      'trace.edits[0].step: expected below 2, got 2'
    ],
    [
      'a kind that nobody draws',
      'kind',
      'constructor',
      'bundle.kind: expected one of attention, check, claim, comparison, gradientFlow, history, prediction, predictions, questions, race, search, summary, trace, weights, got "constructor"'
    ],
    [
      'a version that is no number',
      'version',
      '1',
      'bundle.version: expected a whole number from 1, got "1"'
    ]
  ])('says where and what: %s', (_, path, wound, message) => {
    expect(errorOf(broken(path, wound)).message).toBe(message);
  });

  it('of a newer version says which, and what to do', () => {
    const error = errorOf({ version: 2, kind: 'hologram' });
    expect(error.fault).toBe('newer');
    expect(error.message).toBe(
      'This output was written by gatescope trace version 2; this gatescope reads up to version 1. ' +
        'Upgrade gatescope to see it (pip install --upgrade gatescope).'
    );
  });

  it('with more numbers than the reader takes is too large', () => {
    const json = throughJson(encode(small));
    expect(decodeBundle(json, { maximumBytes: 24 })).toBeDefined();
    expect(() => decodeBundle(json, { maximumBytes: 23 })).toThrow(
      'at most 23 bytes of numbers in all'
    );
  });

  it('with a label of a megabyte is too large', () => {
    const error = errorOf(broken('time.labels', ['a', 'b'.repeat(2 ** 20)]));
    expect(error.fault).toBe('tooLarge');
    expect(error.place).toBe('trace.time.labels[1]');
  });

  it('nested a hundred thousand deep is refused without recursion', () => {
    let deep: unknown = 0;
    for (let level = 0; level < 100_000; level++) {
      deep = { args: [deep] };
    }
    expect(errorOf({ version: 1, kind: 'trace', deep }).fault).toBe('tooLarge');
  });

  it('that holds itself is refused', () => {
    const json: Record<string, unknown> = { version: 1, kind: 'trace' };
    json.self = json;
    expect(errorOf(json).fault).toBe('tooLarge');
  });

  it('with an accessor never runs it', () => {
    const json = Object.defineProperty({ version: 1 }, 'kind', {
      enumerable: true,
      get() {
        throw new Error('the accessor ran');
      }
    });
    expect(errorOf(json).got).toBe('an accessor');
  });

  it('cannot set a prototype', () => {
    const json = broken('__proto__', { polluted: true });
    expect(Object.keys(decodeBundle(json))).not.toContain('__proto__');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('whatever is passed', () => {
  const onlyBundleErrors = (json: unknown): void => {
    try {
      decodeBundle(json);
    } catch (error) {
      if (!(error instanceof BundleError)) {
        throw error;
      }
    }
  };

  it('decodeBundle throws nothing but BundleError on random values', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withSparseArray: true,
          withTypedArray: true
        }),
        onlyBundleErrors
      ),
      draws(2000, { gate: 300 })
    );
  });

  it('decodeBundle throws nothing but BundleError on bundles with a wound', () => {
    const wounds: fc.Arbitrary<unknown> = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(
        -1,
        1e308,
        2 ** 53,
        '',
        '====',
        '<img src=x>',
        [],
        {},
        null
      ),
      fc.record({
        dtype: fc.constantFrom('f32', 'f64', 'u8', 'f16'),
        shape: fc.array(fc.oneof(fc.nat(5), fc.constant(2 ** 45)), {
          maxLength: 4
        }),
        data: fc.constantFrom('', 'AAAA', 'AAAAAAA=', 'AAAAAAAAAAA=', '\u0000')
      })
    );
    fc.assert(
      fc.property(bundle, fc.nat(), wounds, (original, where, wound) => {
        const json = throughJson(encode(original));
        const places: [Record<string, unknown>, string][] = [];
        const visit = (value: unknown): void => {
          if (typeof value === 'object' && value !== null) {
            for (const key of Object.keys(value)) {
              places.push([value as Record<string, unknown>, key]);
              visit((value as Record<string, unknown>)[key]);
            }
          }
        };
        visit(json);
        const [owner, key] = places[where % places.length];
        owner[key] = wound;
        onlyBundleErrors(json);
      }),
      draws(3000, { gate: 400 })
    );
  });

  it('decodeToKernel throws nothing but BundleError', () => {
    const method = fc.constantFrom(
      'attach',
      'recompute',
      'whole',
      'select',
      'gradientFlow',
      'stop',
      'resume',
      'useEpoch',
      'history',
      'check',
      'compare',
      'toString'
    );
    const message = fc.oneof(
      fc.anything(),
      fc.record({
        type: fc.constantFrom('request', 'hello', 'reply'),
        number: fc.oneof(fc.nat(), fc.jsonValue()),
        method,
        params: fc.jsonValue()
      })
    );
    fc.assert(
      fc.property(message, data => {
        try {
          decodeToKernel(data);
        } catch (error) {
          if (!(error instanceof BundleError)) {
            throw error;
          }
        }
      }),
      draws(2000, { gate: 300 })
    );
  });
});

describe('a message to the kernel', () => {
  it('is taken when its parameters have the form of its method', () => {
    const message = {
      type: 'request',
      number: 3,
      method: 'recompute',
      params: {
        id: 'a',
        edits: [{ step: 0, feature: 0, value: 1.5 }],
        clamps: [{ layer: 'lstm', channel: 'f', steps: [1, 2], value: 'mean' }]
      }
    };
    expect(decodeToKernel(message)).toEqual(message);
  });

  it('says which parameter is wrong', () => {
    expect(() =>
      decodeToKernel({
        type: 'request',
        number: 3,
        method: 'recompute',
        params: {
          id: 'a',
          edits: [],
          clamps: [{ layer: 'lstm', channel: 'f', value: 'most' }]
        }
      })
    ).toThrow(
      'recompute.clamps[0].value: expected text of the form ^mean$, got "most"'
    );
  });

  it('says which method is unknown', () => {
    expect(() =>
      decodeToKernel({
        type: 'request',
        number: 1,
        method: 'valueOf',
        params: {}
      })
    ).toThrow('message.method: expected one of attach,');
  });

  it('finds its arrays in the buffers and counts their bytes', () => {
    const message = {
      type: 'hello',
      protocol: 1,
      version: '1',
      extra: { dtype: 'f32', shape: [3], buffer: 0 }
    };
    expect(() => decodeToKernel(message, [new ArrayBuffer(8)])).toThrow(
      'message.extra: expected 12 bytes for shape [3] of f32, got 8'
    );
    expect(() => decodeToKernel(message)).toThrow(
      'message.extra.buffer: expected an index below 0'
    );
  });
});

it('numbers are saved little-endian: 1 as f32 is 00 00 80 3f', () => {
  expect(encode({ array: float32([1], [1]) }).array.data).toBe('AACAPw==');
});

describe('a picture that would take more pixels than a page has', () => {
  const header = { version: TRACE_VERSION, id: 'a' };
  const race = (planned: number, groups: number) => ({
    ...header,
    kind: 'race',
    status: 'running',
    epochs: { done: 0, planned },
    metric: { name: 'accuracy', greaterIsBetter: true },
    groupName: 'delay',
    groups: Array.from({ length: groups }, (_, at) => at),
    baseline: { value: 0.5 },
    best: 1,
    networks: [
      { name: 'LSTM', parameters: 1, scores: float64([], [0, groups]) }
    ]
  });
  const attention = (units: number) => ({
    ...header,
    kind: 'attention',
    score: 'dot',
    source: [],
    decodings: [
      {
        name: 'forced',
        target: [],
        weights: float64([], [0, 0]),
        sourceStates: float64([], [0, units])
      }
    ]
  });

  it.each([
    [race(30_001, 1), 'race.epochs.planned: expected below 30001, got 30001'],
    [
      race(30_000, 2),
      'race.epochs.planned times groups times networks: expected below 50001, got 60000'
    ],
    [attention(9e15), 'units: expected below 16385, got 9000000000000000']
  ])('is refused', (bundle, words) => {
    expect(() => decodeBundle(encode(bundle as never))).toThrow(words);
  });

  it('is taken where it is as large as it may be', () => {
    expect(decodeBundle(encode(race(30_000, 1) as never))).toMatchObject({
      kind: 'race'
    });
  });
});
