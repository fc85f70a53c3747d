import * as engine from '../../../src/engine';
import type { Parameter, Surface } from './surface';

// Hands each argument and each option of a call what cannot be meant. The answer is a result or an
// error of ours: never one that JavaScript made up deep inside, never a call that does not come back.

/** What V8 says by itself. */
export const raw =
  /is not a function|is not iterable|is not a constructor|is not an object|is not defined|^Cannot (read|set|destructure|convert|mix|use|access|delete|redefine|assign|define)|^Invalid (array|typed array|string|date|time|count|code)|(undefined|null) is not|Maximum call stack|of memory|Reduce of empty|not extensible|argument must be between|non-callable|allocation failed|offset is out|called on|circular structure|before initialization|^Unexpected (token|end)|is not valid JSON/;

const sparse: unknown[] = [1, 2, 3];
delete sparse[1];

const everything: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  NaN: () => NaN,
  Infinity: () => Infinity,
  '-1': () => -1,
  '0': () => 0,
  '1.5': () => 1.5,
  '1e300': () => 1e300,
  "''": () => '',
  "'no such thing'": () => 'no such thing',
  true: () => true,
  '[]': () => [],
  '{}': () => ({}),
  '[null]': () => [null],
  '[undefined]': () => [undefined],
  '[{}]': () => [{}],
  "['a']": () => ['a'],
  '[1, , 3]': () => sparse,
  '[[1], [1, 2]]': () => [[1], [1, 2]],
  '[[[[1]]]]': () => [[[[1]]]],
  '() => undefined': () => () => undefined,
  '() => null': () => () => null,
  'async () => 1': () => async () => 1,
  'new Date(0)': () => new Date(0),
  'new Map()': () => new Map(),
  'a tensor of rank 0': () => engine.tensor(1),
  'a tensor of rank 3': () => engine.tensor([[[1, 2]]]),
  'an empty tensor': () => engine.zeros([0, 2])
};

/** What the gate tries of them: of each way to be wrong one. */
const FEW = ['null', 'NaN', "'no such thing'", '[{}]'];

export const spoilt = process.env.GATESCOPE_NIGHT
  ? everything
  : Object.fromEntries(FEW.map(words => [words, everything[words]]));

/** What works for an argument of a type, as far as the type alone tells. */
function sample(surface: Surface, { type, fields }: Parameter): unknown {
  const text = surface.text(type);
  if (/^(TensorLike|NestedNumbers)/.test(text)) {
    return [
      [1, 2],
      [3, 4]
    ];
  }
  const named: Readonly<Record<string, unknown>> = {
    number: 1,
    string: 'a',
    boolean: true,
    Tensor: engine.tensor([
      [1, 2],
      [3, 4]
    ])
  };
  if (text in named) {
    return named[text];
  }
  if (surface.signatures(type).length > 0) {
    return () => undefined;
  }
  const held = surface.elements(type);
  if (held) {
    return [sample(surface, { name: '', type: held, fields: [] })];
  }
  return fields.length > 0 ? {} : undefined;
}

/** A call, as a test makes it. */
export interface Made {
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Arguments with which it works, where these are known. */
  readonly valid?: () => readonly unknown[];
  /** Anew for each argument that is spoilt: calls may change what they belong to. */
  readonly make: () => Promise<(...given: unknown[]) => unknown>;
}

/** Runs on for as long as it is told to, however long that is. */
const lasting = /^(epochs|iterations)$/;

/** What hangs is told with the call that hangs, before jest ends all. */
export async function within(promise: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      promise,
      new Promise((_, reject) => {
        timer = setTimeout(
          () => reject(new Error('it never came back')),
          200_000
        );
      })
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/** What was answered in other words than ours, and how many spoilt calls were made. */
export async function complaintsAbout(
  surface: Surface,
  of: Made
): Promise<{ readonly complaints: readonly string[]; readonly count: number }> {
  let count = 0;
  const complaints = new Map<string, string>();
  const ask = async (given: readonly unknown[], words: string) => {
    count++;
    try {
      const call = await of.make();
      await within(Promise.resolve(call(...given)));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (raw.test(message) || message === 'it never came back') {
        complaints.set(
          message.slice(0, 60),
          `${of.path}(${words}): ${message}`
        );
      }
    }
  };
  const valid = () =>
    of.valid?.() ?? of.parameters.map(parameter => sample(surface, parameter));
  await ask([], '');
  for (const [at, { name, fields }] of of.parameters.entries()) {
    for (const [words, value] of Object.entries(spoilt)) {
      const given = [...valid()];
      given[at] = value();
      await ask(given, `${name}: ${words}`);
    }
    for (const field of fields) {
      for (const [words, value] of Object.entries(spoilt)) {
        if (words === '1e300' && lasting.test(field)) {
          continue;
        }
        const given = [...valid()];
        const whole = given[at];
        given[at] = {
          ...(typeof whole === 'object' && !Array.isArray(whole) ? whole : {}),
          [field]: value()
        };
        await ask(given, `${name}: { ${field}: ${words} }`);
      }
    }
  }
  return { complaints: [...complaints.values()], count };
}
