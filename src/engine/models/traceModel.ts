import type { Cell } from '../cells/cell';
import { rowMask } from '../layers/layer';
import { clampsOf, edited, requireLayers } from '../recurrence/changes';
import type { Changes } from '../recurrence/changes';
import { lossByAnswer } from '../run/lossByAnswer';
import type { RunRecord } from '../run/record';
import type { ChannelMeans } from '../run/channelMeans';
import type { RunOfNetwork } from '../run/run';
import { makeRun } from '../run/run';
import { requireMarks } from '../run/runNames';
import { runRecord } from '../run/runRecord';
import { featureNames } from '../run/runCell';
import { shapeText, sizeOf } from '../tensor/shape';
import { requireScalar } from '../tensor/requireScalar';
import type { TensorLike } from '../tensor/tensor';
import { variable } from '../tensor/making';
import { asTensor, Tensor } from '../tensor/tensor';
import { described } from '../base/described';
import { endsInUnitRange } from './answer';
import { embeddedTokens, passFromEmbeddings } from './embeddedTokens';
import { scoreModel } from './evaluateModel';
import { knownWords } from './knownWords';
import type { Model } from './model';
import { requireRange } from './prepareInput';
import { recordedNetwork } from './recordedNetwork';
import { weightsNow } from './weightsNow';
import { carriedStates, withStates } from './withFreshStates';
import type { ModelTraceOptions } from './traceOptions';
import { readTrace } from './traceOptions';
import {
  gradientOfOutput,
  lastOf,
  MOST_OUTPUTS,
  seriesOf,
  strongest,
  targetSeries,
  widthOf
} from './tracedSeries';
import { tapeRecorder, tracedPass } from './tracedPass';

/** What `model.trace` does; see there. */
export function traceModel(
  model: Model,
  value: TensorLike,
  asked: ModelTraceOptions,
  who = 'model.trace'
): RunOfNetwork {
  const options = withKnownWords(who, model, value, asked);
  const { gradientsOf } = options;
  if (options.target !== undefined && !model.compiled && !gradientsOf) {
    throw new Error(
      `${who}: a target needs a loss; call model.compile first, or give gradientsOf`
    );
  }
  const given = oneExample(who, model, value);
  const labels =
    options.tokens ?? options.labels ?? wordsOf(who, model, given, options);
  const steps = given.shape[1];
  if (labels !== undefined && labels.length !== steps) {
    throw new RangeError(
      `${who}: ${options.tokens ? 'tokens' : 'labels'} must be one a step (${steps}), got ${labels.length}`
    );
  }
  requireMarks(who, options.marks, steps);
  const features = given.rank === 3 ? given.shape[2] : 1;
  const names = inputNames(who, model, features, options);
  const table = given.reshape([1, steps, features]);
  const shownFirst = options.scaler ? options.scaler.invert(table) : table;

  let lines: readonly number[] | undefined;
  // A stateful network's run goes on from what it carries now, however often it is recomputed, and
  // leaves that as it is.
  const carried = carriedStates(model);
  const fromStart = <Value>(compute: () => Value): Value =>
    withStates(model, carried, compute);

  return makeRun({
    who,
    title: options.title,
    made: { network: model, x: value, options },
    weights: weightsNow(model),
    record(changes: Changes, means: ChannelMeans): RunRecord {
      const shown = edited(who, shownFirst, changes.edits);
      const scaled =
        changes.edits.length > 0 && options.scaler
          ? options.scaler.apply(shown)
          : changes.edits.length > 0
            ? shown
            : table;
      requireRange(model, who, scaled);
      const x = model.readsTokens
        ? new Tensor(scaled.values, given.shape)
        : variable(scaled.reshape(given.shape).cast(model.dtype));
      const lossOf = (output: Tensor, mask: Tensor | undefined) =>
        recordedLoss(who, model, options, output, mask);
      const clampsFor = (layer: string, cell: Cell) =>
        clampsOf(who, layer, cell, steps, changes.clamps, channel =>
          means(layer, channel)
        );
      const traced = tracedPass({
        model,
        x,
        lossOf,
        clampsFor,
        fromStart
      });
      const { layers, output } = traced;
      const mask = model.maskOf(x);
      const answer = model.compiled?.answer ?? null;
      lines ??= strongest(output, { ...options, answer });
      const read = { ...options, answer, last: lastOf(mask, steps), lines };
      requireLayers(
        who,
        changes.clamps,
        layers.map(({ name }) => name)
      );
      return runRecord({
        input: {
          x,
          shown: shown.reshape([1, steps, features]),
          names,
          unit: options.inputUnit,
          editable: !model.readsTokens,
          ...(model.readsTokens && {
            embedded: embeddedTokens(model, x, labels, options)
          })
        },
        time: {
          name: options.stepName ?? (model.readsTokens ? 'token' : 'step'),
          labels,
          mask,
          marks: options.marks
        },
        ...traced,
        outputs: seriesOf(output, steps, read, endsInUnitRange(model.layers)),
        ...(widthOf(output) > MOST_OUTPUTS && {
          outputCount: widthOf(output)
        }),
        ...(options.target !== undefined && {
          targets: targetSeries(output, steps, read)
        }),
        outputGradient(line, step) {
          if (model.readsTokens) {
            const { rows, output } = fromStart(() =>
              passFromEmbeddings(model, x, {
                ...model.passFor(false, 0),
                recorder: tapeRecorder(clampsFor)
              })
            );
            const embedded = rows.detach().at(0);
            return gradientOfOutput(output, line, step, {
              x: rows,
              shown: embedded,
              options: {
                targetScaler: options.targetScaler,
                answer: read.answer,
                last: read.last,
                lines: read.lines
              }
            });
          }
          return gradientOfOutput(output, line, step, {
            x: traced.x,
            shown: shown.reshape([steps, features]),
            options: read
          });
        },
        network: recordedNetwork(model, output, (caller, x, y, metric) =>
          scoreModel(caller, model, x, y, metric)
        )
      });
    }
  });
}

function recordedLoss(
  who: string,
  model: Model,
  options: ModelTraceOptions,
  output: Tensor,
  mask: Tensor | undefined
): RunRecord['loss'] {
  const found = lossOfOutput(
    who,
    model,
    options,
    rowMask({ values: output, mask })
  );
  return (
    found && {
      name: found.name,
      value: found.of(output),
      ...(output.rank === 3 && {
        byAnswer: lossByAnswer({ output }, true, answers =>
          found.of(answers.output)
        )
      })
    }
  );
}

/** What is differentiated, as a function of the output; undefined where nothing is. */
function lossOfOutput(
  who: string,
  model: Model,
  { gradientsOf, target }: ModelTraceOptions,
  mask: Tensor | undefined
): { readonly name: string; of(output: Tensor): Tensor } | undefined {
  if (gradientsOf) {
    return {
      name: 'loss',
      of: output => requireScalar(who, 'gradientsOf', gradientsOf(output, mask))
    };
  }
  if (target === undefined || !model.compiled) {
    return undefined;
  }
  const { loss } = model.compiled;
  const wanted = asTensor(target, `${who}: target`);
  requireRange(model, who, wanted, 'target');
  return {
    name: loss.name,
    of: output => loss.of(wanted, targetShaped(who, output, target), { mask })
  };
}

/** The options, with what is known without them. */
function withKnownWords(
  who: string,
  model: Model,
  value: TensorLike,
  asked: ModelTraceOptions
): ModelTraceOptions {
  const { scaler, targetScaler } = readTrace(who, asked);
  return {
    ...knownWords(model, value),
    ...asked,
    ...(scaler && { scaler }),
    ...(targetScaler && { targetScaler })
  };
}

/** The token of each id, where the vocabulary is known and nothing else was said. */
function wordsOf(
  caller: string,
  model: Model,
  { values }: Tensor,
  { vocabulary }: ModelTraceOptions
): string[] | undefined {
  const who = `${caller}: vocabulary`;
  if (vocabulary === undefined) {
    return undefined;
  }
  if (!model.readsTokens) {
    throw new TypeError(
      `${who} is for a network that begins with an embedding`
    );
  }
  const { tokens } = vocabulary;
  if (!Array.isArray(tokens) || tokens.some(word => typeof word !== 'string')) {
    throw new TypeError(
      `${who} must have tokens, a list of texts, got ${described(tokens)}`
    );
  }
  return Array.from(values, id => tokens[id] ?? String(id));
}

/** One sequence as a batch of one, in the shape that the first layer takes. */
function oneExample(who: string, model: Model, value: TensorLike): Tensor {
  if (value === undefined || value === null || typeof value === 'number') {
    throw new TypeError(
      `${who}: x must be one sequence, got ${described(value)}`
    );
  }
  const given = asTensor(value, `${who}: x`).detach();
  if (given.size === 0) {
    throw new RangeError(`${who}: x is empty`);
  }
  if (model.readsTokens) {
    if (given.rank !== 1) {
      throw new RangeError(
        `${who}: x must be the token ids of one sequence [T], got shape ${shapeText(given.shape)}`
      );
    }
    return given.reshape([1, given.size]);
  }
  const sequence = given.rank === 1 ? given.reshape([given.size, 1]) : given;
  if (sequence.rank !== 2) {
    throw new RangeError(
      `${who}: x must be one sequence [T, I], got shape ${shapeText(given.shape)} (take one of a batch with x.at(0))`
    );
  }
  const features = model.inputShape?.length === 2 ? model.inputShape[1] : null;
  if (features !== null && sequence.shape[1] !== features) {
    throw new RangeError(
      `${who}: x must be one sequence [T, ${features}], got shape ${shapeText(given.shape)}`
    );
  }
  const bad = sequence.values.findIndex(number => !Number.isFinite(number));
  if (bad >= 0) {
    throw new RangeError(
      `${who}: x is ${sequence.values[bad]} at step ${Math.floor(bad / sequence.shape[1])}, feature ${bad % sequence.shape[1]}`
    );
  }
  return sequence.reshape([1, ...sequence.shape]);
}

/** The output as it is; a target of one sequence has no batch axis, which the loss does not mind. */
function targetShaped(who: string, output: Tensor, target: TensorLike): Tensor {
  const { size } = asTensor(target);
  const rows = sizeOf(output.shape.slice(0, -1));
  if (size !== output.size && size !== rows) {
    throw new RangeError(
      `${who}: the target has shape ${shapeText(asTensor(target).shape)}, but the output ${shapeText(output.shape.slice(1))}`
    );
  }
  return output;
}

function inputNames(
  who: string,
  model: Model,
  features: number,
  options: ModelTraceOptions
): readonly string[] {
  const names =
    options.inputNames ??
    (model.readsTokens ? ['token'] : featureNames(features));
  if (names.length !== features) {
    throw new RangeError(
      `${who}: inputNames must be one a feature (${features}), got ${names.length}`
    );
  }
  return names;
}
