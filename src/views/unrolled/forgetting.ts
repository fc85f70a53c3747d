import {
  channelHue,
  letterHue,
  type LayerTrace,
  type Trace
} from '../../trace';
import { formatFixed } from '../../scene/words/format';
import type { Piece } from '../../scene/words/pieces';
import type { Translate } from '../../scene/words/translate';
import { stepName } from './shareNotes';
import type { Shares } from './shares';

/** A remainder below this is the rounding of the saved numbers, beside 1 and beside what is added up. */
const ROUNDING = 5e-4;
const ROUNDING_OF_SUM = 1e-6;

/** What the last two steps left of what was there before them, exactly. */
export function forgettingSentence(
  trace: Trace,
  layer: LayerTrace,
  shares: Shares,
  before: (steps: number) => number | null,
  translate: Translate
): readonly Piece[] {
  const state = (): Piece => stateLetter(layer, shares.state);
  const lead: Piece = {
    words: translate('Forgetting, exactly:'),
    look: 'strong'
  };
  const sum = [translate(' The bars add up to '), state(), '.'];
  const last = shares.steps.slice(-2);
  const held = shares.steps.findLast(share => share.held === shares.units);
  const sizes = [shares.initial, ...shares.steps].reduce(
    (sum, { left }) => sum + Math.abs(left),
    0
  );
  const remainder: readonly Piece[] =
    Math.abs(shares.remainder) > Math.max(ROUNDING, ROUNDING_OF_SUM * sizes)
      ? [
          translate(
            ' %1 is not explained by the equation.',
            formatFixed(shares.remainder)
          )
        ]
      : [];
  if (held && last.includes(held)) {
    return [
      lead,
      ' ',
      state(),
      translate(
        ' is held at %1 in %2: nothing from before is left.',
        formatFixed(held.written),
        stepName(trace, held.step, translate)
      ),
      ...sum
    ];
  }
  const earlier = before(last.length);
  if (shares.unit === 'mean' || earlier === null) {
    return [
      lead,
      ' ',
      translate('each bar is the mean over the units.'),
      ...sum,
      ...remainder
    ];
  }
  const kept = last.reduce((product, share) => product * share.keep, 1);
  const names = last.map(share =>
    translate(
      '%1 keeps %2',
      stepName(trace, share.step, translate),
      formatFixed(share.keep)
    )
  );
  return [
    lead,
    ' ',
    ...(last.length > 1
      ? [
          translate(
            '%1 and %2 %3 of this unit, together %4: ',
            names[0],
            stepName(trace, last[1].step, translate),
            formatFixed(last[1].keep),
            formatFixed(kept, 3)
          )
        ]
      : [`${names[0]}: `]),
    state(),
    translate(
      ' was %1 before %2, of which %3 is left.',
      formatFixed(earlier),
      last.length > 1 ? translate('them') : translate('it'),
      formatFixed(earlier * kept)
    ),
    ...sum,
    ...remainder
  ];
}

const stateLetter = ({ channels }: LayerTrace, state: string): Piece => {
  const channel = channels.find(({ name }) => name === state);
  return {
    words: state,
    look: 'letter',
    hue: channel ? channelHue(channel) : letterHue(state)
  };
};
