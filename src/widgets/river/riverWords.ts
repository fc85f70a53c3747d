import type { LayerTrace, Trace } from '../../trace';
import { html, type Content } from '../base/dom';
import {
  formatChange,
  formatFixed,
  formatPercent,
  formatSigned
} from '../../scene/words/format';
import { hueOf, hueOfLetter, letter } from '../base/hue';
import { stepWords } from '../../scene/words/stepWords';
import type { DataTable } from '../../scene/dataTable';
import type { Translate } from '../../scene/words/translate';
import type { UnitChoice } from '../../views/equations/layerValues';
import { labelColumn } from '../../views/gates/gatesTables';
import { stepName, writtenAndKept } from '../unrolled/sharesWords';
import type { Felt } from '../whatIf/felt';
import {
  halfLife,
  sharesAt,
  type StreamShare
} from '../../views/river/riverShares';
import type { River } from '../../views/river/streams';

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
export function questionWords(
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
export function answerWords(place: RiverPlace, translate: Translate): string {
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
const isHeld = ({ held, units }: River, place: number): boolean =>
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

/** The arithmetic of a step: what it keeps, what it writes, and what comes of it. */
export function arithmeticWords(
  { trace, layer, river, step }: RiverPlace,
  translate: Translate
): Content {
  const at = river.placeOf(step);
  const { state, letters } = river.carry;
  const channel = layer.channels.find(({ name }) => name === state);
  const stateLetter = letter(state, channel ? hueOf(channel) : undefined);
  const lead = html('b', {}, `${stepWords(trace.time, step, translate)}:`);
  const total = html('b', {}, formatFixed(river.total[at]));
  if (river.padding[at]) {
    return [
      lead,
      translate(' padding writes nothing and keeps all: '),
      stateLetter,
      ' = ',
      total,
      '.'
    ];
  }
  if (isHeld(river, at)) {
    return [lead, ' ', stateLetter, translate(' is held at '), total, '.'];
  }
  if (river.anew) {
    return [
      lead,
      ' ',
      stateLetter,
      ' = ',
      total,
      translate(', written from scratch.')
    ];
  }
  const before = at > 0 ? river.total[at - 1] : river.amountsAt(0)[0];
  const half = halfLife(river);
  return [
    lead,
    ' ',
    letter(letters.keep, hueOfLetter(letters.keep)),
    river.unit === 'mean'
      ? translate(' keeps %1 on average', formatPercent(river.keep[at]))
      : translate(
          ' keeps %1 of %2',
          formatPercent(river.keep[at]),
          formatFixed(before)
        ),
    translate(' and the %step writes %1: ', formatSigned(river.written[at])),
    stateLetter,
    ' = ',
    total,
    '.',
    river.held[at] > 0
      ? translate(' Of %1 of %2 units it is held.', river.held[at], river.units)
      : '',
    half === null
      ? ''
      : translate(
          ' Half of what is written is gone after %1 %steps.',
          formatFixed(half, 1)
        )
  ];
}

/** How far a change is felt. */
export function feltWords(
  found: Felt | null,
  trace: Trace,
  state: string,
  translate: Translate
): string {
  if (!found) {
    return translate('The change is not felt in %1.', state);
  }
  const { steps, most } = found;
  const where = stepWords(trace.time, most.step, translate);
  const by = `${most.value > 0 ? '+' : ''}${formatChange(most.value)}`;
  return steps === 1
    ? translate(
        'Felt in %1 for one %step: unit %2 at %3, %4.',
        state,
        most.unit,
        where,
        by
      )
    : translate(
        'Felt in %1 for %2 %steps, down to 1 % of the most: unit %3 at %4, %5.',
        state,
        steps,
        most.unit,
        where,
        by
      );
}

/** What a color and a width mean, below the picture. */
export function legendWords(
  { trace, river, feature }: Omit<RiverPlace, 'step'>,
  group: number,
  translate: Translate
): string {
  const each =
    group > 1
      ? translate(
          'each stream is what %1 %steps together wrote, oldest at the bed;',
          group
        )
      : translate('each stream is what one %step wrote, oldest at the bed;');
  const color =
    feature === null
      ? translate('its color is how late that was')
      : translate('its color is the input: %1', trace.input.names[feature]);
  return `${each} ${translate('all together are %1;', river.carry.state)} ${color}`;
}

/** What all streams hold at a step, a row each. */
export function riverTable(
  { trace, river, step, feature }: RiverPlace,
  translate: Translate
): DataTable {
  const { labels } = trace.time;
  const at = river.placeOf(step);
  const shares = sharesAt(river, at);
  const { names, array } = trace.input;
  const word = (text: string): string[] => (labels ? [text] : []);
  const input = (value: string | number): (string | number)[] =>
    feature === null ? [] : [value];
  return {
    caption: translate(
      'What %1 at %2 is made of, %3',
      river.carry.state,
      stepWords(trace.time, step, translate),
      river.unit === 'mean'
        ? translate('mean of units')
        : translate('unit %1', river.unit)
    ),
    columns: [
      translate('%step'),
      ...labelColumn(trace.time, translate),
      ...input(feature === null ? '' : names[feature]).map(String),
      translate('written: %1', river.carry.letters.write),
      translate('kept: %1', river.carry.letters.keep),
      translate('left'),
      translate('share of all, %')
    ],
    rows: (shares?.streams ?? []).map(({ place, amount, share }) => {
      const own = place < 0 ? null : river.stepAt(place);
      return [
        own ?? translate('start'),
        ...word(own === null ? '' : (labels?.[own] ?? '')),
        ...input(
          own === null ? '' : array.values[own * names.length + (feature ?? 0)]
        ),
        ...(own === null
          ? ['', '']
          : writtenAndKept(
              {
                written: river.written[place],
                keep: river.keep[place],
                held: river.held[place]
              },
              river.units,
              translate
            )),
        amount,
        100 * share
      ];
    })
  };
}

/** A step as a screen reader says it. */
export function spokenStep(
  { trace, river, step }: RiverPlace,
  translate: Translate
): string {
  return `${stepWords(trace.time, step, translate)}, ${
    river.unit === 'mean'
      ? translate('mean of units')
      : translate('unit %1', river.unit)
  }`;
}
