import { findCarry, isCarry } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import {
  formatFixed,
  formatPercent,
  formatSigned
} from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import type { Translate } from '../../scene/words/translate';
import { note, place, type Table } from '../../scene/table';
import type { UnitChoice } from '../equations/layerValues';
import {
  noSharesWords,
  stepName,
  writtenAndKept
} from '../unrolled/shareNotes';
import { sharesAt, type StreamShare } from './riverShares';
import type { River } from './streams';

/** A river, and the step that it is looked at. */
export interface RiverPlace {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly river: River;
  readonly step: number;
  /** The feature of the input by which streams are colored; null where they are by their step. */
  readonly feature: number | null;
}

/** The question that the picture answers. */
export function riverQuestion(
  { time }: Trace,
  unit: UnitChoice,
  step: number,
  translate: Translate
): string {
  const where = stepWords(time, step, translate);
  return unit === 'mean'
    ? translate('What do all units remember at %1?', where)
    : translate('What does unit %1 remember at %2?', unit, where);
}

/** The answer: which streams are the largest, and how far back most of it was written. */
export function riverAnswerWords(
  place: RiverPlace,
  translate: Translate
): string {
  const { river, step, trace } = place;
  const at = river.placeOf(step);
  const shares = sharesAt(river, at);
  if (!shares) {
    return translate('Nothing: %1 is 0.', river.carry.state);
  }
  if (isHeld(river, at)) {
    return translate(
      'Nothing from before: %1 is held at %2 in this %step.',
      river.carry.state,
      formatFixed(river.total[at])
    );
  }
  if (river.anew) {
    return translate(
      'Only what this %step wrote. At every %step all of %1 passes through the weights and a function, so no share of an older %step stays in place.',
      river.carry.state
    );
  }
  const [first, second] = shares.largest;
  const lead = translate(
    '%1 of it comes from %2.',
    formatPercent(first.share),
    sourceWords(place, first, translate)
  );
  const { recent } = shares;
  if (recent && recent.places > 1) {
    return `${lead} ${translate('The last %1 %steps wrote %2.', recent.places, formatPercent(recent.share))}`;
  }
  return second && second.share >= 0.005
    ? `${lead} ${translate(
        'Next is %1 with %2.',
        stepSource(trace, river, second, translate),
        formatPercent(second.share)
      )}`
    : lead;
}

/** Whether a clamp held the state of all its units. */
export const isHeld = ({ held, units }: River, place: number): boolean =>
  held[place] === units;

/** One stream in words: when it was written, and which part it is of what is remembered at a step. */
export function streamWords(
  place: RiverPlace,
  stream: number,
  translate: Translate
): string {
  const { river, step, trace } = place;
  const at = river.placeOf(step);
  const shares = sharesAt(river, at);
  const found = shares?.streams[stream + 1];
  const source = stepSource(
    trace,
    river,
    { place: stream, amount: 0, share: 0 },
    translate
  );
  if (!found) {
    return translate('%1 is still to come.', source);
  }
  return translate(
    '%1: %2 of what is remembered at %3 (%4, of %5 in all).',
    sourceWords(place, found, translate),
    formatPercent(found.share),
    stepName(trace, step, translate),
    formatSigned(found.amount),
    formatFixed(river.total[at])
  );
}

function stepSource(
  trace: Trace,
  river: River,
  { place }: StreamShare,
  translate: Translate
): string {
  return place < 0
    ? translate('the state before the first %step')
    : stepName(trace, river.stepAt(place), translate);
}

/** A step with the number of its input: `27 April (high 26 °C)`. */
function sourceWords(
  { trace, river, feature }: RiverPlace,
  share: StreamShare,
  translate: Translate
): string {
  const name = stepSource(trace, river, share, translate);
  if (isHeld(river, share.place)) {
    return translate('%1, where %2 was held', name, river.carry.state);
  }
  if (feature === null || share.place < 0) {
    return name;
  }
  const { names, array, unit } = trace.input;
  const value =
    array.values[river.stepAt(share.place) * names.length + feature];
  const written = `${formatFixed(value, Math.abs(value) >= 10 ? 0 : 2)}${unit ? ` ${unit}` : ''}`;
  return `${name} (${names[feature]} ${written})`;
}

/** How the picture is read. */
export function readingWords(
  { trace, river, feature }: Omit<RiverPlace, 'step' | 'layer'>,
  isChanged: boolean,
  translate: Translate
): string {
  return [
    translate('each stream is what one %step wrote, oldest at the bed'),
    translate('all together are %1', river.carry.state),
    feature === null
      ? translate('its color is how late that was')
      : translate('its color is the input: %1', trace.input.names[feature]),
    ...(river.anew
      ? []
      : [translate('gray is the start and what has become too thin to draw')]),
    ...(isChanged ? [translate('dashed is the run before your change')] : [])
  ].join('; ');
}

/** Why there is no river. */
export function noRiverWords(layer: LayerTrace, translate: Translate): string {
  const carry = findCarry(layer);
  return isCarry(carry)
    ? translate('Numbers that the streams are made of are not in this copy.')
    : noSharesWords(carry, translate);
}

/** What all streams hold at a step, a row each. */
export function streamTable(
  { trace, river, step, feature }: RiverPlace,
  translate: Translate
): Table {
  const { labels } = trace.time;
  const at = river.placeOf(step);
  const streams = sharesAt(river, at)?.streams ?? [];
  const { names, array } = trace.input;
  const { terms, state } = river.carry;
  const own = (row: number): number | null =>
    streams[row].place < 0 ? null : river.stepAt(streams[row].place);
  const did = (row: number) => {
    const { place } = streams[row];
    return writtenAndKept(
      {
        written: river.written[place],
        keep: river.keep[place],
        held: river.held[place]
      },
      river.units,
      translate
    );
  };
  const ofStep = (
    name: string,
    of: (own: number, row: number) => number | string
  ) =>
    note(name, row => {
      const found = own(row);
      return found === null ? '' : of(found, row);
    });
  return {
    caption: translate(
      'What %1 at %2 is made of, %3',
      state,
      stepWords(trace.time, step, translate),
      unitWords(river.unit, translate)
    ),
    places: {
      count: streams.length,
      nameOf: row => stepSource(trace, river, streams[row], translate)
    },
    columns: {
      step: place(translate('%step'), row => own(row) ?? translate('start')),
      ...(labels && {
        label: ofStep(translate('label'), found => labels[found] ?? '')
      }),
      ...(feature !== null && {
        input: ofStep(
          names[feature],
          found => array.values[found * names.length + feature]
        )
      }),
      written: ofStep(
        translate('written: %1', terms.write),
        (_, row) => did(row)[0]
      ),
      kept: ofStep(translate('kept: %1', terms.keep), (_, row) => did(row)[1]),
      left: note(translate('left'), row => streams[row].amount),
      share: note(translate('share of all, %'), row => 100 * streams[row].share)
    }
  };
}

/** Which unit, beside a caption. */
const unitWords = (unit: UnitChoice, translate: Translate): string =>
  unit === 'mean' ? translate('mean of units') : translate('unit %1', unit);

/** A step as a screen reader says it. */
export const spokenStep = (
  { trace, river, step }: RiverPlace,
  translate: Translate
): string =>
  `${stepWords(trace.time, step, translate)}, ${unitWords(river.unit, translate)}`;
