import { described } from '../base/described';

/** What an encoding is made of. */
export interface BytePairParts {
  readonly ids: ReadonlyMap<string, number>;
  readonly merges: readonly (readonly [string, string])[];
  readonly special: readonly { readonly token: string; readonly id: number }[];
}

/** A `tokenizer.json` of Hugging Face with a byte-level BPE. */
export interface TokenizerFile {
  readonly version: string;
  readonly truncation: null;
  readonly padding: null;
  readonly added_tokens: readonly AddedToken[];
  readonly normalizer: null;
  readonly pre_tokenizer: ByteLevel;
  readonly post_processor: null;
  readonly decoder: ByteLevel;
  readonly model: {
    readonly type: 'BPE';
    readonly dropout: null;
    readonly unk_token: null;
    readonly continuing_subword_prefix: null;
    readonly end_of_word_suffix: null;
    readonly fuse_unk: boolean;
    readonly byte_fallback: boolean;
    readonly ignore_merges: boolean;
    readonly vocab: Readonly<Record<string, number>>;
    readonly merges: readonly (readonly [string, string])[];
  };
}

/** A token of a `tokenizer.json` that stands for itself. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
  readonly special: boolean;
}

/** How a `tokenizer.json` says that it works on bytes. */
export interface ByteLevel {
  readonly type: 'ByteLevel';
  readonly add_prefix_space: boolean;
  readonly trim_offsets: boolean;
  readonly use_regex: boolean;
}

export function tokenizerFile({
  ids,
  merges,
  special
}: BytePairParts): TokenizerFile {
  const byteLevel = {
    type: 'ByteLevel',
    add_prefix_space: false,
    trim_offsets: true,
    use_regex: true
  } as const;
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map(({ token, id }) => ({
      id,
      content: token,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true
    })),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(ids),
      merges
    }
  };
}

type Raw = Readonly<Record<string, unknown>>;

/** The parts of a file whose every part is one that is here. */
export function readTokenizerFile(who: string, given: unknown): BytePairParts {
  const file = typeof given === 'string' ? parsed(who, given) : given;
  const fail = (what: string, wanted: string, got: unknown): never => {
    throw new TypeError(
      `${who}: ${what} must be ${wanted}, got ${described(got)}`
    );
  };
  const object = (what: string, value: unknown): Raw =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Raw)
      : fail(what, 'an object', value);
  const all = object('the file', file);
  const model = object('model', all.model);
  if (model.type !== 'BPE') {
    fail('model.type', "'BPE'", model.type);
  }
  if (all.version !== '1.0') {
    fail('version', "'1.0'", all.version);
  }
  const back = object('decoder', all.decoder);
  if (back.type !== 'ByteLevel') {
    fail('decoder', 'ByteLevel', back.type);
  }
  const words = object('pre_tokenizer', all.pre_tokenizer);
  if (
    words.type !== 'ByteLevel' ||
    words.add_prefix_space !== false ||
    words.use_regex === false
  ) {
    fail(
      'pre_tokenizer',
      'ByteLevel with add_prefix_space false and use_regex true, as GPT-2’s',
      words.type
    );
  }
  // What would change the ids and is not here.
  const absent: [string, unknown][] = [
    ['normalizer', all.normalizer],
    ['truncation', all.truncation],
    ['padding', all.padding],
    ['model.dropout', model.dropout],
    [
      'model.continuing_subword_prefix',
      model.continuing_subword_prefix || null
    ],
    ['model.end_of_word_suffix', model.end_of_word_suffix || null],
    ['model.ignore_merges', model.ignore_merges || null],
    ['model.byte_fallback', model.byte_fallback || null]
  ];
  for (const [name, value] of absent) {
    if (value !== null && value !== undefined) {
      fail(name, 'null', value);
    }
  }
  const after = all.post_processor as Raw | null | undefined;
  if (after && after.type !== 'ByteLevel') {
    fail('post_processor', 'null or ByteLevel', after.type);
  }
  const vocabulary = Object.entries(object('model.vocab', model.vocab));
  const seen = new Set<number>();
  for (const [token, id] of vocabulary) {
    if (!isId(id) || seen.has(id)) {
      fail(
        `model.vocab['${token}']`,
        `an id of its own, from 0 to ${MOST_IDS - 1}`,
        id
      );
    }
    seen.add(id as number);
  }
  const ids = new Map(vocabulary as [string, number][]);
  return {
    ids,
    merges: mergesOf(model.merges, ids, fail),
    special: specialOf(all.added_tokens ?? [], ids, fail)
  };
}

/** A list of all tokens by id is kept: sixteen times those of the largest vocabularies. */
const MOST_IDS = 2 ** 22;

const isId = (id: unknown): id is number =>
  Number.isSafeInteger(id) && (id as number) >= 0 && (id as number) < MOST_IDS;

type Fail = (what: string, wanted: string, got: unknown) => never;

/** Pairs as lists, or as texts with a space between them as before version 0.20. */
function mergesOf(
  given: unknown,
  ids: ReadonlyMap<string, number>,
  fail: Fail
): [string, string][] {
  if (!Array.isArray(given)) {
    return fail('model.merges', 'a list', given);
  }
  return given.map((each: unknown, at) => {
    const pair: unknown = typeof each === 'string' ? each.split(' ') : each;
    if (
      !Array.isArray(pair) ||
      pair.length !== 2 ||
      pair.some(part => typeof part !== 'string') ||
      !ids.has(`${pair[0]}${pair[1]}`)
    ) {
      return fail(
        `model.merges[${at}]`,
        'two tokens that together are one of model.vocab',
        each
      );
    }
    return pair as [string, string];
  });
}

/** Their ids are those that Hugging Face gives, whatever a file says: the vocabulary's, or the next. */
function specialOf(
  given: unknown,
  ids: ReadonlyMap<string, number>,
  fail: Fail
): { token: string; id: number }[] {
  if (!Array.isArray(given)) {
    return fail('added_tokens', 'a list', given);
  }
  const known = new Map(ids);
  return given.map((each: unknown, at) => {
    const { content, id, special, ...rest } = (each ?? {}) as Raw;
    const changed = ['single_word', 'lstrip', 'rstrip'].some(
      name => rest[name] === true
    );
    if (
      typeof content !== 'string' ||
      content === '' ||
      !isId(id) ||
      special === false ||
      changed
    ) {
      return fail(
        `added_tokens[${at}]`,
        'special, with a content and an id, and without single_word, lstrip and rstrip',
        each
      );
    }
    const own = known.get(content) ?? known.size;
    if (id !== own) {
      return fail(
        `added_tokens[${at}].id`,
        `${own}, ${known.has(content) ? 'that of model.vocab' : 'the next after those there are'}`,
        id
      );
    }
    known.set(content, id);
    return { token: content, id };
  });
}

function parsed(who: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError(
      `${who}: expected the text of a tokenizer.json, got ${described(text)}`
    );
  }
}
