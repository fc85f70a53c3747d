import type { Attention } from '../../trace';

export type AttentionDecoding = Attention['decodings'][number];

/** How many tokens the longest decoding wrote, and on which a view opens. */
export function stepsWritten({ decodings, view }: Attention): {
  readonly steps: number;
  readonly opens: number;
} {
  return {
    steps: Math.max(...decodings.map(({ target }) => target.length)),
    opens: view?.step ?? 0
  };
}

/** Whether the steps of a sequence looked at that sequence itself: nothing was written then. */
export function looksAtItself({ source, decodings }: Attention): boolean {
  return decodings.every(
    ({ target, probabilities, expected }) =>
      probabilities === undefined &&
      expected === undefined &&
      target.length === source.length &&
      target.every((token, at) => token === source[at])
  );
}

/** The weight of a source token at a target step. */
export function weightAt(
  decoding: AttentionDecoding,
  step: number,
  source: number
): number {
  const width = decoding.weights.shape[1] ?? 0;
  return decoding.weights.values[step * width + source] ?? NaN;
}

/** The source tokens that a step looks at most, largest first. */
export function mostSeen(
  decoding: AttentionDecoding,
  step: number,
  count: number
): { readonly source: number; readonly weight: number }[] {
  const width = decoding.weights.shape[1] ?? 0;
  return Array.from({ length: width }, (_, source) => ({
    source,
    weight: weightAt(decoding, step, source)
  }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, count);
}

/**
 * Over how many tokens a step spreads its look: e to the entropy of its weights, 1 for a single one,
 * the number of tokens when all weigh the same.
 */
export function spreadAt(decoding: AttentionDecoding, step: number): number {
  const width = decoding.weights.shape[1] ?? 0;
  let entropy = 0;
  for (let source = 0; source < width; source++) {
    const weight = weightAt(decoding, step, source);
    if (weight > 0) {
      entropy -= weight * Math.log(weight);
    }
  }
  return Math.exp(entropy);
}

/** The first step that wrote another token than expected; null when all agree or none is expected. */
export function firstMistake(decoding: AttentionDecoding): number | null {
  const { target, expected } = decoding;
  if (!expected) {
    return null;
  }
  const length = Math.max(target.length, expected.length);
  for (let step = 0; step < length; step++) {
    if (target[step] !== expected[step]) {
      return step;
    }
  }
  return null;
}

/** Whether a step wrote another token than expected. */
export function isMistake(decoding: AttentionDecoding, step: number): boolean {
  return (
    decoding.expected !== undefined &&
    decoding.target[step] !== decoding.expected[step]
  );
}
