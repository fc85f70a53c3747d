import {
  betweenTokens,
  float32,
  float64,
  TRACE_VERSION,
  type Predictions as PredictionsBundle
} from '../../trace';
import {
  anything,
  integer,
  oneOf,
  options,
  seed as seedOption,
  text
} from '../base/options';
import type { Vocabulary } from '../data/vocabulary';
import { PADDING, UNKNOWN } from '../data/vocabulary';
import { Sequential } from '../models/sequential';
import { weightsNow } from '../models/weightsNow';
import { madeNow, revised } from '../base/revised';
import { streamModel, type Stream } from '../models/stream';
import { freshSeed, random } from '../base/random';
import {
  drawn,
  largestPlaces,
  temperature as temperatureOption,
  tempered
} from '../base/sampling';
import { freshId, type Showable } from '../base/showable';
import { Tensor } from '../tensor/tensor';
import { NGrams } from './nGrams';
import { described } from '../base/described';

export interface WriteOptions {
  /** What stands at the beginning; at least one token. */
  prompt: string;
  /** How many tokens are written. Default 100. */
  length?: number;
  /** A token after which nothing more is written: `'\n'`. */
  until?: string;
  /** A token drawn by chance each time (default), or always the likeliest. */
  method?: 'sample' | 'greedy';
  /** For `sample`: below 1 the likely tokens get likelier, above 1 all get more alike. Default 1. */
  temperature?: number;
  /** Equal seeds write equal texts. */
  seed?: number;
  /** How many of the last tokens are read before each answer, as in training. Default: all so far. */
  window?: number;
  /** How many of the likeliest tokens are kept for each step. Default 8. */
  likely?: number;
  title?: string;
}

const read = options('writeText', {
  prompt: anything<WriteOptions['prompt']>(),
  length: integer().or(100),
  until: anything<string | undefined>(),
  method: oneOf(['sample', 'greedy']).or('sample'),
  temperature: temperatureOption.or(1),
  seed: seedOption,
  window: integer().optional(),
  likely: integer(0).or(8),
  title: text.optional()
});

/** A text that a network wrote. Made by `writeText`. */
export interface WrittenText extends Showable<PredictionsBundle> {
  /** The prompt and what was written. */
  readonly text: string;
  readonly tokens: readonly string[];
  /** How many of the tokens were given. */
  readonly promptLength: number;
  /** What the network gave each token when it was written, before temperature; NaN for given ones. */
  readonly probabilities: Float64Array;
  /** The likeliest tokens of each step, likeliest first; none for given ones. */
  readonly likely: readonly (readonly {
    readonly token: string;
    readonly probability: number;
  }[])[];
}

/**
 * Lets a trained network write, token by token: each answer is read as the next input. Counts of
 * `nGrams` write in the same way.
 *
 * The network reads token ids (it begins with an embedding) or one-hot `[T, V]`, and answers with
 * V numbers: probabilities, or logits, of which the softmax is taken. Padding and the unknown token
 * are never written.
 *
 * @param model a network, or counts
 * @param vocabulary of the tokens that it was trained on; V is its size
 * @throws TypeError on a wrong option; RangeError when network and vocabulary do not fit; Error when
 *   the network cannot answer step by step (bidirectional: it would have to read what is not written)
 * @example
 * ```ts
 * const vocabulary = fitVocabulary(['abab'], { level: 'character' });
 * const model = sequential([
 *   layers.embedding({ inputDim: vocabulary.size, outputDim: 3, inputShape: [null] }),
 *   layers.gru({ units: 4 }),
 *   layers.dense({ units: vocabulary.size, activation: 'softmax' })
 * ], { seed: 1 });
 * const written = writeText(model, vocabulary, { prompt: 'ab', length: 5, seed: 2 });
 * written.text.length; // 7
 * ```
 */
export function writeText(
  model: Sequential | NGrams,
  vocabulary: Vocabulary,
  given: WriteOptions
): WrittenText {
  const who = 'writeText';
  if (!(model instanceof Sequential || model instanceof NGrams)) {
    throw new TypeError(
      `${who}: expected a model (sequential([…])) or counts (nGrams(…)), got ${described(model)}`
    );
  }
  if (typeof vocabulary?.count !== 'function') {
    throw new TypeError(
      `${who}: expected a vocabulary (fitVocabulary([…])), whose tokens are words or characters, as those of a byte-pair encoding are not, got ${described(vocabulary)}`
    );
  }
  const settled = read(given);
  const { length, likely: kept, window = null, method, temperature } = settled;
  const until = requireUntil(who, vocabulary, settled.until);
  const ids = requirePrompt(who, vocabulary, settled.prompt);
  const promptLength = ids.length;
  const chance = random(settled.seed ?? freshSeed(), 'writeText');
  const reader =
    model instanceof NGrams
      ? countsReader(who, model, vocabulary, window)
      : createReader(who, model, vocabulary, window);

  const probabilities = new Array<number>(promptLength).fill(NaN);
  const likely: { token: string; probability: number }[][] = ids.map(() => []);
  let answer = reader.read(ids);
  while (ids.length < promptLength + length && ids.at(-1) !== until) {
    const id =
      method === 'greedy'
        ? largestPlaces(answer, 1)[0]
        : drawn(tempered(answer, temperature), chance.uniform());
    probabilities.push(answer[id]);
    likely.push(
      largestPlaces(answer, kept)
        .filter(each => answer[each] > 0)
        .map(each => ({
          token: vocabulary.tokens[each],
          probability: answer[each]
        }))
    );
    ids.push(id);
    answer = reader.read(ids);
  }
  const tokens = ids.map(id => vocabulary.tokens[id]);
  const { level } = vocabulary.toJSON();
  const hidden = reader.hidden();
  const bundle: PredictionsBundle = {
    version: TRACE_VERSION,
    kind: 'predictions',
    id: freshId('text'),
    ...(settled.title !== undefined && { title: settled.title }),
    content: {
      form: 'text',
      tokens,
      level,
      promptLength,
      probabilities: float64(probabilities, [tokens.length]),
      ...(hidden && { hidden }),
      likely,
      temperature: method === 'greedy' ? 0 : temperature
    }
  };
  const text = tokens.join(betweenTokens({ tokens, level }));
  const written: WrittenText = {
    id: bundle.id,
    text,
    tokens,
    promptLength,
    probabilities: Float64Array.from(probabilities),
    likely,
    toBundle: () => bundle,
    toString: () => text
  };
  // Counts learn nothing more.
  return model instanceof Sequential
    ? revised(written, madeNow(weightsNow(model)))
    : written;
}

/** Reads what stands so far and answers with the probability of each token. */
interface Reader {
  read(ids: readonly number[]): readonly number[];
  /** `[T, H]`: the state after each token, of the last recurrent layer; undefined without one. */
  hidden(): ReturnType<typeof float32> | undefined;
}

function createReader(
  who: string,
  model: Sequential,
  vocabulary: Vocabulary,
  window: number | null
): Reader {
  const { size } = vocabulary;
  const inputs = model.readsTokens ? null : (model.inputShape?.at(-1) ?? size);
  if (inputs !== null && inputs !== size) {
    throw new RangeError(
      `${who}: the vocabulary has ${size} tokens, but the network reads ${inputs} features`
    );
  }
  if (!model.built) {
    model.build(model.readsTokens ? [null] : [null, size]);
  }
  let stream: Stream;
  try {
    stream = streamModel(model, true);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(reason.replace('model.stream', who));
  }
  const states: number[][] = [];
  let done = 0;

  function step(id: number): Tensor {
    return stream.step(
      model.readsTokens
        ? id
        : new Tensor(
            Float64Array.from({ length: size }, (_, k) => Number(k === id)),
            [size]
          )
    );
  }

  /** What the last recurrent layer shows to the next one. */
  function remember(): void {
    const state = Object.values(stream.states).at(-1);
    const h = state?.h ?? Object.values(state ?? {})[0];
    if (h) {
      states.push(Array.from(h.values));
    }
  }

  return {
    read(ids) {
      let answer: Tensor | null = null;
      for (; done < ids.length; done++) {
        const from = window === null ? done : Math.max(0, done + 1 - window);
        if (window !== null) {
          stream.reset();
        }
        for (const id of ids.slice(from, done + 1)) {
          answer = step(id);
        }
        remember();
      }
      return probabilitiesOf(who, answer!, vocabulary, model);
    },
    hidden: () =>
      states.length === 0
        ? undefined
        : float32(states.flat(), [states.length, states[0].length])
  };
}

/** The network's answer as probabilities, none for padding and what is unknown. */
function probabilitiesOf(
  who: string,
  answer: Tensor,
  { size }: Vocabulary,
  { compiled }: Sequential
): readonly number[] {
  if (answer.size !== size) {
    throw new RangeError(
      `${who}: the network must answer with one number for each of the ${size} tokens, got ${answer.size}`
    );
  }
  const values = Array.from(answer.values);
  const bad = values.findIndex(value => !Number.isFinite(value));
  if (bad >= 0) {
    throw new RangeError(
      `${who}: the network's answer is ${values[bad]} for token ${bad}`
    );
  }
  const sum = values.reduce((total, value) => total + value, 0);
  const areShares =
    compiled?.answer?.kind !== 'logit' &&
    values.every(value => value >= 0) &&
    Math.abs(sum - 1) < 1e-3;
  const shares = areShares ? values : softmaxOf(values);
  return shares.map(written);
}

/** Neither padding nor what is unknown is written. */
const written = (share: number, id: number) =>
  id === PADDING || id === UNKNOWN ? 0 : share;

function countsReader(
  who: string,
  model: NGrams,
  vocabulary: Vocabulary,
  window: number | null
): Reader {
  if (model.vocabulary.size !== vocabulary.size) {
    throw new RangeError(
      `${who}: the vocabulary has ${vocabulary.size} tokens, but the counts are of ${model.vocabulary.size}`
    );
  }
  return {
    read: ids =>
      Array.from(
        model.behind(window === null ? ids : ids.slice(-window)),
        written
      ),
    hidden: () => undefined
  };
}

function softmaxOf(values: readonly number[]): number[] {
  const top = Math.max(...values);
  const powers = values.map(value => Math.exp(value - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map(power => power / sum);
}

function requirePrompt(
  who: string,
  vocabulary: Vocabulary,
  prompt: unknown
): number[] {
  if (typeof prompt !== 'string') {
    throw new TypeError(
      `${who}: prompt must be a text, got ${described(prompt)}`
    );
  }
  const ids = vocabulary.encode(prompt);
  if (ids.length === 0) {
    throw new RangeError(
      `${who}: prompt must hold at least one token, got ${described(prompt)}`
    );
  }
  return ids;
}

function requireUntil(
  who: string,
  vocabulary: Vocabulary,
  until: unknown
): number | null {
  if (until === undefined) {
    return null;
  }
  const id = typeof until === 'string' ? vocabulary.idOf(until) : UNKNOWN;
  if (id === UNKNOWN) {
    throw new RangeError(
      `${who}: until must be a token of the vocabulary, got ${described(until)}`
    );
  }
  return id;
}
