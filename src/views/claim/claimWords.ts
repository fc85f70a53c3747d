import type { Claim } from '../../trace';
import { spreadWriter } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import {
  acrossBudgets,
  bestScores,
  claimPlace,
  meanOf,
  scoresOfRow,
  stopsAt,
  type ClaimAt
} from './claimPlaces';

/** What a verdict means, beside what decided it. */
function verdictWords(
  verdict: Claim['places'][number]['verdict'],
  translate: Translate
): string {
  switch (verdict) {
    case 'holds':
      return translate('The sentence holds here');
    case 'partly':
      return translate('The sentence is not sure here');
    case 'fails':
      return translate('The sentence is false here');
  }
}

/** A verdict in a table. */
export function verdictName(
  verdict: Claim['places'][number]['verdict'],
  translate: Translate
): string {
  switch (verdict) {
    case 'holds':
      return translate('holds');
    case 'partly':
      return translate('not sure');
    case 'fails':
      return translate('false');
  }
}

/** `at 0.01`, or that each row stands at its own best rate. */
function rateWords(
  { rates }: Claim,
  rate: number,
  translate: Translate
): string {
  return rate === 0
    ? translate('each at its own best')
    : String(rates[rate - 1]);
}

/** Where the reader stands: `epochs 16, learning rate 0.01, steps 20`; or without the budget. */
export function claimPlaceWords(
  claim: Claim,
  { size, rate, budget }: ClaimAt,
  translate: Translate,
  withBudget = true
): string {
  const { budgetName, budgets, rates, sizeName, sizes } = claim;
  return [
    ...(withBudget ? [`${budgetName} ${budgets[budget]}`] : []),
    ...(rates.length > 0
      ? [translate('learning rate %1', rateWords(claim, rate, translate))]
      : []),
    ...(sizes && sizeName ? [`${sizeName} ${sizes[size]}`] : [])
  ].join(', ');
}

/** What became of the sentence there, and what each row reached. */
export function claimSentence(
  claim: Claim,
  at: ClaimAt,
  translate: Translate
): { readonly verdict: string; readonly rows: string } {
  const place = claimPlace(claim, at);
  const write = spreadWriter(bestScores(claim));
  const rows = claim.rows.map((name, row) => {
    const scores = scoresOfRow(place, row);
    const of = translate(
      '%1: mean %2, from %3 to %4',
      name,
      write(meanOf(scores)),
      write(Math.min(...scores)),
      write(Math.max(...scores))
    );
    return place.rates ? translate('%1, at %2', of, place.rates[row]) : of;
  });
  return {
    verdict: `${verdictWords(place.verdict, translate)} (${claimPlaceWords(claim, at, translate)}): ${place.words}.`,
    rows: `${rows.join('; ')}.`
  };
}

/** What can be told of a place, one thing after the other. */
export function claimSentences(
  claim: Claim,
  at: ClaimAt,
  translate: Translate
): readonly string[] {
  const { verdict, rows } = claimSentence(claim, at, translate);
  return [
    `${verdict} ${rows}`,
    rangeSentence(claim, translate),
    stopSentence(claim, at, translate)
  ].filter(words => words !== '');
}

/** The sentence that does hold. */
export const rangeSentence = ({ range }: Claim, translate: Translate): string =>
  `${translate('Where it holds:')} ${range}`;

/** With which budget the sentence stops being true, at a size and a rate. */
export function stopSentence(
  claim: Claim,
  at: ClaimAt,
  translate: Translate
): string {
  const { budgetName, budgets, rates } = claim;
  const stop = stopsAt(claim, at);
  const told = acrossBudgets(claim, at).map(({ verdict }) => verdict);
  const isOnce = rates.length === 0;
  if (stop !== null) {
    const ends = [budgets[stop - 1], budgetName, budgets[stop]] as const;
    return isOnce
      ? translate('It holds up to %1 %2, and no longer with %3.', ...ends)
      : translate(
          'With this learning rate it holds up to %1 %2, and no longer with %3.',
          ...ends
        );
  }
  if (told.every(verdict => verdict === 'holds')) {
    return isOnce
      ? translate('It is true with every budget tried.')
      : translate(
          'With this learning rate it is true with every budget tried.'
        );
  }
  if (!told.includes('holds')) {
    return isOnce
      ? translate('It is true with no budget tried.')
      : translate('With this learning rate it is true with no budget tried.');
  }
  const from = [budgets[told.indexOf('holds')], budgetName] as const;
  return isOnce
    ? translate('It holds from %1 %2 on.', ...from)
    : translate('With this learning rate it holds from %1 %2 on.', ...from);
}
