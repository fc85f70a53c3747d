import * as engine from '../../../src/engine';
import { entries, type Entry, writeFiles } from './publicCalls';

// Every public call is made with one argument or option spoilt at a time. It may take the value where
// that means something; else it must answer with an error that begins with the call's own name and
// says what was expected, and never with one that JavaScript made up deep inside.

const { layers, losses, lstm, metrics, sequential } = engine;

const run = lstm({ inputSize: 2, units: 2, seed: 1 });

/** Not calls that a person makes: results of other calls, and what has been listed one by one. */
const elsewhere = new Set([
  'AttentionView',
  'Cell',
  'EncoderDecoder',
  'GradientFlow',
  'History',
  'Race',
  'LayerRun',
  'NGrams',
  'Pipeline',
  'RunOfNetwork',
  'SavedRun',
  'Sequential',
  'Summary',
  'Tensor',
  'WeightsByGate'
]);

const spoilt: readonly [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a text', 'no such thing'],
  ['NaN', NaN],
  ['minus infinity', -Infinity],
  ['minus a half', -0.5],
  ['a huge number', 1e300],
  ['an empty list', []],
  ['a list with a hole', [1, undefined, 3]],
  ['a list of texts', ['a']],
  ['a list of NaN', [NaN, NaN]],
  ['an uneven list', [[1], [1, 2]]],
  ['a cube', [[[1]]]],
  ['an empty object', {}],
  ['a function', () => undefined],
  ['true', true],
  ['a date', new Date(0)]
];

interface Outcome {
  readonly error: unknown;
}

async function outcomeOf(call: () => unknown): Promise<Outcome | null> {
  try {
    await call();
    return null;
  } catch (error) {
    return { error };
  }
}

/** A value that no number, switch or tensor can be: it must be refused where one of these belongs. */
function mustBeRefused(
  valid: unknown,
  value: unknown,
  isOption = false
): boolean {
  if (value === undefined || valid === undefined) {
    return false;
  }
  // An option that is null is one that is not given.
  if (value === null && isOption) {
    return false;
  }
  switch (typeof valid) {
    case 'number':
      return typeof value !== 'number' || Number.isNaN(value);
    case 'boolean':
      return typeof value !== 'boolean';
    case 'string':
      return true;
    case 'function':
      return typeof value !== 'function' && value !== null;
    default:
      return value === null || ['string', 'boolean'].includes(typeof value);
  }
}

/**
 * The options in an argument, at any depth, as the keys that lead to them; of a list those of its first.
 * What has functions was made by another call, but for an argument itself.
 */
function objectsIn(value: unknown, path: readonly string[]): string[][] {
  if (Array.isArray(value)) {
    return objectsIn(value[0], [...path, '0']);
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    Object.getPrototypeOf(value) !== Object.prototype ||
    (path.length > 1 &&
      Object.values(Object.getOwnPropertyDescriptors(value)).some(
        ({ get, value: inner }) => get || typeof inner === 'function'
      ))
  ) {
    return [];
  }
  return [
    [...path],
    ...Object.entries(value).flatMap(([name, inner]) =>
      objectsIn(inner, [...path, name])
    )
  ];
}

const valueAt = (whole: unknown, path: readonly string[]): unknown =>
  path.reduce((inner, key) => (inner as Record<string, unknown>)[key], whole);

/** A copy with another value where the keys lead. */
function replaced(
  whole: unknown,
  [key, ...rest]: readonly string[],
  value: unknown
): unknown {
  const copy = (
    Array.isArray(whole) ? [...whole] : { ...(whole as object) }
  ) as Record<string, unknown>;
  copy[key] = rest.length > 0 ? replaced(copy[key], rest, value) : value;
  return copy;
}

const names = entries.map(({ who }) => who);

async function complaintsAbout(of: Entry): Promise<string[]> {
  const complaints: string[] = [];
  const check = async (
    where: string,
    words: string,
    given: unknown[],
    refused: boolean
  ) => {
    const outcome = await outcomeOf(() => of.call(...(given as never[])));
    const place = `${of.who}: ${where} = ${words}`;
    if (outcome === null) {
      if (refused) {
        complaints.push(`${place} was taken`);
      }
      return;
    }
    const { error } = outcome;
    const message = error instanceof Error ? error.message : String(error);
    // A call may hand the work to another; only a nameless tensor tells too little.
    const begins = names.some(
      name =>
        message.startsWith(name) && (name !== 'tensor' || of.who === 'tensor')
    );
    if (!begins) {
      complaints.push(`${place} answered: ${message.slice(0, 120)}`);
    }
  };
  const spoil = async (path: readonly string[], isOption: boolean) => {
    const name = path.at(-1)!;
    for (const [words, value] of spoilt) {
      const given = of.valid();
      const before = valueAt(given, path);
      const isFree =
        of.free?.includes(path.join('.')) ||
        (isOption &&
          typeof value === 'string' &&
          ['name', 'title', 'text'].includes(name));
      await check(
        path.join('.'),
        words,
        replaced(given, path, value) as unknown[],
        !isFree && mustBeRefused(before, value, isOption)
      );
    }
  };
  for (const [at, argument] of of.valid().entries()) {
    await spoil([`${at}`], false);
    for (const path of objectsIn(argument, [`${at}`])) {
      const isFree = of.free?.some(
        each =>
          each.endsWith('.*') &&
          `${path.join('.')}.`.startsWith(each.slice(0, -1))
      );
      if (isFree) {
        continue;
      }
      for (const name of Object.keys(valueAt(of.valid(), path) as object)) {
        await spoil([...path, name], true);
      }
      const unknown = [...path, 'noSuchOption'];
      await check(
        unknown.join('.'),
        '1',
        replaced(of.valid(), unknown, 1) as unknown[],
        true
      );
    }
  }
  return complaints;
}

beforeAll(writeFiles);

it('knows every export', () => {
  const known = new Set(entries.map(({ who }) => who));
  const missing = Object.entries(engine).flatMap(([name, value]) =>
    typeof value === 'object'
      ? Object.keys(value)
          .map(inner => `${name}.${inner}`)
          .filter(full => !known.has(full))
      : known.has(name) || elsewhere.has(name)
        ? []
        : [name]
  );
  expect(missing).toEqual([
    'data.births',
    'data.co2',
    'data.euro',
    'data.movements',
    'data.sensors',
    'data.vowels',
    'data.weather'
  ]);
});

/** What a person may write for a name: another framework's letters, a letter lost, doubled or swapped. */
const misspelt = (name: string): readonly string[] => [
  name.toUpperCase(),
  name[0].toUpperCase() + name.slice(1),
  name.slice(0, -1),
  name.slice(1),
  name[0] + name,
  name[0] + name.slice(2) + name[1],
  `${name}s`
];

it.each(
  Object.entries(engine).filter(([, value]) => typeof value === 'object')
)(
  '%s refuses each name that it does not have, and says which is meant',
  (who, value) => {
    const members = value as unknown as Record<string, unknown>;
    const names = Object.keys(members);
    const complaints = names.flatMap(name =>
      misspelt(name)
        .filter(given => !(given in members) && /^[a-z]/i.test(given))
        .flatMap(given => {
          try {
            void members[given];
            return [`${who}.${given} is taken`];
          } catch (error) {
            const { message } = error as Error;
            const isMeant =
              given.toLowerCase() !== name.toLowerCase() ||
              message.includes(`(did you mean '${who}.${name}'?)`);
            return message.startsWith(`${who}: there is no '${given}'`) &&
              isMeant
              ? []
              : [message];
          }
        })
    );
    expect(complaints).toEqual([]);
    expect(names.length).toBeGreaterThan(0);
  }
);

it('leaves a family of functions what JavaScript asks of every object', async () => {
  expect(await layers).toBe(layers);
  expect(JSON.stringify(metrics)).toBe('{}');
  expect(`${Object.keys(losses).length > 0}`).toBe('true');
  expect(() =>
    (layers as unknown as Record<string, () => void>).Transformer()
  ).toThrow(
    "layers: there is no 'Transformer'; there are activation, attention"
  );
});

it.each(entries)('$who works as the others are compared with', async of => {
  expect(await outcomeOf(() => of.call(...(of.valid() as never[])))).toBeNull();
});

it.each(entries)('$who answers every mistake by its name', async of => {
  expect(await complaintsAbout(of)).toEqual([]);
});

it.each<[string, () => unknown, string]>([
  [
    'a tensor',
    () => engine.zeros([1e6, 1e6]),
    'zeros: shape [1000000, 1000000] would take 1000000000000 numbers, more than 1073741824'
  ],
  [
    'a cell',
    () => lstm({ inputSize: 1, units: 1e6 }),
    'lstm: recurrentKernel: shape [1000000, 4000000] would take 4000000000000 numbers, more than 1073741824'
  ],
  [
    'an embedding',
    () =>
      sequential([
        layers.embedding({
          inputDim: 1e9,
          outputDim: 1e3,
          inputShape: [null]
        })
      ]),
    'embeddings: shape [1000000000, 1000] would take 1000000000000 numbers, more than 1073741824'
  ],
  [
    'a number of units that no double holds exactly',
    () => layers.lstm({ units: 2 ** 60 }),
    'layers.lstm: units must be a whole number between 1 and 9007199254740991, got the number 1152921504606847000'
  ],
  [
    'numbers as inputs, which overflow on the way',
    () => run.run([[1e308, 1e308]]).h.toArray(),
    ''
  ],
  [
    'infinite inputs',
    () => run.run([[Infinity, 0]]),
    'lstm.run: x is Infinity at step 0, feature 0'
  ]
])('%s of a huge size is refused in words, or computed', (_, call, message) => {
  if (message === '') {
    expect(
      (call() as number[][]).flat().every(value => Math.abs(value) <= 1)
    ).toBe(true);
  } else {
    expect(call).toThrow(message);
  }
});
