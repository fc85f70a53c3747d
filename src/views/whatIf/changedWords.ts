import { channelHue, isPadding, layersBelow, readsTurned } from '../../trace';
import type { Channel, LayerTrace, Series, Trace } from '../../trace';
import { stepsWithNumber } from '../run/stepsWithNumber';
import type { Translate } from '../../scene/words/translate';
import type { Piece } from '../../scene/words/pieces';
import { distinct, formatRanges } from '../../scene/words/format';
import { outputLike } from '../run/outputLike';
import { changedSteps, changesWords, type ChangedSteps } from './changedSteps';
import {
  seenState,
  verdicts,
  type Judged,
  type EditVerdict
} from './difference';
import { difference, type Difference } from '../run/difference';
import type { WhatIfOperation } from './operation';

const verdictWords: Readonly<Record<NonNullable<EditVerdict>, string>> = {
  becomesRight: 'The answer becomes right.',
  becomesWrong: 'The answer becomes wrong.',
  staysRight: 'The answer stays right.',
  staysWrong: 'The answer stays wrong.',
  nearer: 'The answer comes nearer to its target.',
  farther: 'The answer goes away from its target.'
};

/** The same where the network answers at several steps. */
const lastVerdictWords: typeof verdictWords = {
  becomesRight: 'The last answer becomes right.',
  becomesWrong: 'The last answer becomes wrong.',
  staysRight: 'The last answer stays right.',
  staysWrong: 'The last answer stays wrong.',
  nearer: 'The last answer comes nearer to its target.',
  farther: 'The last answer goes away from its target.'
};

/** The same where several outputs answer each for itself. */
const namedVerdictWords: typeof verdictWords = {
  becomesRight: '%1 becomes right.',
  becomesWrong: '%1 becomes wrong.',
  staysRight: '%1 stays right.',
  staysWrong: '%1 stays wrong.',
  nearer: '%1 comes nearer to its target.',
  farther: '%1 goes away from its target.'
};

/** Of more outputs a sentence does not tell. */
const MOST_OUTPUTS = 3;

/** What became of an answer, as a sentence. */
function judgedWords(
  trace: Trace,
  { output, step, verdict }: Judged,
  translate: Translate
): string {
  const several = trace.outputs.some(
    each => stepsWithNumber(each, trace).length > 1
  );
  if (output === null) {
    return translate((several ? lastVerdictWords : verdictWords)[verdict]);
  }
  // A name may hold a comma and begin small.
  const name = translate('“%1”', output);
  return translate(
    namedVerdictWords[verdict],
    several ? translate('%1 at %step %2', name, step) : name
  );
}

/** What the loss is of: one answer, or so many. */
export function lossWords(trace: Trace, translate: Translate): string {
  const [target] = trace.targets ?? [];
  const count = target ? stepsWithNumber(target, trace).length : 1;
  return count > 1
    ? translate('loss over %1 %steps', count)
    : translate('loss');
}

/** What the changes did, in one or two sentences. */
export function changedWords(
  before: Trace,
  after: Trace,
  layerIndex: number,
  operations: readonly WhatIfOperation[],
  translate: Translate
): readonly Piece[] {
  const pieces: Piece[] = [{ words: translate('Changed: '), look: 'strong' }];
  const arrows: Piece[][] = [];
  for (const output of before.outputs.slice(0, MOST_OUTPUTS)) {
    const other = outputLike(after, output)?.values.values ?? [];
    for (const { step, name } of answersToName(
      before,
      output,
      operations,
      translate
    )) {
      const was = output.values.values[step];
      const is = other[step];
      arrows.push(...arrow(name, was, is, 2));
    }
  }
  if (before.loss && after.loss) {
    arrows.push(
      ...arrow(
        lossWords(before, translate),
        before.loss.value,
        after.loss.value,
        3
      )
    );
  }
  const layer = before.layers[layerIndex];
  const state = seenState(layer);
  const change = changeOfLayer(before, after, layerIndex);
  if (
    arrows.length === 0 &&
    before.layers.every(
      (_, index) => changeOfLayer(before, after, index) === null
    )
  ) {
    return [
      ...pieces,
      translate('nothing. '),
      paddingWords(before, after, translate),
      letterOf(state),
      translate(' is the same at every %step.')
    ];
  }
  pieces.push(
    ...arrows.flatMap((each, index) => (index === 0 ? each : [', ', ...each]))
  );
  if (arrows.length > 0) {
    pieces.push('. ');
  }
  for (const judged of verdicts(before, after).slice(0, MOST_OUTPUTS)) {
    pieces.push(judgedWords(before, judged, translate), ' ');
  }
  pieces.push(paddingWords(before, after, translate));
  if (!change) {
    // The change is in a layer that this one does not read.
    return [
      ...pieces,
      letterOf(state),
      translate(' of %1 is the same at every %step.', layer.name)
    ];
  }
  pieces.push(
    letterOf(state),
    changesWords(change.steps, change.largest, layer, translate),
    reachWords(before, after, layer, translate('It'), translate),
    readsTurned(before, layer)
      ? translate(
          ' It reads the %steps of the input from the last to the first: its %step 0 is the last.'
        )
      : ''
  );
  return pieces;
}

const letterOf = (channel: Channel): Piece => ({
  words: channel.name,
  look: 'letter',
  hue: channelHue(channel)
});

/** Which steps an edit has made padding, and which it has made real; nothing where the mask is what it was. */
function paddingWords(
  before: Trace,
  after: Trace,
  translate: Translate
): string {
  const turnedInto = (padding: boolean): number[] =>
    Array.from({ length: before.time.steps }, (_, step) => step).filter(
      step =>
        isPadding(after.time, step) === padding &&
        isPadding(before.time, step) !== padding
    );
  const [padded, real] = [turnedInto(true), turnedInto(false)];
  const words: string[] = [];
  if (padded.length > 0) {
    words.push(
      padded.length === 1
        ? translate(
            'At %step %1 nothing is computed any more: it is padding now. ',
            padded[0]
          )
        : translate(
            'At %steps %1 nothing is computed any more: they are padding now. ',
            formatRanges(padded)
          )
    );
  }
  if (real.length > 0) {
    words.push(
      real.length === 1
        ? translate(
            'At %step %1 numbers are computed now: it is padding no more. ',
            real[0]
          )
        : translate(
            'At %steps %1 numbers are computed now: they are padding no more. ',
            formatRanges(real)
          )
    );
  }
  return words.join('');
}

/** Why a change of one step may reach every step of a layer; nothing where it does not. */
function reachWords(
  before: Trace,
  after: Trace,
  layer: LayerTrace,
  who: string,
  translate: Translate
): string {
  const changed = layersBelow(before, layer).filter(
    ({ name }) =>
      changeOfLayer(
        before,
        after,
        before.layers.findIndex(each => each.name === name)
      ) !== null
  );
  if (changed.length === 2) {
    return translate(
      ' %1 reads both directions of the layer below, so that a change can reach every %step.',
      who
    );
  }
  if (
    changed.length === 1 &&
    wayOf(before, changed[0]) !== wayOf(before, layer)
  ) {
    return translate(
      ' %1 reads the layer below from the other end, so that a change can reach every %step.',
      who
    );
  }
  return changed.length === 1
    ? reachWords(before, after, changed[0], changed[0].name, translate)
    : '';
}

/** In which direction of the input a layer computes. */
const wayOf = (trace: Trace, layer: LayerTrace): boolean =>
  readsTurned(trace, layer) !== (layer.direction === 'backward');

/** At which steps the state that the network sees of a layer differs, and where most; null for nowhere. */
function changeOfLayer(
  before: Trace,
  after: Trace,
  index: number
): (Pick<Difference, 'largest'> & { readonly steps: ChangedSteps }) | null {
  const layer = before.layers[index];
  const state = seenState(layer);
  const other = after.layers[index].channels.find(
    ({ name }) => name === state.name
  );
  const change = other && difference(state, other);
  const steps =
    change && changedSteps(change, layer, [before.time, after.time]);
  return steps ? { largest: change.largest, steps } : null;
}

/**
 * The answers whose numbers are told: that of the step that was changed last, and the last one; by the
 * output's name alone where the network answers once.
 */
function answersToName(
  trace: Trace,
  output: Series,
  operations: readonly WhatIfOperation[],
  translate: Translate
): { readonly step: number; readonly name: string }[] {
  const steps = stepsWithNumber(output, trace);
  const operation = operations.at(-1);
  const changed =
    operation?.kind === 'edit'
      ? operation.edit.step
      : operation?.clamp.steps?.[0];
  const told = steps.filter(step => step === changed || step === steps.at(-1));
  return told.map(step => ({
    step,
    name:
      steps.length > 1
        ? translate('%1 at %step %2', output.name, step)
        : output.name
  }));
}

/** A number and what it became; none where no digit tells them apart, or one is no number. */
function arrow(
  name: string,
  was: number,
  is: number,
  decimals: number
): Piece[][] {
  const [before, after] = distinct(was, is, decimals);
  return before === after || !Number.isFinite(was) || !Number.isFinite(is)
    ? []
    : [[`${name} ${before} → `, { words: after, look: 'changed' }]];
}
