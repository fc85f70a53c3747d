import {
  callable,
  integer,
  number,
  oneOf,
  options as reader,
  seed as seedOption
} from '../base/options';
import type { Named } from '../recurrence/definition';
import { freshSeed, random } from '../base/random';
import {
  drawn,
  largestPlaces,
  temperature as temperatureOption,
  tempered
} from '../base/sampling';
import { PADDING } from '../data/vocabulary';
import { concat, stack } from '../tensor/joining';
import { noGradient } from '../tensor/recording';
import type { TensorLike, Tensor } from '../tensor/tensor';
import type { TwoNetworks } from './twoNetworks';
import type { LookAt } from '../layers/lookAt';
import { looking } from './lookAt';
import type { EncodedSource } from './network';
import { decoderStep, encode, ofTokens } from './network';
import { requireSequence } from './tokens';

export interface DecodeOptions {
  /** The likeliest token each time, one drawn by chance, or the likeliest of several whole sequences. */
  method?: 'greedy' | 'sample' | 'beam';
  /** For `sample`: below 1 the likely tokens get likelier, above 1 all get more alike. Default 1. */
  temperature?: number;
  /** For `beam`: how many sequences are kept at each step. Default 3. */
  width?: number;
  /** For `beam`: scores are divided by length^penalty (Wu et al. 2016). Default 0. */
  lengthPenalty?: number;
  /** Longest sequence. Default 50. */
  maxLength?: number;
  /** For `sample`. */
  seed?: number;
  /** Makes each step look elsewhere than it does of its own: does the answer change? */
  lookAt?: LookAt;
}

/** A written sequence. */
export interface Decoding {
  /** Ids, with the end token when it was reached. */
  readonly tokens: readonly number[];
  /** Probability of each written token when it was written, before temperature. */
  readonly probabilities: readonly number[];
  /** Sum of the logarithms of the probabilities. */
  readonly logProbability: number;
  /** `[T, S]`: where each written token looked; null without attention. */
  readonly weights: Tensor | null;
  /** For `beam`: the other sequences that were kept, the best first. */
  readonly others: readonly {
    readonly tokens: readonly number[];
    readonly logProbability: number;
  }[];
}

const read = reader('model.decode', {
  method: oneOf(['greedy', 'sample', 'beam']).or('greedy'),
  temperature: temperatureOption.or(1),
  width: integer().or(3),
  lengthPenalty: number().or(0),
  maxLength: integer().or(50),
  seed: seedOption,
  lookAt: callable<LookAt>().optional()
});

/** What `model.decode` does; see there. */
export function decode(
  model: TwoNetworks,
  source: TensorLike,
  options: DecodeOptions,
  who = 'model.decode'
): Decoding {
  const settled = read(options);
  const { method, maxLength, temperature, width, lengthPenalty, seed } =
    settled;
  const ids = requireSequence(who, 'source', source, model.sourceSize);
  return noGradient(() => {
    const encoded = looking(who, model, encode(model, ids), settled.lookAt);
    if (method === 'beam') {
      return beam(model, encoded, width, lengthPenalty, maxLength);
    }
    const stream = random(seed ?? freshSeed(), 'decode');
    return oneByOne(model, encoded, maxLength, probabilities =>
      method === 'greedy'
        ? largest(probabilities)
        : drawn(tempered(probabilities, temperature), stream.uniform())
    );
  });
}

function oneByOne(
  model: TwoNetworks,
  encoded: EncodedSource,
  maxLength: number,
  choose: (probabilities: ArrayLike<number>) => number
): Decoding {
  const parameters = model.decoder.weights.parameters();
  const tokens: number[] = [];
  const probabilities: number[] = [];
  const weights: Tensor[] = [];
  let { state } = encoded;
  let token = model.startToken;
  do {
    const step = decoderStep(
      model,
      [token],
      state,
      parameters,
      encoded,
      tokens.length
    );
    state = step.state;
    const row = ofTokens(step.logits).softmax(-1).values;
    token = choose(row);
    tokens.push(token);
    probabilities.push(row[token]);
    if (step.weights) {
      weights.push(step.weights.at(0));
    }
  } while (tokens.length < maxLength && token !== model.endToken);
  return {
    tokens,
    probabilities,
    logProbability: probabilities.reduce((sum, p) => sum + Math.log(p), 0),
    weights: weights.length > 0 ? stack(weights) : null,
    others: []
  };
}

/** One of the sequences that the search keeps. */
interface Candidate {
  readonly tokens: readonly number[];
  readonly probabilities: readonly number[];
  readonly logProbability: number;
  readonly weights: readonly Tensor[];
  readonly state: Named;
}

function beam(
  model: TwoNetworks,
  encoded: EncodedSource,
  width: number,
  penalty: number,
  maxLength: number
): Decoding {
  const parameters = model.decoder.weights.parameters();
  const score = ({ tokens, logProbability }: Candidate) =>
    logProbability / Math.max(tokens.length, 1) ** penalty;
  const isDone = ({ tokens }: Candidate) => tokens.at(-1) === model.endToken;
  let kept: Candidate[] = [
    {
      tokens: [],
      probabilities: [],
      logProbability: 0,
      weights: [],
      state: encoded.state
    }
  ];
  for (let length = 0; length < maxLength && !kept.every(isDone); length++) {
    const open = kept.filter(candidate => !isDone(candidate));
    const step = decoderStep(
      model,
      open.map(({ tokens }) => tokens.at(-1) ?? model.startToken),
      joined(open),
      parameters,
      repeated(encoded, open.length),
      length
    );
    const rows = ofTokens(step.logits).softmax(-1);
    const grown = open.flatMap((candidate, row) => {
      const probabilities = rows.at(row).values;
      const state = Object.fromEntries(
        Object.entries(step.state).map(([name, value]) => [
          name,
          value.slice(row, row + 1)
        ])
      );
      return writable(probabilities, width).map(token => ({
        tokens: [...candidate.tokens, token],
        probabilities: [...candidate.probabilities, probabilities[token]],
        logProbability:
          candidate.logProbability + Math.log(probabilities[token]),
        weights: step.weights
          ? [...candidate.weights, step.weights.at(row)]
          : [],
        state
      }));
    });
    kept = [...kept.filter(isDone), ...grown]
      .sort((a, b) => score(b) - score(a))
      .slice(0, width);
  }
  const [first, ...others] = kept;
  return {
    tokens: first.tokens,
    probabilities: first.probabilities,
    logProbability: first.logProbability,
    weights: first.weights.length > 0 ? stack(first.weights) : null,
    others: others.map(({ tokens, logProbability }) => ({
      tokens,
      logProbability
    }))
  };
}

/** The likeliest tokens, and none that cannot be written. */
const writable = (probabilities: ArrayLike<number>, count: number) =>
  largestPlaces(probabilities, count).filter(id => id !== PADDING);

function joined(candidates: readonly Candidate[]): Named {
  return Object.fromEntries(
    Object.keys(candidates[0].state).map(name => [
      name,
      concat(
        candidates.map(({ state }) => state[name]),
        0
      )
    ])
  );
}

function repeated(encoded: EncodedSource, count: number): EncodedSource {
  const times = (of: Tensor) =>
    concat(
      Array.from({ length: count }, () => of),
      0
    );
  return {
    ...encoded,
    keys: times(encoded.keys),
    mask: times(encoded.mask)
  };
}

function largest(values: ArrayLike<number>): number {
  return largestPlaces(values, 1)[0];
}
