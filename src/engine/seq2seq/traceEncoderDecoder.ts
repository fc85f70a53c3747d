import { anything, options as reader, text } from '../base/options';
import { Cell } from '../cells/cell';
import type { Named } from '../recurrence/definition';
import type { Changes } from '../recurrence/changes';
import { clampsOf, edited, requireLayers } from '../recurrence/changes';
import { lossByAnswer } from '../run/lossByAnswer';
import type { RunRecord, SeriesRecord } from '../run/record';
import type { LayerRecord } from '../recurrence/layerRecord';
import type { ChannelMeans } from '../run/channelMeans';
import type { RunOfNetwork } from '../run/run';
import { runRecord } from '../run/runRecord';
import { recordedNetwork } from '../models/recordedNetwork';
import { makeRun } from '../run/run';
import type { SequenceRequest } from '../recurrence/sequence';
import { stepThrough } from '../recurrence/sequence';
import { Tensor } from '../tensor/tensor';
import type { TensorLike } from '../tensor/tensor';
import { attend } from '../layers/attend';
import { nextTokenLoss } from './compileEncoderDecoder';
import { scorePairs } from './scorePairs';
import { weightsNow } from '../models/weightsNow';
import type { TwoNetworks } from './twoNetworks';
import type { EncodedSource } from './network';
import { encode, nextTokenLogits, shifted } from './network';
import { requireSequence } from './tokens';
import { wordsOfIds, writtenIds, type WrittenIds } from './writtenIds';

export interface Seq2seqTraceOptions extends WrittenIds {
  /** What is to be written `[T]`: the decoder is fed with it, and the loss is differentiated. */
  target: TensorLike;
  title?: string;
}

/** Two runs over one pair: edits and clamps of either are carried through to the loss. */
export interface Seq2seqTrace {
  /** Over the source; also in the other direction when the encoder reads both ways. */
  readonly encoder: RunOfNetwork;
  /** Over the target, fed with the right tokens; `attention` `[T, S]` and `context` are channels. */
  readonly decoder: RunOfNetwork;
}

const fields = {
  target: anything<TensorLike>(),
  ...writtenIds,
  title: text.optional()
};
type Side = 'encoder' | 'decoder';

/** What `model.trace` does; see there. */
export function traceEncoderDecoder(
  model: TwoNetworks,
  source: TensorLike,
  options: Seq2seqTraceOptions,
  who = 'model.trace'
): Seq2seqTrace {
  const settled = reader(who, fields)(options);
  const ids = requireSequence(who, 'source', source, model.sourceSize);
  const right = requireSequence(
    who,
    'target',
    settled.target,
    model.targetSize
  );
  const words = wordsOfIds(model, source, settled.target, settled);
  const run = (side: Side) =>
    makeRun({
      who,
      title: settled.title ?? side,
      weights: weightsNow(model),
      record: (changes, means) =>
        recordSide(model, side, ids, right, words, changes, means)
    });
  return { encoder: run('encoder'), decoder: run('decoder') };
}

function recordSide(
  model: TwoNetworks,
  side: Side,
  ids: Tensor,
  right: Tensor,
  { sourceWord, targetWord }: Required<WrittenIds>,
  changes: Changes,
  means: ChannelMeans
): RunRecord {
  const who = 'model.trace';
  const layers: LayerRecord[] = [];
  const kept = (name: string, isSide: boolean, request: SequenceRequest) => {
    const clampsAt = isSide
      ? clampsOf(
          who,
          name,
          request.cell,
          request.x.shape[1],
          changes.clamps,
          channel => means(name, channel)
        )
      : undefined;
    const result = stepThrough(request, clampsAt);
    if (isSide) {
      layers.push({
        name,
        cell: request.cell,
        direction: request.reverse ? 'backward' : 'forward',
        parameters: request.parameters,
        steps: result.steps,
        initial: request.initial,
        mask: request.mask,
        clampsAt
      });
    }
    return result;
  };
  const table = (tokens: Tensor) => tokens.reshape([1, tokens.size, 1]);
  const isEncoder = side === 'encoder';
  const shown = edited(
    who,
    table(isEncoder ? ids : shifted(model, right)),
    changes.edits
  );
  const tokens = (fallback: Tensor, isSide: boolean) =>
    isSide ? shown.reshape([1, shown.size]) : fallback;
  const source = tokens(ids, isEncoder);
  const encoded = encode(model, source, (request, part) =>
    kept(part, isEncoder, request)
  );
  const reading = tokens(shifted(model, right), !isEncoder);
  const { output } = kept('decoder', !isEncoder, {
    ...decoderRequest(model, encoded),
    x: model.weight('targetEmbedding').gather(reading),
    initial: encoded.state
  });
  const { logits } = nextTokenLogits(model, output, encoded);
  const lossOf = (scores: Tensor): Tensor => nextTokenLoss.of(right, scores);
  requireLayers(
    who,
    changes.clamps,
    layers.map(({ name }) => name)
  );
  return runRecord({
    input: {
      x: shown,
      shown,
      names: ['token'],
      editable: false
    },
    time: {
      name: 'token',
      labels: [...shown.values].map(isEncoder ? sourceWord : targetWord),
      ...(isEncoder && { mask: encoded.mask })
    },
    layers,
    outputs: isEncoder ? [] : [certaintyOf(logits, right)],
    loss: {
      name: nextTokenLoss.name,
      value: lossOf(logits),
      byAnswer: lossByAnswer({ logits }, true, answers =>
        lossOf(answers.logits)
      )
    },
    network: recordedNetwork(model, logits, (caller, x, y, metric) =>
      scorePairs(caller, model, x, y, metric)
    )
  });
}

/** How sure the network was of each right token. */
function certaintyOf(logits: Tensor, right: Tensor): SeriesRecord {
  const shares = logits.detach().softmax(-1).at(0);
  return {
    name: 'probability of the right token',
    values: new Tensor(
      Float64Array.from(right.values, (id, at) => shares.at(at).values[id]),
      [1, right.size]
    ),
    range: [0, 1]
  };
}

/** The decoder's cell, whose channels also say where it looked and what it saw. */
function decoderRequest(
  model: TwoNetworks,
  encoded: EncodedSource
): Pick<SequenceRequest, 'cell' | 'parameters'> {
  const { decoder, attention } = model;
  const parameters = decoder.weights.parameters();
  if (attention === 'none') {
    return { cell: decoder, parameters };
  }
  const score = model.scoreParameters;
  const { definition } = decoder;
  // Where nothing is padding, the equations need not say that padding is not looked at.
  const mask = encoded.mask.values.every(real => real === 1)
    ? undefined
    : encoded.mask;
  const step = (input: Named, p: Named): Named => {
    const channels = definition.step(input, p);
    const h = channels[decoder.output];
    const [batch, units] = h.shape;
    const { weights } = attend(h.reshape([batch, 1, units]), p.keys, p.keys, {
      score: attention,
      mask,
      parameters: Object.fromEntries(
        Object.keys(score).map(name => [name, p[scoreName(name)]])
      )
    });
    const [, sources, size] = p.keys.shape;
    const looked = weights.reshape([batch, sources]);
    // From the channel, so that its equation is read as `attention keys`.
    const context = looked
      .reshape([batch, 1, sources])
      .matmul(p.keys)
      .reshape([batch, size]);
    return { ...channels, attention: looked, context };
  };
  const all = {
    ...parameters,
    ...Object.fromEntries(
      Object.entries(score).map(([name, tensor]) => [scoreName(name), tensor])
    ),
    keys: encoded.keys
  };
  const cell = new Cell(
    decoder.who,
    { ...weightsOf(decoder), parameters: () => all },
    decoder.seed,
    {
      ...definition,
      step,
      labels: {
        ...definition.labels,
        attention: 'attention',
        context: 'context'
      },
      // One weight a source token, and of an encoder that reads both ways two h: no unit's own.
      shared: [
        ...(definition.shared ?? []),
        'attention',
        ...(encoded.keys.shape[2] === decoder.units ? [] : ['context'])
      ]
    },
    decoder.anew
  );
  return { cell, parameters: all };
}

/** A parameter of the score among the decoder's own: `W_attention` beside `W_z`. */
function scoreName(name: string): string {
  return `${name}_attention`;
}

/** The same weights, with their getters read now. */
function weightsOf({ weights }: Cell) {
  return {
    convention: weights.convention,
    biases: weights.biases,
    variables: weights.variables,
    get: weights.get,
    set: weights.set
  };
}
