import type { Cell } from '../cells/cell';
import type { Named } from '../recurrence/definition';
import type { SequenceRequest, SequenceResult } from '../recurrence/sequence';
import { runSequence } from '../compiler/compiledSequence';
import { PADDING } from '../data/vocabulary';
import { concat, stack } from '../tensor/joining';
import { zeros } from '../tensor/making';
import { Tensor } from '../tensor/tensor';
import { attend } from '../layers/attend';
import type { TwoNetworks } from './twoNetworks';

/** How a cell is run over a sequence: plainly, or with what a trace keeps and holds. */
export type RunCell = (
  request: SequenceRequest,
  part: 'encoder' | 'backEncoder'
) => SequenceResult;

/** What the decoder is given of the source. */
export interface EncodedSource {
  /** `[B, S, K]`: what stands at each source step. */
  readonly keys: Tensor;
  /** `[B, S]`: 1 where a source step is real. */
  readonly mask: Tensor;
  /** `[B, H]` each: the decoder's first state. */
  readonly state: Named;
  /** Where it is made to look instead, of weights `[B, Q, S]`; see `lookAt`. */
  readonly held?: (weights: Tensor, mask: Tensor, firstStep: number) => Tensor;
}

/** Reads the source `[B, S]`. */
export function encode(
  model: TwoNetworks,
  source: Tensor,
  run: RunCell = request => runSequence(request)
): EncodedSource {
  const mask = new Tensor(
    Float64Array.from(source.values, id => (id === 0 ? 0 : 1)),
    source.shape
  );
  const x = model.weight('sourceEmbedding').gather(source);
  const { encoder, backEncoder } = model;
  const request = (cell: Cell, reverse: boolean): SequenceRequest => ({
    cell,
    parameters: cell.weights.parameters(),
    x,
    initial: zeroState(cell, source.shape[0]),
    mask,
    reverse
  });
  const ahead = run(request(encoder, false), 'encoder');
  if (!backEncoder) {
    return { keys: ahead.output, mask, state: ahead.state };
  }
  const back = run(request(backEncoder, true), 'backEncoder');
  return {
    keys: concat([ahead.output, back.output], -1),
    mask,
    state: Object.fromEntries(
      encoder.stateNames.map(name => [
        name,
        dense(
          model,
          `bridge/${name}`,
          concat([ahead.state[name], back.state[name]], -1)
        ).tanh()
      ])
    )
  };
}

/** Scores of the next token `[B, T, V]` after each decoder state `[B, T, H]`, and where it looked. */
export function nextTokenLogits(
  model: TwoNetworks,
  hidden: Tensor,
  encoded: EncodedSource,
  firstStep = 0
): { readonly logits: Tensor; readonly weights: Tensor | null } {
  if (model.attention === 'none') {
    return { logits: dense(model, 'output', hidden), weights: null };
  }
  const { keys, mask, held } = encoded;
  const own = attend(hidden, keys, keys, {
    score: model.attention,
    mask,
    parameters: model.scoreParameters
  });
  const weights = held ? held(own.weights, mask, firstStep) : own.weights;
  const context = held ? weights.matmul(keys) : own.context;
  const combined = dense(
    model,
    'combine',
    concat([context, hidden], -1)
  ).tanh();
  return { logits: dense(model, 'output', combined), weights };
}

/** One decoder step, counted from 0, from the tokens written last, `[B]`. */
export function decoderStep(
  model: TwoNetworks,
  tokens: ArrayLike<number>,
  state: Named,
  parameters: Named,
  encoded: EncodedSource,
  step: number
): {
  readonly state: Named;
  /** `[B, V]` */
  readonly logits: Tensor;
  /** `[B, S]` */
  readonly weights: Tensor | null;
} {
  const { decoder } = model;
  const x = model
    .weight('targetEmbedding')
    .gather(new Tensor(Float64Array.from(tokens), [tokens.length]));
  const channels = decoder.definition.step({ x, ...state }, parameters);
  const h = channels[decoder.output];
  const { logits, weights } = nextTokenLogits(
    model,
    h.reshape([h.shape[0], 1, h.shape[1]]),
    encoded,
    step
  );
  return {
    state: Object.fromEntries(
      decoder.stateNames.map(name => [name, channels[name]])
    ),
    logits: logits.at(0, { axis: 1 }),
    weights: weights && weights.at(0, { axis: 1 })
  };
}

/** Logits `[B, T, V]` when every step is fed with the right token before it. */
export function forcedLogits(
  model: TwoNetworks,
  target: Tensor,
  encoded: EncodedSource,
  run: (request: SequenceRequest) => SequenceResult = request =>
    runSequence(request)
): { readonly logits: Tensor; readonly weights: Tensor | null } {
  const { decoder } = model;
  const { output } = run({
    cell: decoder,
    parameters: decoder.weights.parameters(),
    x: model.weight('targetEmbedding').gather(shifted(model, target)),
    initial: encoded.state
  });
  return nextTokenLogits(model, output, encoded);
}

/**
 * Logits when each step is fed with the right token with some probability and else with its own
 * (scheduled sampling, Bengio et al. 2015); its own choice is a constant for the gradient.
 *
 * @param isForced decides for each sequence and step
 */
export function mixedLogits(
  model: TwoNetworks,
  target: Tensor,
  encoded: EncodedSource,
  isForced: (row: number, step: number) => boolean
): Tensor {
  const [batch, steps] = target.shape;
  const right = shifted(model, target).values;
  const parameters = model.decoder.weights.parameters();
  let { state } = encoded;
  let tokens = Float64Array.from({ length: batch }, () => model.startToken);
  const rows: Tensor[] = [];
  for (let step = 0; step < steps; step++) {
    const result = decoderStep(model, tokens, state, parameters, encoded, step);
    state = result.state;
    rows.push(result.logits);
    const own = ofTokens(result.logits).argMax(-1).values;
    tokens = Float64Array.from({ length: batch }, (_, row) =>
      step + 1 < steps && isForced(row, step + 1)
        ? right[row * steps + step + 1]
        : own[row]
    );
  }
  return stack(rows, 1);
}

/**
 * Scores `[…, K]` of what can be written: padding is no token. No loss ever looks at its score, so it
 * may be the largest.
 */
export function ofTokens(logits: Tensor): Tensor {
  const none = Array.from({ length: logits.shape.at(-1)! }, (_, id) =>
    id === PADDING ? -Infinity : 0
  );
  return logits.add(none);
}

/** What each row writes from its own tokens, the likeliest token each time, to its end token. */
export function writeFreely(
  model: TwoNetworks,
  encoded: EncodedSource,
  maxLength: number
): number[][] {
  const batch = encoded.mask.shape[0];
  const parameters = model.decoder.weights.parameters();
  const written: number[][] = Array.from({ length: batch }, () => []);
  const isDone = (row: number[]) => row.at(-1) === model.endToken;
  let { state } = encoded;
  let tokens: ArrayLike<number> = Float64Array.from(
    { length: batch },
    () => model.startToken
  );
  for (let step = 0; step < maxLength && !written.every(isDone); step++) {
    const result = decoderStep(model, tokens, state, parameters, encoded, step);
    state = result.state;
    tokens = ofTokens(result.logits).argMax(-1).values;
    written.forEach((row, at) => {
      if (!isDone(row)) {
        row.push(tokens[at]);
      }
    });
  }
  return written;
}

/** What the decoder reads: the start token, then the target without its last token. */
export function shifted(model: TwoNetworks, target: Tensor): Tensor {
  const [batch, steps] = target.shape;
  const values = new Float64Array(batch * steps);
  for (let row = 0; row < batch; row++) {
    values[row * steps] = model.startToken;
    for (let step = 1; step < steps; step++) {
      values[row * steps + step] = target.values[row * steps + step - 1];
    }
  }
  return new Tensor(values, [batch, steps]);
}

export function zeroState(cell: Cell, batch: number): Named {
  return Object.fromEntries(
    cell.stateNames.map(name => [
      name,
      zeros([batch, cell.definition.state[name]], { dtype: cell.dtype })
    ])
  );
}

function dense(model: TwoNetworks, name: string, x: Tensor): Tensor {
  return x
    .matmul(model.weight(`${name}/kernel`))
    .add(model.weight(`${name}/bias`));
}
